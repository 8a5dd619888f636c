#include "evaluation/json_lines.hpp"

#include <gmock/gmock.h>

namespace troupe::evaluation {
namespace {

using testing::AllOf;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::StartsWith;

std::vector<std::string> ids(std::string_view text) {
  std::vector<std::string> found;
  read_json_lines("f.jsonl", text, [&](const json_line& line) { found.push_back(line.text("id")); });
  return found;
}

std::string complaint(std::string_view text) {
  try {
    (void)ids(text);
  } catch (const bad_line& e) {
    return e.what();
  }
  return "none";
}

TEST(json_lines, are_read_in_order_whatever_ends_them) {
  EXPECT_THAT(ids("{\"id\":\"a\"}\r\n\n \t\n{\"id\":\"b\"}"), ElementsAre("a", "b"));
  EXPECT_THAT(ids(""), ElementsAre());
}

TEST(json_lines, name_file_line_and_reason_of_a_bad_one) {
  EXPECT_THAT(complaint("{\"id\":\"a\"}\n\n{\"id\":"), StartsWith("f.jsonl:3: parse error"));
  EXPECT_THAT(complaint("{\"id\":\"\xff\"}"), AllOf(StartsWith("f.jsonl:1: "), HasSubstr("UTF-8")));
  EXPECT_EQ(complaint("[1]"), "f.jsonl:1: is no JSON object");
}

TEST(json_lines, name_a_field_that_is_missing_or_no_text) {
  EXPECT_EQ(complaint("{}"), "f.jsonl:1: has no \"id\"");
  EXPECT_EQ(complaint("{\"id\":null}"), "f.jsonl:1: has no \"id\"");
  EXPECT_EQ(complaint("{\"id\":7}"), "f.jsonl:1: \"id\" is no text but 7");
}

TEST(json_lines, take_null_for_an_absent_optional_text) {
  const auto line = json_line{"f", 1, {{"a", nullptr}, {"b", "text"}, {"c", 1}}};
  EXPECT_EQ(line.optional_text("a"), "");
  EXPECT_EQ(line.optional_text("b"), "text");
  EXPECT_THROW((void)line.optional_text("c"), bad_line);
  EXPECT_EQ(line.optional_text("d"), "");
}

} // namespace
} // namespace troupe::evaluation
