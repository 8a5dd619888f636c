#include "learning/random.hpp"
#include "messages/error.hpp"
#include "tests/actors/learning.hpp"

#include <gmock/gmock.h>

namespace troupe::learner {
namespace {

using ::testing::IsEmpty;
using ::testing::SizeIs;

class LearnerActor : public testing::Learning {
protected:
  /// An episode of one turn that says how good the answer was.
  void episode(const std::string& session, const std::string& strategy, double thumbs) {
    const auto t = turn(session, 1, strategy);
    commit(t);
    judge(t, "thumbs", thumbs);
    end(session, session_status::closed);
  }
  policy_report report() { return ask<policy_report>(learner, read_policy{}); }
  learning::promotion promote(const std::string& policy) {
    return ask<learning::promotion>(learner, promote_policy{policy, "a try", {"office", true, true}});
  }
  /// A log of sessions that go on side by side, with late and repeated feedback and retries that change
  /// nothing; `between` is called after each entry.
  template <class Between>
  void write_a_log(std::uint64_t seed, std::size_t entries, Between between) {
    auto random = learning::random_stream{seed};
    auto turns = std::vector<turn_record>{};
    auto open = std::vector<std::pair<std::string, std::uint64_t>>{};
    for (std::size_t i = 0; i < entries; ++i) {
      const auto draw = random.uniform();
      if (draw < 0.5 || turns.empty()) {
        if (open.empty() || random.uniform() < 0.3)
          open.emplace_back("ses_" + std::to_string(seed) + "x" + std::to_string(i), 0);
        auto& [session, seq] = open[random() % open.size()];
        turns.push_back(
            turn(session, ++seq, strategies[random() % strategies.size()].name, random.uniform()));
        commit(turns.back());
      } else if (draw < 0.6) {
        commit(turns[random() % turns.size()]); // a repeat
      } else if (draw < 0.75 && !open.empty()) {
        const auto which = static_cast<std::ptrdiff_t>(random() % open.size());
        end(open[static_cast<std::size_t>(which)].first, session_status::closed);
        open.erase(open.begin() + which);
      } else {
        judge(turns[random() % turns.size()], random.uniform() < 0.5 ? "thumbs" : "resolved",
              random.uniform() < 0.5 ? 1 : 0);
      }
      between(random);
    }
  }
};

TEST_F(LearnerActor, PublishesThePolicyAsItStandsWhenItIsAsked) {
  start_learning();
  ASSERT_THAT(published, SizeIs(1));
  self->send(learner, learn_now{});
  run();
  ASSERT_THAT(published, SizeIs(2));
  EXPECT_EQ(published[0], published[1]);
  EXPECT_EQ(published[0]->version, 1U);
  EXPECT_EQ(learning::name(published[0]->policy), "epsilon_greedy");
}

TEST_F(LearnerActor, LearnsWhatTheCollectorSettlesAndPublishesIt) {
  settings.rl_exploration_rate = 0;
  start_learning();
  for (int i = 0; i < 4; ++i) episode("ses_a" + std::to_string(i), "empathetic", 1);
  episode("ses_b", "direct_answer", 0);
  episode("ses_c", "step_by_step", 0);
  look();
  ASSERT_GT(published.size(), 1U);
  EXPECT_EQ(published.back()->version, 7U);
  const auto by = learning::distribution(published.back()->policy, std::vector<double>{1, 1, 0, 1, 0.5});
  EXPECT_EQ(by[2], 1.0);
}

TEST_F(LearnerActor, KeepsAFoldThatARefoldGivesByteForByte) {
  start_learning();
  write_a_log(5, 300, [this](auto& random) {
    if (random.uniform() < 0.1) look();
  });
  look();
  ASSERT_GT(lessons().size(), 50U);
  EXPECT_EQ(checkpoint(), refolded().save());
}

TEST_F(LearnerActor, LearnsOnceAcrossCrashesInTheMiddleOfItsWork) {
  auto epoch = std::uint64_t{1};
  auto seed = std::uint64_t{0};
  for (const auto* policy : {"epsilon_greedy", "q_learning", "linucb"}) {
    settings.rl_policy = policy;
    start_learning(++epoch);
    write_a_log(++seed, 250, [&](auto& random) {
      if (random.uniform() < 0.15) {
        wall += 1;
        sched.clock().advance_time(settings.learning_interval + std::chrono::milliseconds{20});
        for (auto steps = random() % 40; steps > 0 && sched.try_run_once(); --steps) {
        }
        if (random.uniform() < 0.5) {
          kill_learning();
          start_learning(++epoch);
        }
      }
    });
    look();
    look();
    EXPECT_EQ(checkpoint(policy), refolded(policy).save()) << policy;
    stop_learning();
  }
  auto learned = std::vector<std::int64_t>{};
  for (const auto& l : lessons())
    if (l.what == learning::lesson::kind::learned) learned.push_back(l.turn);
  std::ranges::sort(learned);
  EXPECT_EQ(std::ranges::adjacent_find(learned), learned.end());
}

TEST_F(LearnerActor, BeginsAgainWithItsCheckpoint) {
  start_learning();
  episode("ses_1", "empathetic", 1);
  look();
  stop_learning();
  published.clear();
  start_learning(2);
  ASSERT_FALSE(published.empty());
  EXPECT_EQ(published.front()->version, 2U);
}

TEST_F(LearnerActor, LearnsTheLogAnewUnderOtherRules) {
  start_learning();
  episode("ses_1", "empathetic", 1);
  look();
  stop_learning();
  weights[0] = 5;
  start_learning(2);
  EXPECT_EQ(report().fold->save(), refolded().save());
  EXPECT_EQ(report().fold->position(), 1U);
}

TEST_F(LearnerActor, LearnsTheLogAnewWhenItsCheckpointIsDamaged) {
  start_learning();
  episode("ses_1", "empathetic", 1);
  look();
  stop_learning();
  auto saved = look_in().checkpoint("epsilon_greedy").value();
  saved.state.resize(saved.state.size() / 2);
  saved.epoch = 2;
  ASSERT_EQ(log->keep(saved).code, errc::none);
  start_learning(3);
  EXPECT_EQ(report().fold->save(), refolded().save());
}

TEST_F(LearnerActor, TakesARebuildInItsPlace) {
  settings.rl_policy = "q_learning";
  start_learning();
  const auto first = turn("ses_1", 1, "empathetic");
  commit(first);
  end("ses_1", session_status::closed);
  episode("ses_2", "direct_answer", 1);
  look();
  judge(first, "thumbs", 0);
  look();
  EXPECT_EQ(report().fold->left_to_rebuild(), 1U);
  stop_learning();
  const auto standing = look_in().consumer("feedback");
  ASSERT_EQ(
      log->settle({"feedback", standing.consumed, standing, {{.what = learning::lesson::kind::rebuilt}}, 0})
          .code,
      errc::none);
  start_learning(2);
  EXPECT_EQ(report().fold->left_to_rebuild(), 0U);
  episode("ses_3", "direct_answer", 0);
  look();
  EXPECT_EQ(report().fold->position(), 5U);
  EXPECT_EQ(checkpoint("q_learning"), refolded("q_learning").save());
}

TEST_F(LearnerActor, TakesOnePromotionAtATime) {
  start_learning();
  auto asked = std::vector{
      self->request(learner, caf::infinite, promote_policy{"linucb", "a", {"office", true, true}}),
      self->request(learner, caf::infinite, promote_policy{"lin_ts", "b", {"office", true, true}})};
  run();
  asked[0].receive([](const learning::promotion& p) { EXPECT_EQ(p.replaced, "epsilon_greedy"); },
                   [](const caf::error&) { ADD_FAILURE(); });
  asked[1].receive([](const learning::promotion&) { ADD_FAILURE() << "it cannot know what it replaces"; },
                   [](const caf::error& e) { EXPECT_EQ(to_failure(e).code, errc::conflict); });
  EXPECT_EQ(promote("lin_ts").replaced, "linucb");
}

TEST_F(LearnerActor, PromotesAPolicyThatHasLearnedTheSameLog) {
  start_learning();
  episode("ses_1", "empathetic", 1);
  look();
  EXPECT_EQ(promote("linucb").replaced, "epsilon_greedy");
  look();
  EXPECT_EQ(learning::name(published.back()->policy), "linucb");
  EXPECT_EQ(report().fold->save(), refolded("linucb").save());
  ASSERT_THAT(report().promotions, SizeIs(1));
  EXPECT_EQ(report().promotions[0].principal, "office");
  EXPECT_EQ(report().promotions[0].note, "a try");
  // It holds across a restart, until RL_POLICY is changed.
  stop_learning();
  start_learning(2);
  EXPECT_EQ(report().fold->rules().policy, "linucb");
  stop_learning();
  settings.rl_policy = "uniform";
  start_learning(3);
  EXPECT_EQ(report().fold->rules().policy, "uniform");
}

TEST_F(LearnerActor, PromotesNeitherWhatThereIsNotNorWhatChoosesAlready) {
  start_learning();
  const auto refused = [this](const std::string& policy) {
    const auto got = try_ask<learning::promotion>(learner, promote_policy{policy, "", {}});
    return got.error ? to_failure(*got.error).code : errc::none;
  };
  EXPECT_EQ(refused("guess"), errc::bad_request);
  EXPECT_EQ(refused("epsilon_greedy"), errc::conflict);
  EXPECT_THAT(report().promotions, IsEmpty());
}

} // namespace
} // namespace troupe::learner
