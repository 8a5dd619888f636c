#include "language/markdown.hpp"
#include "retrieval/index.hpp"

#include <gmock/gmock.h>

#include <cmath>

namespace troupe::retrieval {
namespace {

using ::testing::IsEmpty;
using ::testing::SizeIs;

language::document page(std::string_view path, std::string_view source) {
  return std::get<language::document>(language::parse_markdown(source, path));
}

std::vector<language::document> help_centre() {
  return {page("refunds.md",
               "# Refunds\n\n## When you get a refund\n\nReturn the lamp within 30 days.\n\n"
               "## How long a refund takes\n\nThe money reaches your card in 5 working days.\n"),
          page("shipping.md", "# Shipping\n\n## Delivery times\n\nParcels to Ireland arrive in 3 days.\n"),
          page("account.md", "# Your account\n\n## Password\n\nChoose Settings to change your password.\n")};
}

std::string best_heading(const search_result& found) {
  return found.hits.empty() ? "" : found.hits.front().chunk->heading;
}

TEST(index, without_documents_finds_nothing) {
  const auto found = index{}.search("refund");
  EXPECT_THAT(found.hits, IsEmpty());
  EXPECT_THAT(found.pages, IsEmpty());
  EXPECT_EQ(found.answerable, 0);
}

TEST(index, finds_nothing_for_a_question_without_a_subject) {
  const index of{help_centre()};
  EXPECT_THAT(of.search("how can I do it?").hits, IsEmpty());
  EXPECT_THAT(of.search("").hits, IsEmpty());
}

TEST(index, finds_the_section_and_its_page) {
  const index of{help_centre()};
  const auto found = of.search("how long does a refund take");
  EXPECT_EQ(best_heading(found), "How long a refund takes");
  ASSERT_FALSE(found.pages.empty());
  EXPECT_EQ(found.pages.front().path, "refunds.md");
  EXPECT_EQ(of.documents(), 3U);
}

TEST(index, compares_words_in_every_form) {
  EXPECT_EQ(best_heading(index{help_centre()}.search("CHANGING passwords")), "Password");
}

TEST(index, keeps_to_a_category_and_a_limit) {
  const index of{help_centre()};
  const auto shipping = of.search("days refund", {.category = "Shipping"});
  ASSERT_THAT(shipping.hits, SizeIs(1));
  EXPECT_EQ(shipping.hits.front().chunk->path, "shipping.md");
  EXPECT_THAT(shipping.pages, SizeIs(1));
  EXPECT_THAT(of.search("days refund", {.limit = 2}).hits, SizeIs(2));
  EXPECT_THAT(of.search("days refund", {.limit = 0}).hits, IsEmpty());
}

TEST(index, orders_hits_by_falling_score_in_a_fixed_order) {
  const index of{help_centre()};
  const auto found = of.search("days");
  EXPECT_TRUE(std::ranges::is_sorted(found.hits, std::greater{}, &hit::score));
  const auto again = of.search("days");
  ASSERT_EQ(found.hits.size(), again.hits.size());
  for (std::size_t i = 0; i < found.hits.size(); ++i) EXPECT_EQ(found.hits[i].chunk, again.hits[i].chunk);
}

TEST(index, lets_earlier_turns_say_what_it_is_about) {
  const index of{help_centre()};
  const std::vector<query_part> follow_up{{"and how long does it take?", 1}, {"How do I get a refund?", 0.3}};
  EXPECT_EQ(of.search(follow_up).hits.front().chunk->path, "refunds.md");
}

TEST(index, does_not_answer_a_new_subject_by_what_was_said_before) {
  const index of{help_centre()};
  const auto after_a_refund = [&](std::string_view message, bool leans) {
    return of.search(
        std::vector<query_part>{{message, 1}, {"How long does a refund take to my card?", 0.3, leans}});
  };
  const auto leaning = after_a_refund("and how long does it take?", true).answerable;
  EXPECT_LT(after_a_refund("thanks", false).answerable, leaning);
  EXPECT_LT(after_a_refund("helicopter engines", false).answerable, leaning);
}

TEST(index, judges_a_covered_question_above_one_that_is_not) {
  const index of{help_centre()};
  const auto covered = of.search("how long does a refund take").answerable;
  const auto half = of.search("refund for a helicopter engine").answerable;
  EXPECT_GT(covered, half);
  EXPECT_EQ(of.search("helicopter engines").answerable, 0);
  EXPECT_LE(covered, 1);
}

TEST(index, is_not_flooded_by_a_page_of_many_sections) {
  auto documents = help_centre();
  std::string changelog = "# Changelog\n\n";
  for (int version = 1; version <= 200; ++version)
    changelog +=
        "## Version " + std::to_string(version) + "\n\nWe changed the refund page and the card page.\n\n";
  documents.push_back(page("changelog.md", changelog));
  const auto found = index{documents}.search("how long does a refund take to reach my card");
  ASSERT_FALSE(found.pages.empty());
  EXPECT_EQ(found.pages.front().path, "refunds.md");
}

TEST(index, answers_after_it_has_gone) {
  search_result found;
  {
    const index of{help_centre()};
    found = of.search("password");
  }
  EXPECT_EQ(best_heading(found), "Password");
}

/// An index of the help centre whose chunks lie on axes of their own, in their order.
index with_axes() {
  const index lexical{help_centre()};
  const auto dimensions = lexical.chunks().size();
  std::vector<embedding> axes(dimensions);
  for (std::size_t i = 0; i < dimensions; ++i) {
    axes[i].rows.assign(dimensions, 0);
    axes[i].rows[i] = 1;
  }
  return lexical.with_embeddings(axes, dimensions);
}

std::vector<float> axis(std::size_t number) {
  std::vector<float> vector(with_axes().chunks().size(), 0);
  vector[number] = 1;
  return vector;
}

TEST(index, finds_by_meaning_what_shares_no_word) {
  const auto of = with_axes();
  const auto toward = axis(of.chunks().size() - 1);
  EXPECT_EQ(best_heading(of.search("credentials", {.vector = toward})), "Password");
  const auto found = of.search(std::span<const query_part>{}, {.vector = toward});
  EXPECT_EQ(best_heading(found), "Password");
  EXPECT_EQ(found.hits.front().cosine, 1);
  EXPECT_EQ(found.hits.front().bm25, 0);
}

TEST(index, weighs_meaning_thrice_as_much_as_words) {
  const auto of = with_axes();
  const auto toward = axis(of.chunks().size() - 1);
  const auto found = of.search("parcels Ireland", {.vector = toward});
  ASSERT_GE(found.hits.size(), 2U);
  EXPECT_EQ(found.hits[0].chunk->heading, "Password");
  EXPECT_NEAR(found.hits[0].fused, 0.75, 1e-6);
  EXPECT_EQ(found.hits[1].chunk->heading, "Delivery times");
  EXPECT_NEAR(found.hits[1].fused, 0.25, 1e-6);
}

TEST(index, searches_by_words_alone_without_vectors_on_either_side) {
  const auto toward = axis(0);
  EXPECT_EQ(best_heading(index{help_centre()}.search("password", {.vector = toward})), "Password");
  const auto found = with_axes().search("password");
  EXPECT_THAT(found.hits, SizeIs(1));
  EXPECT_EQ(best_heading(found), "Password");
}

TEST(index, keeps_to_a_category_by_meaning_too) {
  const auto toward = axis(0);
  const auto found = with_axes().search("password", {.category = "Shipping", .vector = toward});
  ASSERT_THAT(found.hits, SizeIs(1));
  EXPECT_EQ(found.hits.front().chunk->path, "shipping.md");
}

/// With token vectors: each chunk one token, on the axis of its number.
index with_tokens() {
  const index lexical{help_centre()};
  const auto dimensions = lexical.chunks().size();
  std::vector<embedding> all(dimensions);
  for (std::size_t i = 0; i < dimensions; ++i) {
    all[i].rows.assign(dimensions, 1 / std::sqrt(static_cast<float>(dimensions)));
    all[i].tokens.pieces = {static_cast<language::piece_id>(i)};
    all[i].tokens.rows.assign(language::token_vectors::dimensions, 0);
    all[i].tokens.rows[i] = 127;
  }
  return lexical.with_embeddings(all, dimensions);
}

TEST(index, lets_tokens_decide_between_what_words_and_vectors_find_alike) {
  const auto of = with_tokens();
  language::token_vectors asked{{3}, std::vector<std::int8_t>(language::token_vectors::dimensions, 0)};
  asked.rows[3] = 127;
  const auto found = of.search(std::span<const query_part>{}, {.vector = axis(0), .tokens = &asked});
  EXPECT_EQ(found.hits.front().chunk, of.chunks()[3]);
  EXPECT_NEAR(found.hits.front().tokens, 1, 1e-9);
  EXPECT_EQ(found.pages.front().path, of.chunks()[3]->path);
  EXPECT_TRUE(std::ranges::is_sorted(found.hits, std::greater{}, &hit::score));
}

TEST(index, does_not_ask_the_tokens_of_a_search_by_words) {
  const language::token_vectors asked{{3}, std::vector<std::int8_t>(language::token_vectors::dimensions, 1)};
  const auto found = with_tokens().search("password", {.tokens = &asked});
  ASSERT_FALSE(found.hits.empty());
  EXPECT_EQ(found.hits.front().tokens, 0);
}

} // namespace
} // namespace troupe::retrieval
