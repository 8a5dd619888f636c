#include "evaluation/plain_text.hpp"
#include "language/markdown.hpp"

#include <gmock/gmock.h>

namespace troupe::evaluation {
namespace {

using testing::HasSubstr;

std::string rendered(std::string_view markdown) { return plain_text(sentences_of(markdown)); }

TEST(plain_text, is_the_same_however_a_passage_was_marked_up) {
  const auto plain = rendered("Choose **Add** in\nthe [menu](a.md).\n\n* One\n* Two");
  EXPECT_EQ(plain, "ChooseAddinthemenu.OneTwo");
  EXPECT_EQ(rendered("Choose Add in the\u00a0menu.\n\n- One\n- _Two_"), plain);
  EXPECT_EQ(plain_text(" Choose Add\tin the\r\nmenu.\u00a0One Two"), plain);
}

TEST(plain_text, of_a_section_holds_that_of_its_passages) {
  const auto parsed = std::get<language::document>(
      language::parse_markdown("# T\n\nBefore it. Click `Save`, then **wait** a day. After it.", "t.md"));
  EXPECT_THAT(plain_text(parsed.sections.front().sentences),
              HasSubstr(rendered("Click **Save**,\nthen wait a day.")));
}

TEST(plain_text, of_nothing_is_empty) {
  EXPECT_EQ(rendered(""), "");
  EXPECT_EQ(rendered("![picture](a.png)"), "");
  EXPECT_EQ(rendered(std::string_view{"\0", 1}), "");
}

TEST(first_characters, are_never_parts_of_one) {
  EXPECT_EQ(first_characters("a\u00e4\u20ac\U0001f600b", 4), "a\u00e4\u20ac\U0001f600");
  EXPECT_EQ(first_characters("ab", 3), "ab");
  EXPECT_EQ(first_characters("ab", 0), "");
}

} // namespace
} // namespace troupe::evaluation
