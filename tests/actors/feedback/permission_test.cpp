#include "actors/feedback/permission.hpp"

#include <gtest/gtest.h>

namespace troupe::feedback {
namespace {

caller chat_key(std::string principal) { return {std::move(principal), false, false}; }

turn_ref turn_of(std::string principal) {
  auto turn = turn_ref{};
  turn.turn_id = "trn_1";
  turn.principal = std::move(principal);
  return turn;
}

TEST(FeedbackPermission, LetsAPrincipalJudgeItsOwnTurnsAndAnAdminAll) {
  const auto turn = turn_of("shop");
  EXPECT_EQ(refusal(turn, "trn_1", chat_key("shop")).code, errc::none);
  EXPECT_EQ(refusal(turn, "trn_1", caller{"office", true, true}).code, errc::none);
}

TEST(FeedbackPermission, SaysTheSameOfAForeignTurnAsOfNone) {
  const auto foreign = refusal(turn_of("shop"), "trn_1", chat_key("other"));
  const auto none = refusal(std::nullopt, "trn_1", chat_key("other"));
  EXPECT_EQ(foreign.code, errc::unknown_turn);
  EXPECT_EQ(none.code, errc::unknown_turn);
  EXPECT_EQ(foreign.detail, none.detail);
}

TEST(FeedbackPermission, KnowsNoTurnThatIsNotStoredEvenForAnAdmin) {
  EXPECT_EQ(refusal(std::nullopt, "trn_1", caller{}).code, errc::unknown_turn);
}

} // namespace
} // namespace troupe::feedback
