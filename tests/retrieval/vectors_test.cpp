#include "retrieval/vectors.hpp"

#include <gmock/gmock.h>

namespace troupe::retrieval {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

TEST(vectors, give_each_chunk_its_nearest_view) {
  const std::vector<embedding> chunks{{{1, 0, 0, 1}}, {{}}, {{0, -1}}, {{-1, 0, -0.6F, 0.8F}}};
  const vectors of{chunks, 2};
  const std::vector<float> east{1, 0};
  EXPECT_THAT(of.cosines(east), ElementsAre(1, 0, 0, -0.6F));
  const std::vector<float> north{0, 1};
  EXPECT_THAT(of.cosines(north), ElementsAre(1, 0, -1, 0.8F));
}

TEST(vectors, of_no_embeddings_are_empty) {
  EXPECT_TRUE(vectors{}.empty());
  const std::vector<embedding> unknown(3);
  EXPECT_TRUE((vectors{unknown, 2}.empty()));
}

language::chunk chunk_of(std::size_t words) {
  language::chunk made;
  made.heading = "Fees";
  made.heading_path = {"Returns", "Costs", "Fees"};
  for (std::size_t i = 0; i < words; ++i) made.text += (i % 10 == 0 ? "\nw" : " w") + std::to_string(i);
  return made;
}

TEST(views, of_a_short_chunk_are_the_whole_under_its_heading_and_under_its_path) {
  EXPECT_THAT(views_of(chunk_of(3)), ElementsAre("Fees\n\nw0 w1 w2", "Returns > Costs > Fees\nw0 w1 w2"));
}

TEST(views, overlap_and_reach_the_last_word) {
  const auto views = views_of(chunk_of(211)); // windows of 0-119, 90-209 and 180-210
  ASSERT_EQ(views.size(), 4U);
  EXPECT_TRUE(views[1].ends_with(" w119"));
  EXPECT_TRUE(views[2].starts_with("Returns > Costs > Fees\nw90 "));
  EXPECT_TRUE(views[3].starts_with("Returns > Costs > Fees\nw180 "));
  EXPECT_TRUE(views[3].ends_with("\nw210"));
  EXPECT_EQ(views_of(chunk_of(120)).size(), 2U);
  EXPECT_EQ(views_of(chunk_of(121)).size(), 3U);
}

TEST(views, of_a_chunk_without_words_are_its_heading) {
  EXPECT_THAT(views_of(chunk_of(0)), ElementsAre("Fees\n"));
}

} // namespace
} // namespace troupe::retrieval
