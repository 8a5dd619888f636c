#include "retrieval/page_score.hpp"

#include <gtest/gtest.h>

#include <vector>

namespace troupe::retrieval {
namespace {

double score(std::vector<float> scores, std::size_t chunks) { return page_score(scores, chunks); }

TEST(page_score, of_no_chunk_is_nothing) { EXPECT_EQ(score({}, 10), 0); }

TEST(page_score, is_the_best_and_a_little_of_the_others) {
  EXPECT_DOUBLE_EQ(score({1}, 1), 1);
  EXPECT_NEAR(score({0.5F, 1, 0.5F}, 3), 1 + 0.05 * (0.5 + 0.5), 1e-6);
}

TEST(page_score, counts_ten_chunks_at_most) {
  EXPECT_DOUBLE_EQ(score(std::vector<float>(10, 1), 10), score(std::vector<float>(50, 1), 50));
}

TEST(page_score, is_damped_for_pages_of_very_many_chunks) {
  EXPECT_LT(score({1, 1, 1}, 600), score({1, 1, 1}, 60));
  EXPECT_GT(score({1, 1, 1}, 600), 1);
}

TEST(size_penalty, begins_beyond_usual_pages_and_grows_slowly) {
  EXPECT_EQ(size_penalty(0), 0);
  EXPECT_EQ(size_penalty(80), 0);
  EXPECT_GT(size_penalty(160), 0);
  EXPECT_NEAR(size_penalty(320), 2 * size_penalty(160), 1e-9);
}

} // namespace
} // namespace troupe::retrieval
