#include "actors/learner/champion.hpp"

#include <gtest/gtest.h>

#include <vector>

namespace troupe::learner {
namespace {

using learning::promotion;
using learning::promotion_reason;

promotion made(const std::string& policy, const std::string& replaced, promotion_reason why,
               std::uint64_t position) {
  return {.policy = policy,
          .replaced = replaced,
          .configured = "fixed",
          .note = {},
          .principal = {},
          .reason = why,
          .position = position};
}

TEST(Champion, IsTheOnePromotedLastUnlessTheSettingHasChanged) {
  EXPECT_EQ(champion("fixed", {}), "fixed");
  const auto history = std::vector{made("linucb", "fixed", promotion_reason::asked, 1),
                                   made("lin_ts", "linucb", promotion_reason::asked, 2)};
  EXPECT_EQ(champion("fixed", history), "lin_ts");
  EXPECT_EQ(champion("uniform", history), "uniform");
}

class RulesInForce : public ::testing::Test {
protected:
  RulesInForce() {
    settings.rl_policy = "fixed";
    settings.rl_challenger = "linucb";
    strategies.push_back({"direct_answer", "", "", "", 0.5});
  }
  learning::fold_rules rules(const std::vector<promotion>& history) const {
    return rules_in_force(settings, strategies, {}, history);
  }

  config::settings settings;
  config::strategies strategies;
};

TEST_F(RulesInForce, PitTheConfiguredChallengerAgainstTheChampion) {
  const auto at_first = rules({});
  EXPECT_EQ(at_first.policy, "fixed");
  EXPECT_EQ(at_first.challenger, "linucb");
  EXPECT_EQ(at_first.replaced, "");
  const auto promoted = rules({made("uniform", "fixed", promotion_reason::asked, 7)});
  EXPECT_EQ(promoted.policy, "uniform");
  EXPECT_EQ(promoted.challenger, "linucb");
  EXPECT_EQ(promoted.since, 7U);
  EXPECT_EQ(promoted.replaced, "") << "what somebody asked for is not guarded";
}

TEST_F(RulesInForce, GuardTheChallengerThatTookOver) {
  const auto of = rules({made("linucb", "fixed", promotion_reason::better, 7)});
  EXPECT_EQ(of.policy, "linucb");
  EXPECT_EQ(of.challenger, "");
  EXPECT_EQ(of.replaced, "fixed");
  EXPECT_EQ(of.since, 7U);
}

TEST_F(RulesInForce, DoNotTryAgainWhatTheGuardSentBack) {
  auto history = std::vector{made("linucb", "fixed", promotion_reason::better, 7),
                             made("fixed", "linucb", promotion_reason::guarded, 9)};
  EXPECT_EQ(rules(history).challenger, "");
  settings.rl_challenger = "lin_ts";
  EXPECT_EQ(rules(history).challenger, "lin_ts");
  settings.rl_challenger = "linucb";
  history.push_back(made("fixed", "fixed", promotion_reason::configured, 11));
  EXPECT_EQ(rules(history).challenger, "linucb");
}

TEST_F(RulesInForce, HaveNoChallengerWhereNoneIsConfigured) {
  settings.rl_challenger = "none";
  EXPECT_EQ(rules({}).challenger, "");
}

TEST_F(RulesInForce, ForgetWhatWasPromotedUnderAnotherSetting) {
  settings.rl_policy = "uniform";
  const auto of = rules({made("linucb", "fixed", promotion_reason::better, 7)});
  EXPECT_EQ(of.policy, "uniform");
  EXPECT_EQ(of.replaced, "");
}

} // namespace
} // namespace troupe::learner
