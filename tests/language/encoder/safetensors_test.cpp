#include "language/encoder/safetensors.hpp"
#include "tests/language/encoder/golden.hpp"

#include <gmock/gmock.h>

#include <array>

namespace troupe::language {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

std::string file(std::string_view header, std::string_view data = {}) {
  std::string made(8, '\0');
  for (std::size_t i = 0; i < 8; ++i) made[i] = static_cast<char>(header.size() >> (8 * i));
  return made.append(header).append(data);
}

std::string reason(const std::string& bytes) {
  const auto parsed = safetensors::parse(golden::bytes(bytes));
  const auto* error = std::get_if<model_error>(&parsed);
  return error ? error->reason : "no error";
}

TEST(safetensors, gives_tensors_by_name) {
  const auto bytes =
      file(R"({"__metadata__":{"format":"pt"},"a":{"dtype":"F32","shape":[1,2],"data_offsets":[0,8]}})",
           std::string_view{"\0\0\x80\x3f\0\0\0\xc0", 8});
  const auto parsed = safetensors::parse(golden::bytes(bytes));
  ASSERT_TRUE(std::holds_alternative<safetensors>(parsed));
  const auto& read = std::get<safetensors>(parsed);
  const auto values = read.floats("a", std::array<std::size_t, 2>{1, 2});
  ASSERT_TRUE(std::holds_alternative<std::vector<float>>(values));
  EXPECT_THAT(std::get<std::vector<float>>(values), ElementsAre(1.0F, -2.0F));
  EXPECT_EQ(read.find("__metadata__"), nullptr);
  const auto other = read.floats("a", std::array<std::size_t, 1>{2});
  ASSERT_TRUE(std::holds_alternative<model_error>(other));
  EXPECT_THAT(std::get<model_error>(other).reason, HasSubstr("in place of a of F32 2 one of F32 1 x 2"));
}

TEST(safetensors, refuses_what_is_no_header) {
  EXPECT_THAT(reason("1234567"), HasSubstr("too short"));
  EXPECT_THAT(reason(file("{}").substr(0, 9)), HasSubstr("header would have 2 bytes"));
  EXPECT_THAT(reason(std::string(16, '\xff')), HasSubstr("header would have 18446744073709551615 bytes"));
  EXPECT_THAT(reason(file("[]")), HasSubstr("no JSON object"));
  EXPECT_THAT(reason(file("{")), HasSubstr("no JSON object"));
}

TEST(safetensors, refuses_tensors_that_do_not_fit) {
  const auto described = [](const std::string& entry) {
    return reason(file(R"({"a":)" + entry + "}", "12345678"));
  };
  EXPECT_THAT(described("3"), HasSubstr("no object"));
  EXPECT_THAT(described(R"({"dtype":"F32","shape":[2]})"), HasSubstr("lacks"));
  EXPECT_THAT(described(R"({"dtype":"F32","shape":[-2],"data_offsets":[0,8]})"), HasSubstr("no numbers"));
  EXPECT_THAT(described(R"({"dtype":"F32","shape":[2],"data_offsets":[0]})"), HasSubstr("no numbers"));
  EXPECT_THAT(described(R"({"dtype":"F32","shape":[2],"data_offsets":[1,9]})"), HasSubstr("outside"));
  EXPECT_THAT(described(R"({"dtype":"F32","shape":[2],"data_offsets":[8,0]})"), HasSubstr("outside"));
  EXPECT_THAT(described(R"({"dtype":"F32","shape":[3],"data_offsets":[0,8]})"),
              HasSubstr("size of its shape"));
  EXPECT_THAT(described(R"({"dtype":"F32","shape":[4611686018427387905,2],"data_offsets":[0,8]})"),
              HasSubstr("size of its shape"));
  EXPECT_THAT(described(R"({"dtype":"F33","shape":[2],"data_offsets":[0,8]})"),
              HasSubstr("unknown type F33"));
}

} // namespace
} // namespace troupe::language
