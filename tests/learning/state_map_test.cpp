#include "learning/state_map.hpp"

#include <gmock/gmock.h>

#include <array>
#include <cmath>
#include <set>

namespace troupe::learning {
namespace {

TEST(StateMap, EveryCombinationOfATurnsBandsHasAStateAndEveryStateACombination) {
  std::set<std::size_t> reached;
  for (std::size_t group = 0; group < language::intent_group_names.size(); ++group)
    for (std::size_t urgency = 0; urgency < language::urgency_names.size(); ++urgency)
      for (const auto sentiment : {-1.0, -0.2, 0.0, 0.2, 1.0})
        for (const std::uint64_t turn : {1, 2, 3, 1000})
          for (const auto confidence : {0.0, 0.49, 0.5, 1.0}) {
            const auto state =
                state_of({static_cast<language::intent_group>(group), static_cast<language::urgency>(urgency),
                          sentiment, turn, confidence});
            ASSERT_LT(state, state_count);
            reached.insert(state);
          }
  EXPECT_EQ(reached.size(), state_count);
}

TEST(StateMap, TellsBandsApartAtTheirEdges) {
  using language::intent_group;
  using language::urgency;
  const auto calm = context{intent_group::order, urgency::medium, 0.0, 1, 0.5};
  EXPECT_EQ(state_of(calm), 12U);
  auto other = calm;
  other.sentiment = std::nextafter(-0.2, -1.0);
  EXPECT_EQ(state_of(other), 10U);
  other.sentiment = std::nextafter(0.2, 1.0);
  EXPECT_EQ(state_of(other), 14U);
  other = calm;
  other.turn_number = 2;
  EXPECT_EQ(state_of(other), 13U);
  other = calm;
  other.urgency = urgency::high;
  EXPECT_EQ(state_of(other), 17U);
  other = calm;
  other.confidence = std::nextafter(0.5, 0.0);
  EXPECT_EQ(state_of(other), 2U);
  other = calm;
  other.group = intent_group::account;
  EXPECT_EQ(state_of(other), 72U);
  other.group = intent_group::conversation;
  EXPECT_EQ(state_of(other), 92U);
  other.group = intent_group::other;
  EXPECT_EQ(state_of(other), 92U);
}

TEST(StateMap, AGridCoversItsCellsAndWhatLiesBeyondItsEnds) {
  std::set<std::size_t> reached;
  for (double x = -0.95; x < 1; x += 0.1)
    for (double y = -0.95; y < 1; y += 0.1) reached.insert(grid_state(std::to_array({x, y})));
  EXPECT_EQ(reached.size(), 100U);
  EXPECT_EQ(*reached.rbegin(), 99U);
  EXPECT_EQ(grid_state(std::to_array({-7.0, -1.0})), 0U);
  EXPECT_EQ(grid_state(std::to_array({1.0, 7.0})), 99U);
  EXPECT_EQ(grid_state(std::to_array({1.0})), 99U);
  EXPECT_EQ(grid_state(std::array<double, 7>{1, 1, 1, 1, 1, 1, 1}), 0U);
  EXPECT_EQ(grid_state({}), 0U);
}

TEST(Context, ComesBackFromItsFeatures) {
  const auto turn = context{language::intent_group::account, language::urgency::low, -0.25, 7, 0.5};
  EXPECT_EQ(context_of(features(turn)), turn);
}

TEST(Context, IsNotMadeOfNumbersThatAreNone) {
  for (const auto& bad : {std::vector<double>{0, 1, 0, 1},
                          {0, 1, 0, 1, 0, 0},
                          {6, 1, 0, 1, 0},
                          {-1, 1, 0, 1, 0},
                          {0.5, 1, 0, 1, 0},
                          {0, 4, 0, 1, 0},
                          {0, 1, 0, -1, 0},
                          {std::nan(""), 1, 0, 1, 0}})
    EXPECT_THROW(static_cast<void>(context_of(bad)), std::invalid_argument);
}

} // namespace
} // namespace troupe::learning
