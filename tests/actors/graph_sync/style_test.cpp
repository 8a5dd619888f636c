#include "actors/graph_sync/style.hpp"

#include <gtest/gtest.h>

namespace troupe::graph_sync {
namespace {

constexpr auto long_text = "The invoice of last month names an address that we have left a year ago";
constexpr auto short_text = "Where is my parcel";

customer_history wrote(std::initializer_list<std::pair<const char*, std::size_t>> texts) {
  auto h = customer_history{};
  for (const auto& [text, times] : texts) h.messages.insert(h.messages.end(), times, {.text = text});
  return h;
}

TEST(Style, IsDetailedWhereNothingIsKnown) { EXPECT_EQ(communication_style({}), "detailed"); }

TEST(Style, IsBriefFromHalfOfTheMessagesOn) {
  EXPECT_EQ(communication_style(wrote({{long_text, 2}, {short_text, 2}})), "brief");
  EXPECT_EQ(communication_style(wrote({{long_text, 3}, {short_text, 2}})), "detailed");
}

TEST(Style, CountsEightWordsAsBrief) {
  EXPECT_EQ(communication_style(wrote({{"one two three four five six seven eight", 1}})), "brief");
  EXPECT_EQ(communication_style(wrote({{"one two three four five six seven eight nine", 1}})), "detailed");
}

TEST(Style, IsFormalOrCasualFromAThirdOn) {
  EXPECT_EQ(communication_style(wrote({{long_text, 2}, {"Dear team, the invoice is wrong", 1}})), "formal");
  EXPECT_EQ(communication_style(wrote({{long_text, 3}, {"Dear team, the invoice is wrong", 1}})), "detailed");
  EXPECT_EQ(communication_style(wrote({{long_text, 2}, {"HEY! where is it", 1}})), "casual");
}

TEST(Style, IsNeitherWhereBothAreAsFrequent) {
  EXPECT_EQ(communication_style(wrote({{"Dear team, is it there", 1}, {"hey is it there", 1}})), "brief");
}

TEST(Style, FindsPhrasesAtTheEndsOfATextAndNotWithinWords) {
  EXPECT_EQ(communication_style(wrote({{"Is it there? Regards", 1}})), "formal");
  EXPECT_EQ(communication_style(wrote({{"They disregards that, endearing", 1}})), "brief");
}

TEST(Style, IsFrustratedByTwoOfTheLastFive) {
  auto h = wrote({{long_text, 7}});
  h.messages[1].frustrated = h.messages[2].frustrated = true; // one too early
  EXPECT_EQ(communication_style(h), "detailed");
  h.messages[6].frustrated = true;
  EXPECT_EQ(communication_style(h), "frustrated");
}

TEST(Style, ForgetsWhatStandsBeforeTheLastTwenty) {
  EXPECT_EQ(communication_style(wrote({{short_text, 100}, {long_text, 20}})), "detailed");
  EXPECT_EQ(communication_style(wrote({{long_text, 100}, {short_text, 10}, {long_text, 10}})), "brief");
}

} // namespace
} // namespace troupe::graph_sync
