#include "retrieval/late_interaction.hpp"

#include <gmock/gmock.h>

namespace troupe::retrieval {
namespace {

/// A token of a text: its piece, and the axis that its vector lies on.
struct token {
  language::piece_id piece;
  std::size_t axis;
};

language::token_vectors text(std::initializer_list<token> tokens) {
  language::token_vectors made;
  for (const auto& one : tokens) {
    made.pieces.push_back(one.piece);
    made.rows.resize(made.rows.size() + language::token_vectors::dimensions, 0);
    made.rows[made.rows.size() - language::token_vectors::dimensions + one.axis] = 127;
  }
  return made;
}

std::vector<embedding> chunks(std::initializer_list<language::token_vectors> of) {
  std::vector<embedding> made;
  for (const auto& one : of) made.push_back({{}, one});
  return made;
}

TEST(late_interaction, takes_for_each_token_its_nearest_wherever_it_stands) {
  const late_interaction of{chunks({text({{1, 0}, {2, 1}, {3, 2}}), text({{1, 0}})})};
  EXPECT_NEAR(of.similarity(text({{3, 2}, {1, 0}}), 0), 1, 1e-9);
  EXPECT_LT(of.similarity(text({{3, 2}, {1, 0}}), 1), 1);
}

TEST(late_interaction, weighs_rare_tokens_more) {
  constexpr language::piece_id common = 1;
  constexpr language::piece_id rare = 2;
  const late_interaction of{chunks({text({{common, 0}}), text({{common, 0}}), text({{rare, 1}})})};
  const auto question = text({{common, 0}, {rare, 1}});
  EXPECT_GT(of.similarity(question, 2), of.similarity(question, 0));
}

TEST(late_interaction, says_nothing_of_a_chunk_or_a_query_without_tokens) {
  const late_interaction of{chunks({text({{1, 0}}), {}})};
  EXPECT_EQ(of.similarity(text({{1, 0}}), 1), 0);
  EXPECT_EQ(of.similarity({}, 0), 0);
  EXPECT_FALSE(of.empty());
  EXPECT_TRUE(late_interaction{chunks({{}, {}})}.empty());
}

} // namespace
} // namespace troupe::retrieval
