#include "http/openai/embeddings.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace troupe::http::openai {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::SizeIs;

embeddings_request read(std::string_view body) {
  auto asked = read_embeddings(json::parse(body));
  if (const auto* wrong = std::get_if<fault>(&asked)) {
    ADD_FAILURE() << wrong->message;
    return {};
  }
  return std::get<embeddings_request>(std::move(asked));
}

fault refused(std::string_view body) {
  auto asked = read_embeddings(json::parse(body));
  return std::holds_alternative<fault>(asked) ? std::get<fault>(asked) : fault{"it was taken", ""};
}

TEST(EmbeddingsRequest, TakesOneTextOrSeveral) {
  EXPECT_THAT(read(R"({"input":"Hi"})").texts, ElementsAre("Hi"));
  const auto asked =
      read(R"({"input":["a","b"],"model":"m","encoding_format":"base64","dimensions":384,"user":"u"})");
  EXPECT_THAT(asked.texts, ElementsAre("a", "b"));
  EXPECT_EQ(asked.model, "m");
  EXPECT_TRUE(asked.base64);
  EXPECT_EQ(asked.dimensions, 384U);
  EXPECT_FALSE(read(R"({"input":"Hi","encoding_format":null,"dimensions":null})").base64);
}

TEST(EmbeddingsRequest, NamesWhatIsWrong) {
  EXPECT_EQ(refused("[]").param, "");
  for (const auto* body : {"{}", R"({"input":7})", R"({"input":[]})", R"({"input":[null]})",
                           R"({"input":["a",""]})", R"({"input":""})"})
    EXPECT_EQ(refused(body).param, "input") << body;
  for (const auto* tokens : {R"({"input":[1,2]})", R"({"input":[[1,2]]})"})
    EXPECT_THAT(refused(tokens).message, HasSubstr("send strings")) << tokens;
  EXPECT_EQ(refused(R"({"input":"a","model":1})").param, "model");
  EXPECT_EQ(refused(R"({"input":"a","encoding_format":"int8"})").param, "encoding_format");
  for (const auto* body : {R"({"input":"a","dimensions":0})", R"({"input":"a","dimensions":-1})",
                           R"({"input":"a","dimensions":"x"})"})
    EXPECT_EQ(refused(body).param, "dimensions") << body;
}

TEST(EmbeddingsRequest, IsBounded) {
  EXPECT_THAT(read(json{{"input", std::vector<std::string>(most_inputs, "a")}}.dump()).texts,
              SizeIs(most_inputs));
  EXPECT_EQ(refused(json{{"input", std::vector<std::string>(most_inputs + 1, "a")}}.dump()).param, "input");
}

TEST(Embeddings, AreNumbersOrBase64) {
  const auto made = embedded_texts{{{1.0F, -0.5F}, {0.0F, 2.0F}}, 5, "enc"};
  const auto numbers = json::parse(render({"m", {}, 0, false}, made));
  EXPECT_EQ(numbers["data"][1]["index"], 1);
  EXPECT_EQ(numbers["data"][0]["embedding"], json::parse("[1.0,-0.5]"));
  EXPECT_EQ(numbers["usage"]["total_tokens"], 5);
  EXPECT_EQ(numbers["encoder"], "enc");
  const auto packed = json::parse(render({"m", {}, 0, true}, made));
  EXPECT_EQ(packed["data"][0]["embedding"], "AACAPwAAAL8=") << "3f800000 and bf000000, the lowest byte first";
}

} // namespace
} // namespace troupe::http::openai
