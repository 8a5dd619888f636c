#include "load/questions.hpp"

#include <gmock/gmock.h>

#include <stdexcept>

namespace troupe::load {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

TEST(Questions, are_lines_or_members_of_objects) {
  EXPECT_THAT(read_questions("How?\r\n\n  Why so? \nWhen"), ElementsAre("How?", "Why so?", "When"));
  EXPECT_THAT(read_questions("{\"id\":1,\"question\":\"A?\"}\n{\"message\":\"B?\"}\n{\"text\":\"C?\"}\n"),
              ElementsAre("A?", "B?", "C?"));
  EXPECT_THAT(read_questions(""), IsEmpty());
}

TEST(Questions, name_the_line_that_is_at_fault) {
  for (const auto* text : {"a\n\n{\"q\":\"x\"}", "a\nb\n{\"question\":7}", "a\nb\n{broken"}) {
    try {
      (void)read_questions(text);
      FAIL() << text;
    } catch (const std::invalid_argument& e) {
      EXPECT_TRUE(std::string_view{e.what()}.starts_with("line 3: ")) << e.what();
    }
  }
}

TEST(Headings, are_those_below_the_title) {
  EXPECT_THAT(headings("# Title\n## How do I pay?\ntext\n### By card \n##none\n#\n##\n## \n####### seven"),
              ElementsAre("How do I pay?", "By card"));
}

TEST(Headings, are_none_in_code) {
  EXPECT_THAT(headings("## A\n```sh\n## a comment\n```\n## B\r\n~~~\n## C\n~~~\n"), ElementsAre("A", "B"));
}

} // namespace
} // namespace troupe::load
