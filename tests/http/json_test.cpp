#include "http/json.hpp"

#include <gtest/gtest.h>

namespace troupe::http {
namespace {

field_error error_of(std::string_view text) {
  auto parsed = parse_json(text);
  const auto* error = std::get_if<field_error>(&parsed);
  return error ? *error : field_error{"none", "none"};
}

json value_of(std::string_view text) {
  auto parsed = parse_json(text);
  const auto* value = std::get_if<json>(&parsed);
  return value ? *value : json("an error");
}

std::string nested(std::size_t levels, char open, char close) {
  return std::string(levels, open) + std::string(levels, close);
}

TEST(ParseJson, reads_every_kind_of_value) {
  EXPECT_EQ(value_of(R"({"a":[1,-2,0.5,true,false,null,"\u00e9"],"b":{}})"),
            (json{{"a", {1, -2, 0.5, true, false, nullptr, "é"}}, {"b", json::object()}}));
}

TEST(ParseJson, keeps_64_levels_and_refuses_the_65th) {
  EXPECT_TRUE(value_of(nested(64, '[', ']')).is_array());
  EXPECT_NE(error_of(nested(65, '[', ']')).detail.find("64 levels"), std::string::npos);
}

TEST(ParseJson, refuses_ten_thousand_levels_however_they_are_made) {
  EXPECT_NE(error_of(nested(10'000, '[', ']')).detail.find("nested deeper"), std::string::npos);
  EXPECT_NE(error_of(std::string(10'000, '[')).detail.find("nested deeper"), std::string::npos);
  auto objects = std::string{};
  for (int i = 0; i < 10'000; ++i) objects += R"({"a":)";
  EXPECT_NE(error_of(objects).detail.find("nested deeper"), std::string::npos);
}

TEST(ParseJson, refuses_a_member_that_is_named_twice_wherever_it_stands) {
  EXPECT_EQ(error_of(R"({"a":1,"a":1})"), (field_error{"/a", "is named twice"}));
  EXPECT_EQ(error_of(R"({"x":[0,{"a":{},"b":[],"a":1}]})"), (field_error{"/x/1/a", "is named twice"}));
  EXPECT_TRUE(value_of(R"({"a":{"b":1},"b":{"a":1}})").is_object());
}

TEST(ParseJson, names_the_member_whose_text_is_no_unicode) {
  EXPECT_EQ(error_of("{\"customer\":{\"name\":\"\xff\"}}").pointer, "/customer/name");
  EXPECT_EQ(error_of("{\"message\":\"\xc0\xaf\"}").pointer, "/message");
  EXPECT_EQ(error_of(R"({"a":1,"message":"\ud800"})").pointer, "/message");
  EXPECT_EQ(error_of(R"({"message":"\udc00 alone"})").pointer, "/message");
  EXPECT_EQ(value_of(R"(["\ud83d\ude00"])"), json{"😀"});
}

TEST(ParseJson, refuses_what_is_no_json) {
  for (const auto* text :
       {"",    " ",   "{",    "{\"a\"",   "{\"a\":", "{\"a\":1", "{\"a\":1,}", "[1,]",    "{a:1}",    "nul",
        "'a'", "1 2", "{} x", "\"a\nb\"", "01",      "1e999",    "NaN",        "// c\n1", "\xef\xbb", "\x00"})
    EXPECT_NE(error_of(text).pointer, "none") << text;
}

TEST(ParseJson, does_not_quote_the_input_in_its_complaint) {
  EXPECT_EQ(error_of("{\"a\": \"secret \xff\"}").detail.find("secret"), std::string::npos);
}

TEST(TextOf, replaces_what_is_no_utf8) { EXPECT_EQ(text_of("a\xffz"), "\"a\xef\xbf\xbdz\""); }

TEST(PointerTo, escapes_tilde_and_slash) { EXPECT_EQ(pointer_to("/a", "b/c~d"), "/a/b~1c~0d"); }

} // namespace
} // namespace troupe::http
