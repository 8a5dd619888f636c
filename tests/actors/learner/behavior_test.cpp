#include "actors/learner/behavior.hpp"
#include "actors/learner/initial_policy.hpp"
#include "tests/support/deterministic_system.hpp"

#include <gmock/gmock.h>

namespace troupe::learner {
namespace {

using ::testing::DoubleEq;
using ::testing::ElementsAre;

config::strategies strategies_worth(std::initializer_list<double> values) {
  auto all = config::strategies{};
  for (const auto value : values) {
    auto strategy = config::strategy{};
    strategy.name = "strategy_" + std::to_string(all.size());
    strategy.initial_value = value;
    all.push_back(strategy);
  }
  return all;
}

TEST(InitialPolicy, ExploresAtTheConfiguredRateAroundTheStrategyBelievedBest) {
  auto settings = config::settings{};
  settings.rl_policy = "epsilon_greedy";
  settings.rl_exploration_rate = 0.3;
  const auto first = initial_policy(settings, strategies_worth({0.2, 0.9, 0.1}));
  const auto& bandit = std::get<learning::epsilon_greedy>(first.policy);
  EXPECT_THAT(bandit.distribution({}), ElementsAre(DoubleEq(0.1), DoubleEq(0.8), DoubleEq(0.1)));
}

TEST(InitialPolicy, IsTheOneThatIsNamed) {
  const auto strategies = strategies_worth({0.2, 0.9});
  auto settings = config::settings{};
  for (const auto name : learning::policy_names) {
    settings.rl_policy = name;
    EXPECT_EQ(learning::name(initial_policy(settings, strategies).policy), name);
  }
}

TEST(InitialPolicy, IsNoneOfAnUnknownNameOrWithoutStrategies) {
  auto settings = config::settings{};
  EXPECT_THROW(static_cast<void>(initial_policy(settings, {})), std::invalid_argument);
  settings.rl_policy = "guess";
  EXPECT_THROW(static_cast<void>(initial_policy(settings, strategies_worth({0.5}))), std::invalid_argument);
}

class LearnerActor : public testing::DeterministicSystem {
protected:
  LearnerActor() {
    supervisor = sys.spawn([this](supervisor::handle::pointer) -> supervisor::handle::behavior_type {
      return {
          [](const supervisor::start_child&) {},
          [](const supervisor::subscribe&) {},
          [](const publish_index&) {},
          [this](publish_policy& p) { published.push_back(std::move(p.policy)); },
          [](const report_health&) {},
          [](read_health) { return health_report{}; },
          [](stop_all) { return stopped{}; },
      };
    });
    aut = sys.spawn(behavior, options{&settings, &strategies, supervisor});
    run();
  }
  ~LearnerActor() override {
    stop(aut);
    stop(supervisor);
  }

  troupe::config::settings settings;
  troupe::config::strategies strategies = strategies_worth({0.2, 0.9});
  std::vector<std::shared_ptr<const learning::snapshot>> published;
  supervisor::handle supervisor;
  handle aut;
};

TEST_F(LearnerActor, PublishesThePolicyAsItStandsWhenItIsAsked) {
  EXPECT_TRUE(published.empty());
  self->send(aut, learn_now{});
  self->send(aut, learn_now{});
  run();
  ASSERT_EQ(published.size(), 2u);
  // Nothing was learned in between: it is the same version.
  EXPECT_EQ(published[0], published[1]);
  EXPECT_EQ(published[0]->version, 1u);
  EXPECT_EQ(learning::name(published[0]->policy), settings.rl_policy);
}

} // namespace
} // namespace troupe::learner
