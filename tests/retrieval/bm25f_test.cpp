#include "retrieval/bm25f.hpp"

#include <gmock/gmock.h>

#include <cmath>

namespace troupe::retrieval {
namespace {

using ::testing::ElementsAre;
using ::testing::Field;
using ::testing::IsEmpty;

enum term : term_id { refund, card, parcel, late, filler, another, terms };

using words = std::vector<term_id>;

bm25f::entry body(words text) { return {words{}, words{}, words{}, std::move(text)}; }

std::vector<weighted_term> asking(std::initializer_list<term_id> terms) {
  std::vector<weighted_term> query;
  for (const auto term : terms) query.push_back({term, 1});
  return query;
}

double score_of(const bm25f& index, std::uint32_t entry, const std::vector<weighted_term>& query) {
  for (const auto& found : index.search(query))
    if (found.entry == entry) return found.score;
  return 0;
}

TEST(bm25f, finds_nothing_in_nothing) {
  EXPECT_THAT(bm25f{}.search(asking({refund})), IsEmpty());
  const std::vector<bm25f::entry> one{body({refund})};
  EXPECT_THAT((bm25f{one, terms}.search({})), IsEmpty());
  EXPECT_THAT((bm25f{one, terms}.search(asking({parcel}))), IsEmpty());
}

TEST(bm25f, follows_the_formula) {
  // Two entries of one field, of the mean length each, so that lengths are neutral: N = 2, df = 1, tf = 2.
  const std::vector<bm25f::entry> entries{body({refund, refund, card}), body({parcel, late, card})};
  const bm25f index{entries, terms};
  const double idf = std::log(1 + (2 - 1 + 0.5) / (1 + 0.5));
  EXPECT_NEAR(score_of(index, 0, asking({refund})), idf * 2 * 2.2 / (2 + 1.2), 1e-6);
  EXPECT_NEAR(index.idf(refund), idf, 1e-12);
  EXPECT_NEAR(index.idf(no_term), std::log(1 + 2.5 / 0.5), 1e-12);
  EXPECT_NEAR(index.bound(asking({refund})), idf * 2.2, 1e-12);
}

TEST(bm25f, lists_entries_ascending_with_what_they_share) {
  const std::vector<bm25f::entry> entries{body({card}), body({parcel}), body({parcel, card})};
  const bm25f index{entries, terms};
  EXPECT_THAT(index.search(asking({card})),
              ElementsAre(Field(&bm25f::scored::entry, 0U), Field(&bm25f::scored::entry, 2U)));
  EXPECT_NEAR(score_of(index, 2, asking({card, parcel})),
              score_of(index, 2, asking({card})) + score_of(index, 2, asking({parcel})), 1e-6);
}

TEST(bm25f, saturates_a_term_once_over_all_fields) {
  const std::vector<bm25f::entry> entries{bm25f::entry{words{refund}, words{}, words{refund}, words{card}},
                                          body({parcel})};
  const bm25f index{entries, terms};
  // Twice the term, in two fields that hold nothing else and of which half the entries have none: each field
  // is twice its mean length.
  const double frequency = 2 / (1 - 0.75 + 0.75 * 2);
  const double idf = index.idf(refund);
  EXPECT_NEAR(score_of(index, 0, asking({refund})), idf * frequency * 2.2 / (frequency + 1.2), 1e-6);
}

TEST(bm25f, prefers_the_shorter_of_two_that_say_it_once) {
  const std::vector<bm25f::entry> entries{body({refund, filler, filler, another, another}), body({refund})};
  const bm25f index{entries, terms};
  EXPECT_GT(score_of(index, 1, asking({refund})), score_of(index, 0, asking({refund})));
}

TEST(bm25f, weighs_the_parts_of_a_query) {
  const std::vector<bm25f::entry> entries{body({refund}), body({parcel})};
  const bm25f index{entries, terms};
  const std::vector<weighted_term> query{{refund, 0.3}, {parcel, 1}};
  EXPECT_NEAR(score_of(index, 0, query), 0.3 * score_of(index, 1, query), 1e-6);
}

TEST(bm25f, knows_which_entries_hold_a_term) {
  const std::vector<bm25f::entry> entries{body({refund}), body({card}), body({refund})};
  const bm25f index{entries, terms};
  EXPECT_TRUE(index.contains(0, 1, refund));
  EXPECT_FALSE(index.contains(1, 2, refund));
  EXPECT_TRUE(index.contains(1, 3, refund));
  EXPECT_FALSE(index.contains(1, 1, card));
  EXPECT_FALSE(index.contains(0, 3, no_term));
}

} // namespace
} // namespace troupe::retrieval
