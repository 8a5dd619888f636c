#include "retrieval/answerability.hpp"

#include <gmock/gmock.h>

namespace troupe::retrieval {
namespace {

/// Chunk 0 holds terms 0 and 1, chunk 1 of the same document term 2, chunk 2 of another one term 3.
bm25f three_chunks() {
  const std::vector<bm25f::entry> entries{{{{}, {}, {}, {0, 1}}}, {{{}, {}, {}, {2}}}, {{{}, {}, {}, {3}}}};
  return {entries, 4};
}

evidence words(std::initializer_list<weighted_term> terms) {
  const auto lexical = three_chunks();
  const auto asked = std::vector<weighted_term>{terms};
  const auto found = lexical.search(asked);
  const auto best = std::vector{passage{0, 0, 2, found.empty() ? 0 : found.front().score}};
  return weigh_words(lexical, {asked, asked}, best);
}

TEST(answerability, of_nothing_found_is_zero) {
  EXPECT_EQ(answerability(weigh_words(three_chunks(), {}, {})), 0);
  EXPECT_EQ(answerability(evidence{}), 0);
}

TEST(answerability, falls_with_each_term_that_is_only_near_or_nowhere) {
  const auto held = answerability(words({{0}, {1}}));
  const auto near = answerability(words({{0}, {2}}));
  const auto nowhere = answerability(words({{0}, {no_term}}));
  EXPECT_GT(held, near);
  EXPECT_GT(near, nowhere);
  EXPECT_GT(nowhere, 0);
  EXPECT_LT(held, 1);
}

TEST(answerability, rises_with_what_is_near_in_meaning) {
  const auto with_nearest = [](float nearest) {
    auto seen = words({{0}, {no_term}});
    auto cosines = std::vector<float>{0.1F, nearest, 0.1F};
    add_vectors(seen, cosines, nearest);
    return answerability(seen);
  };
  EXPECT_LT(with_nearest(0.3F), with_nearest(0.8F));
}

TEST(answerability, rises_with_what_the_tokens_say) {
  const auto with_tokens = [](double similarity) {
    auto seen = words({{0}, {no_term}});
    auto cosines = std::vector<float>{0.5F, 0.1F};
    add_vectors(seen, cosines, 0.5);
    add_tokens(seen, similarity);
    return answerability(seen);
  };
  EXPECT_LT(with_tokens(0.4), with_tokens(0.9));
}

TEST(answerability, judges_what_is_known_by_the_regression_for_it) {
  auto weights = answerability_weights{};
  weights.regressions[0].bias = -1;
  weights.regressions[1].bias = 0;
  weights.regressions[2].bias = 1;
  auto seen = words({{0}});
  const auto by_words = answerability(seen, weights);
  auto cosines = std::vector<float>{0.5F};
  add_vectors(seen, cosines, 0.5);
  EXPECT_DOUBLE_EQ(answerability(seen, weights), 0.5);
  EXPECT_LT(by_words, 0.5);
  add_tokens(seen, 0.5);
  EXPECT_GT(answerability(seen, weights), 0.5);
}

} // namespace
} // namespace troupe::retrieval
