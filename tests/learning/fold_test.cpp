#include "learning/context.hpp"
#include "learning/fold.hpp"
#include "learning/random.hpp"

#include <gmock/gmock.h>

#include <stdexcept>

namespace troupe::learning {
namespace {

using ::testing::DoubleNear;

fold_rules rules_of(std::string_view policy, bool normalised = true) {
  auto rules = fold_rules{};
  rules.policy = policy;
  rules.options.initial_values = {0.5, 0.5, 0.5};
  rules.options.space.fourier = 4;
  rules.strategies = {"a", "b", "c"};
  rules.weights.fill(1.0);
  rules.normalised = normalised;
  return rules;
}

rewards rewarded(double satisfaction) {
  auto r = rewards{};
  r.see(reward_kind::satisfaction, satisfaction);
  return r;
}

/// A log of episodes with corrections in between; with what a rebuild at its end would read.
class Log {
public:
  /// The first half of the decisions are those of epsilon_greedy, the others `policy`'s.
  explicit Log(std::uint64_t seed, std::size_t episodes = 60, std::string policy = "linucb")
      : policy_{std::move(policy)}, random_{seed} {
    for (std::size_t e = 0; e < episodes; ++e) {
      const auto length = 1 + random_() % 4;
      by_ = 2 * e < episodes ? "epsilon_greedy" : policy_;
      for (std::size_t i = 0; i < length; ++i) decide(i + 1 == length);
      while (random_.uniform() < 0.4) correct();
    }
  }

  std::vector<lesson> as_learned;
  std::vector<lesson> in_force; ///< one for each decision

private:
  void decide(bool last) {
    auto l = lesson{.position = as_learned.size() + 1, .number = in_force.size() + 1};
    l.turn = static_cast<std::int64_t>(l.number);
    l.strategy = std::string(1, static_cast<char>('a' + random_() % 3));
    l.policy = by_;
    l.propensity = 1.0 / 3.0;
    l.features = features({language::intent_group::order, language::urgency::medium,
                           random_.uniform() * 2 - 1, 1 + random_() % 5, random_.uniform()});
    l.earned = rewarded(random_.uniform());
    l.earned.see(reward_kind::escalation_avoided, random_.uniform() < 0.2 ? 0.0 : 0.8);
    l.last = last;
    l.first_learned = l.position;
    as_learned.push_back(l);
    in_force.push_back(l);
  }
  void correct() {
    auto& of = in_force[random_() % in_force.size()];
    auto l = of;
    l.position = as_learned.size() + 1;
    l.what = lesson::kind::corrected;
    l.first_learned = of.position;
    l.last = true;
    l.before = of.earned;
    l.earned.state(reward_kind::thumbs, random_.uniform() < 0.5 ? 0.0 : 1.0);
    as_learned.push_back(l);
    if (!of.before) of.before = of.earned;
    of.earned = l.earned;
  }

  std::string policy_;
  std::string by_;
  random_stream random_;
};

/// Of `policy`, which took over from epsilon_greedy and has a challenger.
fold_rules contested(std::string_view policy) {
  auto rules = rules_of(policy);
  rules.challenger = policy == "lin_ts" ? "q_learning" : "lin_ts";
  rules.replaced = "epsilon_greedy";
  rules.since = 40;
  return rules;
}

class EveryPolicy : public ::testing::TestWithParam<std::string_view> {};
INSTANTIATE_TEST_SUITE_P(Fold, EveryPolicy, ::testing::ValuesIn(policy_names));

TEST_P(EveryPolicy, GivesTheSameBytesWhereverItStopsAndGoesOn) {
  const auto log = Log{7, 60, std::string{GetParam()}};
  auto whole = fold{contested(GetParam())};
  whole.learn(log.as_learned);
  EXPECT_GT(whole.challenger()->gain().count(), 0U);
  EXPECT_GT(whole.guard()->since().count(), 0U);
  EXPECT_GT(whole.guard()->count_before(), 0U);
  auto random = random_stream{3};
  for (int round = 0; round < 20; ++round) {
    auto broken = fold{contested(GetParam())};
    for (std::size_t at = 0; at < log.as_learned.size();) {
      auto end = at + 1 + random() % 20;
      while (end < log.as_learned.size() && !log.as_learned[end - 1].last) ++end;
      end = std::min(end, log.as_learned.size());
      broken.learn(std::span{log.as_learned}.subspan(at, end - at));
      if (random.uniform() < 0.3) broken = fold{contested(GetParam()), broken.save()};
      at = end;
    }
    EXPECT_EQ(broken.save(), whole.save());
  }
}

TEST_P(EveryPolicy, LeavesToARebuildWhatItCannotTakeBack) {
  const auto log = Log{8};
  auto live = fold{rules_of(GetParam())};
  live.learn(log.as_learned);
  const bool of_sums = GetParam() != "q_learning";
  EXPECT_EQ(live.left_to_rebuild() == 0, of_sums);
  auto rebuilt = fold{rules_of(GetParam())};
  rebuilt.learn(log.in_force);
  EXPECT_EQ(rebuilt.left_to_rebuild(), 0U);
  if (!of_sums) return;
  for (const auto& l : log.in_force) {
    const auto one = distribution(live.policy(), l.features);
    const auto other = distribution(rebuilt.policy(), l.features);
    for (std::size_t a = 0; a < one.size(); ++a) EXPECT_THAT(one[a], DoubleNear(other[a], 1e-6));
  }
  for (std::size_t a = 0; a < 3; ++a) {
    const auto one = live.statistics().of_action(a);
    const auto other = rebuilt.statistics().of_action(a);
    EXPECT_EQ(one.count, other.count);
    EXPECT_THAT(one.sum, DoubleNear(other.sum, 1e-9));
  }
}

TEST(Fold, LearnsTheTransitionsOfAnEpisodeInTheOrderOfItsTurns) {
  auto rules = rules_of("q_learning", false);
  auto page = Log{1, 2}.in_force;
  page.resize(2);
  for (auto& l : page) l.strategy = "a";
  page[0].last = false;
  page[1].last = true;
  page[0].earned = page[1].earned = rewarded(1);
  page[0].before = page[1].before = std::nullopt;
  auto of = fold{rules};
  of.learn(page);
  auto by_hand = make_policy("q_learning", rules.options);
  learn(by_hand, {{page[0].features, {0, 1.0}}, 1.0, page[1].features});
  learn(by_hand, {{page[1].features, {0, 1.0}}, 1.0, std::nullopt});
  EXPECT_EQ(serialize(of.policy()), serialize(by_hand));
}

/// Episodes of one decision each.
std::vector<lesson> conversations(const std::vector<std::pair<std::string, bool>>& held) {
  auto page = std::vector<lesson>{};
  for (const auto& [policy, escalated] : held) {
    auto l =
        lesson{.position = page.size() + 1, .number = page.size() + 1, .strategy = "a", .policy = policy};
    l.features = {1, 1, 0, 1, 0.5};
    l.propensity = 0.5;
    l.earned.see(reward_kind::escalation_avoided, escalated ? 0.0 : 0.8);
    page.push_back(l);
  }
  return page;
}

TEST(Fold, JudgesTheChallengerByWhatTheChampionDidSinceItTookOver) {
  auto rules = contested("linucb");
  rules.since = 2;
  auto of = fold{rules};
  of.learn(conversations(
      {{"linucb", false}, {"epsilon_greedy", false}, {"epsilon_greedy", false}, {"linucb", false}}));
  EXPECT_EQ(of.challenger()->gain().count(), 1U);
  EXPECT_EQ(of.guard()->count_before(), 1U);
  EXPECT_EQ(of.guard()->since().count(), 1U);
}

TEST(Fold, CountsAConversationThatWasEscalatedOnce) {
  auto rules = contested("linucb");
  rules.since = 0;
  auto page = conversations({{"linucb", false}, {"linucb", true}, {"linucb", false}, {"lin_ts", true}});
  for (std::size_t i = 0; i + 1 < page.size(); ++i) page[i].last = i == 2;
  page.push_back(page[0]); // that two policies held together: it is nobody's
  page.back().last = true;
  page[3].last = false;
  auto of = fold{rules};
  of.learn(page);
  EXPECT_EQ(of.guard()->since().count(), 1U);
  EXPECT_EQ(of.guard()->since().mean(), 1.0);
  EXPECT_EQ(of.challenger()->gain().count(), 1U);
}

TEST(Fold, JudgesByTheRewardsThatWereKnownFirst) {
  auto page = conversations({{"linucb", true}});
  page[0].before = page[0].earned;
  page[0].earned.see(reward_kind::escalation_avoided, 0.8); // said later
  auto rules = contested("linucb");
  rules.since = 0;
  auto of = fold{rules};
  of.learn(page);
  EXPECT_EQ(of.guard()->since().mean(), 1.0);
}

TEST(Fold, TeachesTheChallengerTheSameLog) {
  const auto log = Log{9};
  auto of = fold{contested("linucb")};
  of.learn(log.as_learned);
  auto alone = fold{rules_of("lin_ts")};
  alone.learn(log.as_learned);
  EXPECT_EQ(serialize(of.challenger()->policy()), serialize(alone.policy()));
}

TEST(Fold, SkipsWhatItCannotLearn) {
  auto page = Log{1, 3}.in_force;
  page[0].strategy = "gone";
  page[1].earned = rewards{};
  page[2].features = {1.0};
  auto of = fold{rules_of("linucb")};
  of.learn(page);
  EXPECT_EQ(of.skipped(), 3U);
  EXPECT_EQ(of.decisions(), page.size());
  EXPECT_EQ(of.position(), page.back().position);
}

TEST(Fold, TellsOtherRulesByTheirText) {
  const auto same = rules_of("linucb").text();
  EXPECT_EQ(rules_of("linucb").text(), same);
  auto changed =
      std::vector{rules_of("lin_ts"), rules_of("linucb", false), rules_of("linucb"), rules_of("linucb"),
                  rules_of("linucb"), rules_of("linucb"),        rules_of("linucb"), contested("linucb")};
  changed[2].weights[0] = 0.5;
  changed[3].strategies[0] = "d";
  changed[4].options.floor = 0.01;
  changed[5].challenger = "lin_ts";
  changed[6].replaced = "lin_ts";
  for (const auto& rules : changed) EXPECT_NE(rules.text(), same);
  auto later = contested("linucb");
  ++later.since;
  EXPECT_NE(later.text(), contested("linucb").text());
}

TEST(Fold, RefusesBytesThatAreNone) {
  const auto rules = contested("linucb");
  const auto saved = fold{rules}.save();
  EXPECT_EQ(fold(rules, saved).save(), saved);
  for (std::size_t n = 0; n < saved.size(); ++n)
    EXPECT_THROW(fold(rules, std::string_view{saved}.substr(0, n)), std::invalid_argument) << n;
  EXPECT_THROW(fold(rules, saved + "x"), std::invalid_argument);
}

TEST(RewardScale, RunsAndClips) {
  auto scale = reward_scale{};
  EXPECT_EQ(scale.normalised(3, 1), 0.5);
  scale.see(0.4, 1);
  EXPECT_EQ(scale.normalised(0.4, 1), 0.5); // all alike so far
  scale.see(0.8, 2);
  EXPECT_EQ(scale.normalised(0.4, 2), 0.0);
  EXPECT_EQ(scale.normalised(0.8, 2), 1.0);
  EXPECT_EQ(scale.normalised(9, 2), 1.0);
  scale.see(0.0, 5);
  EXPECT_EQ(scale.normalised(0.4, 5), 0.5);
  EXPECT_EQ(scale.normalised(0.4, 4), 0.0); // as it was then
}

TEST(Tally, KnowsHowSureItsMeanIs) {
  auto t = tally{};
  EXPECT_EQ(t.margin(), std::nullopt);
  t.add(1);
  EXPECT_EQ(t.margin(), std::nullopt);
  t.add(0);
  t.add(0.25);
  t.take_back(0.25);
  EXPECT_EQ(t.mean(), 0.5);
  EXPECT_DOUBLE_EQ(*t.margin(), 1.96 * 0.5); // s^2 = 1/2, n = 2
}

} // namespace
} // namespace troupe::learning
