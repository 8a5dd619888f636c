#include "language/markdown.hpp"

#include <gmock/gmock.h>

namespace troupe::language {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;

document parsed(std::string_view source, std::string_view path = "guide.md",
                const markdown_options& options = {}) {
  auto result = parse_markdown(source, path, options);
  EXPECT_TRUE(std::holds_alternative<document>(result)) << std::get<document_error>(result).reason;
  return std::get<document>(std::move(result));
}

std::string refusal(std::string_view source, const markdown_options& options = {}) {
  const auto result = parse_markdown(source, "guide.md", options);
  return std::holds_alternative<document_error>(result) ? std::get<document_error>(result).reason : "";
}

std::vector<std::string> texts(const document& d) {
  std::vector<std::string> all;
  for (const auto& section : d.sections)
    for (const auto& sentence : section.sentences) all.push_back(sentence.text);
  return all;
}

std::vector<std::string> quotes(const document& d) {
  std::vector<std::string> all;
  for (const auto& section : d.sections)
    for (const auto& s : section.sentences)
      all.push_back(d.source.substr(s.range.begin, s.range.end - s.range.begin));
  return all;
}

TEST(markdown, takes_the_title_from_heading_then_front_matter_then_file_name) {
  EXPECT_EQ(parsed("---\ntitle: 'Front'\n---\n# Real *title*\n\nText.").title, "Real title");
  EXPECT_EQ(parsed("---\ntitle: \"Front: matter\"\n---\nText.").title, "Front: matter");
  EXPECT_EQ(parsed("Text.", "help/gift_cards-and_codes.md").title, "Gift Cards And Codes");
  EXPECT_EQ(parsed("Text.", "help/gift_cards.md").category, "Gift Cards");
}

TEST(markdown, skips_front_matter_but_not_what_is_never_closed) {
  EXPECT_THAT(texts(parsed("\xEF\xBB\xBF---\r\ntitle: T\r\nsecret: x\r\n---\r\nBody text.\r\n")),
              ElementsAre("Body text."));
  EXPECT_THAT(texts(parsed("---\ntitle: T\n\nStill a body.")), testing::Contains("Still a body."));
}

TEST(markdown, makes_a_section_of_each_heading_with_its_path) {
  const auto d = parsed("# Refunds\n\nHow refunds work, told at a length that stands alone.\n\n"
                        "## Cards\n\nA card refund takes five working days after we issue it.\n\n"
                        "### Lost *cards*\n\nTell us before you send the parcel back to us.\n\n"
                        "## Bank transfer\n\nA transfer takes two working days after we issue it.\n");
  ASSERT_THAT(d.sections, SizeIs(4));
  EXPECT_THAT(d.sections[2].heading_path, ElementsAre("Refunds", "Cards", "Lost cards"));
  EXPECT_THAT(d.sections[3].heading_path, ElementsAre("Refunds", "Bank transfer"));
  EXPECT_EQ(d.sections[2].anchor, "lost-cards");
  EXPECT_EQ(d.sections[2].section_index, d.sections[1].section_index);
  EXPECT_EQ(d.sections[2].subsection_index, 1u);
  EXPECT_EQ(d.sections[3].subsection_index, 0u);
  EXPECT_EQ(d.source.substr(d.sections[2].range.begin, 16), "### Lost *cards*");
  EXPECT_EQ(d.sections[1].word_count, 11u);
}

TEST(markdown, numbers_repeated_anchors_and_takes_explicit_ones) {
  const std::string body = "\n\nA body that is long enough to be a section of its own.\n\n";
  const auto d = parsed("## Über uns!" + body + "## Über uns!" + body + "## Named {#own-anchor}" + body);
  ASSERT_THAT(d.sections, SizeIs(3));
  EXPECT_EQ(d.sections[0].anchor, "über-uns");
  EXPECT_EQ(d.sections[1].anchor, "über-uns-1");
  EXPECT_EQ(d.sections[2].anchor, "own-anchor");
  EXPECT_EQ(d.sections[2].heading, "Named");
}

TEST(markdown, joins_a_tiny_section_to_its_parent_and_loses_no_text) {
  const auto d = parsed("# Keys\n\nThese are the keys that you may press while it runs.\n\n"
                        "### Stop\n\nPress Ctrl-C.\n\n### Is it safe?\n\nYes.\n\n## Alone\n\nTiny.\n");
  EXPECT_THAT(texts(d), ElementsAre("These are the keys that you may press while it runs.",
                                    "Stop: Press Ctrl-C.", "Is it safe? Yes.", "Alone: Tiny."));
  EXPECT_THAT(quotes(d), testing::Contains("### Stop\n\nPress Ctrl-C."));
}

TEST(markdown, quotes_are_the_sources_own_bytes) {
  const auto d =
      parsed("Press **Save** now. See [the `docs`](https://x.example/a.b \"The title.\") for more. "
             "Tom &amp; Jerry \\*agree\\*.\nIt costs 5&nbsp;€.\n");
  EXPECT_THAT(texts(d), ElementsAre("Press Save now.", "See the docs for more.", "Tom & Jerry *agree*.",
                                    "It costs 5\u00A0€."));
  EXPECT_THAT(quotes(d), ElementsAre("Press **Save** now.",
                                     "See [the `docs`](https://x.example/a.b \"The title.\") for more.",
                                     "Tom &amp; Jerry \\*agree\\*.", "It costs 5&nbsp;€."));
}

TEST(markdown, keeps_quotes_right_across_lines_and_quote_marks_and_crlf) {
  const auto d = parsed("> First line\r\n> goes on. Second **one.**\r\n");
  EXPECT_THAT(texts(d), ElementsAre("First line goes on.", "Second one."));
  EXPECT_THAT(quotes(d), ElementsAre("First line\r\n> goes on.", "Second **one.**"));
}

TEST(markdown, knows_steps_items_and_their_order) {
  const auto d = parsed("Do this:\n\n1. Open *Settings*. It is top right.\n2. Press Save\n   - or "
                        "Cancel\n\nThen:\n\n- one\n- two\n");
  ASSERT_THAT(d.sections, SizeIs(1));
  const auto& s = d.sections[0].sentences;
  ASSERT_THAT(s, SizeIs(8));
  EXPECT_EQ(s[1].kind, block_kind::step);
  EXPECT_EQ(s[1].text, "Open Settings.");
  EXPECT_EQ(s[2].item, 1u);
  EXPECT_EQ(s[3].item, 2u);
  EXPECT_EQ(s[4].text, "or Cancel");
  EXPECT_EQ(s[4].item, 2u); // what is nested belongs to its step
  EXPECT_EQ(s[5].kind, block_kind::prose);
  EXPECT_EQ(s[6].kind, block_kind::item);
  EXPECT_NE(s[1].block, s[6].block);
}

TEST(markdown, gives_each_table_row_its_header) {
  const auto d = parsed("| Method | Time |\n|---|---|\n| **Visa** | 3 days |\n| Gift card | |\n");
  EXPECT_THAT(texts(d), ElementsAre("Method: Visa; Time: 3 days", "Method: Gift card"));
  EXPECT_THAT(quotes(d), ElementsAre("| **Visa** | 3 days |", "| Gift card | |"));
}

TEST(markdown, tells_where_the_table_of_a_row_begins) {
  const auto d = parsed("Times:\n\n| Method | Time |\n|---|---|\n| Visa | 3 days |\n| Gift card | 1 day |\n");
  ASSERT_EQ(d.sections[0].sentences.size(), 3U);
  for (const auto row : {1, 2})
    EXPECT_TRUE(d.source.substr(d.sections[0].sentences[row].table).starts_with("| Method"));
}

TEST(markdown, keeps_code_whole_even_if_its_fence_is_never_closed) {
  const auto d = parsed("Run it.\n\n```sh\nmake  all\n\nmake test\n");
  ASSERT_THAT(texts(d), ElementsAre("Run it.", "make  all\n\nmake test"));
  EXPECT_EQ(d.sections[0].sentences[1].kind, block_kind::code);
}

TEST(markdown, takes_no_white_space_for_code) {
  EXPECT_THAT(texts(parsed("\t\f\t  \n\nText.\n")), ElementsAre("Text."));
}

TEST(markdown, strips_html_and_drops_scripts_and_comments) {
  EXPECT_THAT(
      texts(parsed("<head>\n<script type=\"application/ld+json\">{\"a\": \"Not text.\"}</script>\n</head>\n\n"
                   "<!-- not\ntext -->\n\n<div class=\"x\">\nSome <b>bold</b> text.\n</div>\n\nA<br>B "
                   "<kbd>C</kbd>.\n")),
      ElementsAre("Some bold text.", "A B C."));
}

TEST(markdown, leaves_images_and_the_marks_of_admonitions_out) {
  EXPECT_THAT(
      texts(parsed("See ![a picture](x.png) this.\n\n:::tip\nBe kind.\n:::\n\n> [!NOTE]\n> Mind the gap.\n\n"
                   "In [!INCLUDE [product](p.md)] it works.\n")),
      ElementsAre("See this.", "Be kind.", "Mind the gap.", "In product it works."));
}

TEST(markdown, leaves_question_headings_out_on_request) {
  markdown_options options;
  options.drop_question_headings = true;
  const auto d = parsed("# T\n\n## **Is it free?**\n\nIt is free for as long as you like to use it here.\n",
                        "t.md", options);
  ASSERT_THAT(d.sections, SizeIs(1));
  EXPECT_THAT(d.sections[0].heading_path, ElementsAre("T"));
}

TEST(markdown, of_nothing_is_a_document_without_sections) {
  EXPECT_THAT(parsed("").sections, IsEmpty());
  EXPECT_THAT(parsed("# Title alone\n\n## And a heading\n").sections, IsEmpty());
}

TEST(markdown, refuses_what_is_no_text_and_says_why) {
  EXPECT_THAT(refusal(std::string_view{"PNG\0bytes", 9}), HasSubstr("NUL byte at 3"));
  EXPECT_THAT(refusal("caf\xE9"), HasSubstr("not UTF-8 at byte 3"));
  EXPECT_THAT(refusal("0123456789", {.max_bytes = 9}), HasSubstr("10 bytes long, the limit is 9"));
  EXPECT_THAT(refusal("0123456789", {.max_bytes = 10}), IsEmpty());
}

TEST(markdown, refuses_deep_nesting_in_one_line_and_over_many) {
  std::string quotes;
  for (int i = 0; i < 10'000; ++i) quotes += "> ";
  EXPECT_THAT(refusal(quotes + "text"), HasSubstr("deep in line 1"));
  EXPECT_THAT(refusal(std::string(100, '>') + " text"), IsEmpty());
  std::string lists;
  for (std::size_t i = 0; i < 1'000; ++i) lists += std::string(2 * i, ' ') + "- item\n";
  EXPECT_THAT(refusal(lists), HasSubstr("nests quotes or lists"));
}

TEST(markdown, is_not_put_out_by_rules_of_many_dashes) {
  EXPECT_THAT(texts(parsed("Above.\n\n" + std::string(500, '-') + "\n\nBelow.\n")),
              ElementsAre("Above.", "Below."));
}

} // namespace
} // namespace troupe::language
