#include "learning/random.hpp"
#include "messages/error.hpp"
#include "tests/actors/learning.hpp"

#include <gmock/gmock.h>

namespace troupe::learner {
namespace {

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
  /// The same, held by a policy.
  void conversation(const std::string& session, const std::string& policy, const std::string& strategy,
                    double thumbs, session_status how = session_status::closed) {
    auto t = turn(session, 1, strategy);
    t.choice.policy = policy;
    commit(t);
    judge(t, "thumbs", thumbs);
    end(session, how);
  }
  /// Only thumbs count, and half of the conversations are answered directly, which is always better.
  void prove_direct_answers(std::size_t conversations) {
    for (std::size_t i = 0; i < conversations; ++i)
      conversation("ses_p" + std::to_string(proofs_++), "epsilon_greedy",
                   i % 2 == 0 ? "direct_answer" : "empathetic", i % 2 == 0 ? 1 : 0);
    look();
  }
  void let_thumbs_count_alone() {
    weights.fill(0);
    weights[static_cast<std::size_t>(learning::reward_kind::thumbs)] = 1;
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

private:
  std::size_t proofs_ = 0;
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
  ASSERT_THAT(report().promotions, SizeIs(2));
  const auto made = report().promotions[1];
  EXPECT_EQ(made.principal, "office");
  EXPECT_EQ(made.note, "a try");
  EXPECT_EQ(made.reason, learning::promotion_reason::asked);
  EXPECT_EQ(made.position, 1U);
  // It holds across a restart, until RL_POLICY is changed.
  stop_learning();
  start_learning(2);
  EXPECT_EQ(report().fold->rules().policy, "linucb");
  stop_learning();
  settings.rl_policy = "uniform";
  start_learning(3);
  EXPECT_EQ(report().fold->rules().policy, "uniform");
  // It does not come back with the setting that it was promoted under.
  stop_learning();
  settings.rl_policy = "epsilon_greedy";
  start_learning(4);
  EXPECT_EQ(report().fold->rules().policy, "epsilon_greedy");
  stop_learning();
  start_learning(5);
  ASSERT_THAT(report().promotions, SizeIs(4)) << "a start under the same setting is no switch";
  const auto last = report().promotions.back();
  EXPECT_EQ(last.reason, learning::promotion_reason::configured);
  EXPECT_EQ(last.policy, "epsilon_greedy");
  EXPECT_EQ(last.replaced, "uniform");
}

TEST_F(LearnerActor, LetsTheChallengerTakeOverOnceItIsProvedBetter) {
  settings.rl_challenger = "fixed";
  let_thumbs_count_alone();
  start_learning();
  prove_direct_answers(4);
  EXPECT_EQ(report().fold->rules().policy, "epsilon_greedy") << "four conversations prove nothing";
  ASSERT_TRUE(report().fold->challenger());
  EXPECT_EQ(report().fold->challenger()->gain().count(), 4U);
  prove_direct_answers(200);
  look();
  EXPECT_EQ(report().fold->rules().policy, "fixed");
  EXPECT_EQ(learning::name(published.back()->policy), "fixed");
  const auto made = report().promotions.back();
  EXPECT_EQ(made.reason, learning::promotion_reason::better);
  EXPECT_EQ(made.replaced, "epsilon_greedy");
  EXPECT_LT(made.position, lessons().size()) << "it was decided before the last lesson";
  EXPECT_THAT(made.note, ::testing::HasSubstr("gains"));
  EXPECT_EQ(report().fold->rules().replaced, "epsilon_greedy");
  EXPECT_EQ(report().fold->save(), refolded("fixed").save());
  const auto switches = report().promotions.size();
  stop_learning();
  start_learning(2);
  EXPECT_EQ(report().fold->rules().policy, "fixed");
  EXPECT_THAT(report().promotions, SizeIs(switches));
}

TEST_F(LearnerActor, LetsAnApprenticeOnlyWatch) {
  settings.rl_challenger = "fixed";
  settings.rl_apprentice = true;
  let_thumbs_count_alone();
  start_learning();
  prove_direct_answers(200);
  look();
  EXPECT_EQ(report().fold->rules().policy, "epsilon_greedy");
  EXPECT_NE(report().fold->challenger()->won_at(), 0U);
  EXPECT_THAT(report().promotions, SizeIs(1));
}

TEST_F(LearnerActor, GoesBackWhenMoreConversationsAreEscalatedAndDoesNotTryAgain) {
  settings.rl_challenger = "fixed";
  let_thumbs_count_alone();
  start_learning();
  prove_direct_answers(200);
  look();
  ASSERT_EQ(report().fold->rules().policy, "fixed");
  for (int i = 0; i < 60; ++i)
    conversation("ses_e" + std::to_string(i), "fixed", "direct_answer", 1, session_status::escalated);
  look();
  look();
  EXPECT_EQ(report().fold->rules().policy, "epsilon_greedy");
  const auto made = report().promotions.back();
  EXPECT_EQ(made.reason, learning::promotion_reason::guarded);
  EXPECT_EQ(made.replaced, "fixed");
  EXPECT_EQ(report().fold->challenger(), std::nullopt);
  EXPECT_EQ(report().fold->guard(), std::nullopt);
  prove_direct_answers(200);
  look();
  EXPECT_EQ(report().fold->rules().policy, "epsilon_greedy");
}

TEST_F(LearnerActor, KeepsACheckpointWhenItIsDueThoughNothingMoreComes) {
  settings.checkpoint_interval = std::chrono::seconds{60};
  start_learning();
  episode("ses_1", "empathetic", 1);
  look();
  EXPECT_EQ(checkpoint(), "");
  pass(settings.checkpoint_interval);
  EXPECT_EQ(checkpoint(), refolded().save());
}

TEST_F(LearnerActor, KeepsACheckpointWhenItIsStopped) {
  settings.checkpoint_interval = std::chrono::hours{1};
  start_learning();
  episode("ses_1", "empathetic", 1);
  look();
  EXPECT_EQ(checkpoint(), "");
  stop_learning();
  EXPECT_EQ(checkpoint(), refolded().save());
}

TEST_F(LearnerActor, StopsThoughTheStoreIsGone) {
  settings.checkpoint_interval = std::chrono::hours{1};
  start_learning();
  episode("ses_1", "empathetic", 1);
  look();
  stop(writer);
  self->monitor(learner);
  self->send_exit(learner, caf::exit_reason::user_shutdown);
  run();
  self->receive([&](const caf::down_msg& m) { EXPECT_EQ(m.reason, caf::exit_reason::user_shutdown); },
                caf::after(std::chrono::seconds{0}) >> [] { ADD_FAILURE() << "it is still there"; });
  learner = nullptr;
}

TEST_F(LearnerActor, PromotesNeitherWhatThereIsNotNorWhatChoosesAlready) {
  start_learning();
  const auto refused = [this](const std::string& policy) {
    const auto got = try_ask<learning::promotion>(learner, promote_policy{policy, "", {}});
    return got.error ? to_failure(*got.error).code : errc::none;
  };
  EXPECT_EQ(refused("guess"), errc::bad_request);
  EXPECT_EQ(refused("epsilon_greedy"), errc::conflict);
  EXPECT_THAT(report().promotions, SizeIs(1)) << "that of the setting";
}

} // namespace
} // namespace troupe::learner
