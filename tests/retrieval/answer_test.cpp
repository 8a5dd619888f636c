#include "language/markdown.hpp"
#include "language/tokens.hpp"
#include "retrieval/answer.hpp"

#include <gmock/gmock.h>

namespace troupe::retrieval {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

constexpr std::string_view returns =
    "# Returns\r\n\r\n## How to return an item\r\n\r\nTo return an item:\r\n\r\n1. Open **Orders** and "
    "choose the "
    "item.\r\n2. Print the [label](https://example.com). Keep the receipt.\r\n3. Take the parcel to a "
    "shop.\r\n\r\n"
    "## What a return costs\r\n\r\nA return is *free* within 30 days. After that it costs 4 pounds.\r\n\r\n"
    "| Country | Cost |\r\n|---|---|\r\n| Ireland | 6 pounds |\r\n| Norway | 9 pounds |\r\n";

class Answer : public ::testing::Test {
protected:
  language::document document = std::get<language::document>(language::parse_markdown(returns, "returns.md"));
  index of{std::span{&document, 1}};

  composed answer(std::string_view question, const answer_limits& limits = {}) const {
    return compose(cut_to_budget(of.search(question)), limits);
  }
};

TEST_F(Answer, QuotesTheDocumentsBytes) {
  for (const auto* question : {"how do I return an item", "what does a return cost", "return from Norway"}) {
    const auto made = answer(question);
    ASSERT_TRUE(made.supported) << question;
    for (const auto& c : made.citations) {
      EXPECT_EQ(c.quote, document.source.substr(c.range.begin, c.range.end - c.range.begin));
      EXPECT_EQ(c.document, "returns.md");
    }
    for (const auto& s : made.sentences) {
      ASSERT_GE(s.marker, 1U);
      ASSERT_LE(s.marker, made.citations.size());
    }
  }
}

TEST_F(Answer, GivesAListOfStepsWhole) {
  const auto text = answer("how do I return an item").text();
  EXPECT_THAT(text, AllOf(HasSubstr("1. Open Orders"), HasSubstr("2. Print the label"),
                          HasSubstr("Keep the receipt"), HasSubstr("3. Take the parcel")));
}

TEST_F(Answer, GivesOneRowWithTheTablesHeader) {
  const auto text = answer("return cost Norway").text();
  EXPECT_THAT(text, AllOf(HasSubstr("Norway"), HasSubstr("9 pounds"), Not(HasSubstr("Ireland"))));
}

TEST_F(Answer, QuotesTheNamesOfTheColumnsWithARow) {
  const auto made = answer("return cost Norway");
  ASSERT_EQ(made.citations.size(), 1U);
  EXPECT_TRUE(made.citations[0].quote.starts_with("| Country | Cost |"));
  EXPECT_TRUE(made.citations[0].quote.ends_with("| Norway | 9 pounds |"));
}

TEST(Quotes, ARowAloneWhereTheTableIsLong) {
  auto text = std::string{"# Costs\n\n## What a return costs\n\n| Country | Cost |\n|---|---|\n"};
  for (auto i = 0; i < 200; ++i)
    text += "| Land" + std::to_string(i) + " | " + std::to_string(i) + " pounds |\n";
  const auto document = std::get<language::document>(language::parse_markdown(text, "costs.md"));
  const auto made =
      compose(cut_to_budget(index{std::span{&document, 1}}.search("what does a return from Land199 cost")));
  ASSERT_FALSE(made.citations.empty());
  EXPECT_EQ(made.citations[0].quote, "| Land199 | 199 pounds |");
}

TEST_F(Answer, EndsEverySentenceWithItsMarker) {
  const auto made = answer("what does a return cost");
  for (const auto& piece : made.pieces()) EXPECT_THAT(piece, ::testing::ContainsRegex("\\[[0-9]+\\]$"));
  std::string joined;
  for (const auto& piece : made.pieces()) joined += piece;
  EXPECT_EQ(joined, made.text());
}

TEST_F(Answer, HasNothingToSayWithoutSupport) {
  for (const auto& made :
       {answer("helicopters"), answer("what does a return cost", {.answerable = 1.01}), compose(context{})}) {
    EXPECT_FALSE(made.supported);
    EXPECT_THAT(made.sentences, IsEmpty());
    EXPECT_THAT(made.citations, IsEmpty());
    EXPECT_EQ(made.text(), "");
  }
}

TEST_F(Answer, IsTheSameForTheSameQuestion) {
  EXPECT_EQ(answer("what does a return cost").text(), answer("what does a return cost").text());
}

TEST_F(Answer, KeepsToTheTokenBudget) {
  const auto found = of.search("return an item");
  EXPECT_THAT(cut_to_budget(found, {.tokens = 0}).sources, IsEmpty());
  EXPECT_EQ(cut_to_budget(found, {.sources = 1}).sources.size(), 1U);
  const auto all = cut_to_budget(found).sources;
  ASSERT_EQ(all.size(), 2U);
  const auto size = [](const source& s) { return language::count_tokens(s.chunk->text); };
  const auto& longer = size(all[0]) > size(all[1]) ? all[0] : all[1];
  const auto& shorter = size(all[0]) > size(all[1]) ? all[1] : all[0];
  const auto cut = cut_to_budget(found, {.tokens = size(longer) - 1}).sources;
  ASSERT_EQ(cut.size(), 1U);
  EXPECT_EQ(cut.front().chunk, shorter.chunk); // what does not fit is passed over
  EXPECT_EQ(cut.front().number, 1U);
}

} // namespace
} // namespace troupe::retrieval
