#include "tests/storage/experience_contract.hpp"
#include "tests/storage/sample.hpp"

#include <gmock/gmock.h>

namespace troupe::storage {
namespace {

using learning::episode_end;
using learning::log_entry;
using sample::answered;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;

TEST_P(experience_contract, tells_what_bears_on_episodes_in_the_order_of_commits) {
  const auto open = sample::accepted("ses_a", 1);
  commit(open);
  const auto first = answered(open, "One.");
  commit(first);
  auto last = answered("ses_a", 2);
  last.session.status = session_status::resolved;
  commit(last);
  commit(sample::failed(sample::accepted("ses_b", 1)));
  give(first, "thumbs", 1);
  const auto page = store->experience().changes(0, 100);
  ASSERT_THAT(page.entries, SizeIs(4));
  const auto& [one, two, end, word] =
      std::tie(page.entries[0], page.entries[1], page.entries[2], page.entries[3]);
  EXPECT_EQ(one.what, log_entry::kind::turn_answered);
  EXPECT_EQ(one.seq, 1U);
  EXPECT_EQ(one.asked_at, first.created_at);
  EXPECT_EQ(one.ended_at, first.ended_at);
  EXPECT_EQ(two.seq, 2U);
  EXPECT_EQ(two.session, one.session);
  EXPECT_EQ(end.what, log_entry::kind::session_ended);
  EXPECT_EQ(end.session, one.session);
  EXPECT_EQ(end.how, episode_end::resolved);
  EXPECT_EQ(word.what, log_entry::kind::feedback_given);
  EXPECT_EQ(word.turn, one.turn);
  EXPECT_LT(one.id, two.id);
  EXPECT_LT(two.id, end.id);
  EXPECT_FALSE(page.more);
}

TEST_P(experience_contract, pages_through_the_changes_without_loss) {
  for (std::uint64_t seq = 1; seq <= 7; ++seq) commit(answered("ses_a", seq));
  const auto all = store->experience().changes(0, 1000);
  for (const std::size_t limit : {1, 2, 3, 100}) {
    auto pulled = std::vector<log_entry>{};
    auto page = learning::log_page{};
    do {
      page = store->experience().changes(page.through, limit);
      pulled.insert(pulled.end(), page.entries.begin(), page.entries.end());
    } while (page.more);
    EXPECT_EQ(pulled, all.entries) << limit;
    EXPECT_EQ(page.through, all.through);
  }
  const auto behind = store->experience().changes(all.through, 10);
  EXPECT_THAT(behind.entries, IsEmpty());
  EXPECT_EQ(behind.through, all.through);
}

TEST_P(experience_contract, tells_what_the_turns_of_an_episode_showed) {
  auto first = answered("ses_a", 1);
  first.metrics = {.sentiment = 0.25,
                   .thanked = true,
                   .frustrated = true,
                   .resolved = true,
                   .asked_for_human = true,
                   .questions = 3,
                   .response_seconds = 1.5};
  auto second = answered("ses_a", 2);
  second.has_decision = false;
  second.choice = {};
  auto third = answered("ses_a", 3);
  third.has_decision = false;
  third.choice = {};
  third.metrics = {};
  for (const auto& t : {first, second, third, answered("ses_a", 4)}) commit(t);
  give(first, "thumbs", 1, sample::noon);
  give(first, "csat", 2, sample::noon + 1);
  give(first, "csat", 4, sample::noon + 2);
  give(first, "resolved", 0, sample::noon + 3);
  give(first, "escalated", 1, sample::noon + 4);
  const auto session = store->experience().changes(0, 100).entries.at(0).session;
  settle({learned(1, 0.5, true)});
  const auto turns = store->experience().turns_of({session, 1, 3});
  ASSERT_THAT(turns, SizeIs(3));
  EXPECT_EQ(turns[0],
            (learning::episode_turn{.turn = turn_of(1),
                                    .decided = true,
                                    .learned = true,
                                    .response_seconds = 1.5,
                                    .seen = learning::signals{0.25, true, true, true, true, 3},
                                    .said = {.thumbs = 1, .csat = 4, .resolved = false, .escalated = true}}));
  EXPECT_FALSE(turns[1].decided);
  EXPECT_TRUE(turns[1].seen);
  EXPECT_FALSE(turns[2].seen);
  EXPECT_FALSE(turns[1].learned);
}

TEST_P(experience_contract, the_end_of_a_session_is_no_message_of_an_episode) {
  auto end = answered("ses_a", 1);
  end.message.clear();
  commit(end);
  const auto session = store->experience().changes(0, 100).entries.at(0).session;
  EXPECT_THAT(store->experience().turns_of({session, 1, 9}), IsEmpty());
}

TEST_P(experience_contract, a_consumer_comes_forward_only_from_where_it_stands) {
  EXPECT_EQ(store->experience().consumer(consumer_name), learning::consumer{});
  auto& writing = store->experience_writing();
  EXPECT_EQ(writing.settle({std::string{consumer_name}, 0, {2, 10, 4}, {}, 0}).code, errc::none);
  EXPECT_EQ(store->experience().consumer(consumer_name), (learning::consumer{2, 10, 4}));
  EXPECT_EQ(writing.settle({std::string{consumer_name}, 0, {2, 11, 0}, {}, 0}).code, errc::conflict);
  EXPECT_EQ(writing.settle({std::string{consumer_name}, 10, {1, 12, 0}, {}, 0}).code, errc::fenced);
  EXPECT_EQ(store->experience().consumer(consumer_name), (learning::consumer{2, 10, 4}));
  EXPECT_EQ(writing.settle({std::string{consumer_name}, 10, {3, 12, 0}, {}, 0}).code, errc::none);
  EXPECT_EQ(store->experience().consumer("another"), learning::consumer{});
}

TEST_P(experience_contract, lessons_get_their_positions_with_what_was_consumed) {
  for (std::uint64_t seq = 1; seq <= 3; ++seq) commit(answered("ses_a", seq));
  EXPECT_EQ(settle({learned(1, 0.25, false), learned(2, 0.5, true)}).code, errc::none);
  EXPECT_EQ(settle({learned(3, 1, true)}).code, errc::none);
  const auto page = store->experience().lessons(0, 100);
  ASSERT_THAT(page.lessons, SizeIs(3));
  const auto& second = page.lessons[1];
  EXPECT_EQ(second.position, 2U);
  EXPECT_EQ(second.number, 2U);
  EXPECT_EQ(second.what, lesson::kind::learned);
  EXPECT_EQ(second.policy, answered("ses_a", 2).choice.policy);
  EXPECT_EQ(second.turn, turn_of(2));
  EXPECT_EQ(second.strategy, "step_by_step");
  EXPECT_EQ(second.features, answered("ses_a", 2).choice.features);
  EXPECT_EQ(second.propensity, 0.92);
  EXPECT_EQ(second.earned, rewarded(0.5));
  EXPECT_TRUE(second.last);
  EXPECT_EQ(second.learned_at, 7);
  EXPECT_FALSE(page.lessons[0].last);
  EXPECT_EQ(store->experience().head(), (learning::lesson_head{3, 0}));
}

TEST_P(experience_contract, a_refused_settlement_leaves_nothing_behind) {
  commit(answered("ses_a", 1));
  EXPECT_EQ(store->experience_writing()
                .settle({std::string{consumer_name}, 5, {1, 9, 0}, {learned(1, 1, true)}, 0})
                .code,
            errc::conflict);
  EXPECT_EQ(store->experience().head(), learning::lesson_head{});
  EXPECT_EQ(store->experience().consumer(consumer_name), learning::consumer{});
}

TEST_P(experience_contract, a_decision_is_learned_once) {
  commit(answered("ses_a", 1));
  settle({learned(1, 1, true)});
  const auto before = store->experience().consumer(consumer_name);
  EXPECT_ANY_THROW(settle({learned(1, 0, true)}));
  EXPECT_THAT(store->experience().lessons(0, 10).lessons, SizeIs(1));
  EXPECT_EQ(store->experience().consumer(consumer_name), before);
}

TEST_P(experience_contract, pages_of_lessons_end_with_an_episode) {
  for (std::uint64_t seq = 1; seq <= 5; ++seq) commit(answered("ses_a", seq));
  settle({learned(1, 1, false), learned(2, 1, false), learned(3, 1, true)});
  settle({learned(4, 1, true)});
  settle({learned(5, 1, true)});
  const auto first = store->experience().lessons(0, 1);
  EXPECT_THAT(positions(first), ElementsAre(1, 2, 3));
  EXPECT_TRUE(first.more);
  EXPECT_THAT(positions(store->experience().lessons(3, 2)), ElementsAre(4, 5));
  EXPECT_FALSE(store->experience().lessons(3, 3).more);
}

TEST_P(experience_contract, a_correction_tells_what_counted_before) {
  for (std::uint64_t seq = 1; seq <= 2; ++seq) commit(answered("ses_a", seq));
  settle({learned(1, 0.1, false), learned(2, 0.2, true)});
  settle({corrected(2, 0.6)});
  settle({corrected(2, 0.8)});
  const auto page = store->experience().lessons(2, 100);
  ASSERT_THAT(page.lessons, SizeIs(2));
  EXPECT_EQ(page.lessons[0].what, lesson::kind::corrected);
  EXPECT_EQ(page.lessons[0].before, rewarded(0.2));
  EXPECT_EQ(page.lessons[1].before, rewarded(0.6));
  EXPECT_EQ(page.lessons[1].earned, rewarded(0.8));
  EXPECT_EQ(page.lessons[1].first_learned, 2U);
  EXPECT_EQ(page.lessons[1].number, 2U);
  EXPECT_EQ(page.lessons[1].features, answered("ses_a", 2).choice.features);
}

TEST_P(experience_contract, a_rebuild_learns_each_decision_once_with_the_last_rewards_until_then) {
  for (std::uint64_t seq = 1; seq <= 3; ++seq) commit(answered("ses_a", seq));
  settle({learned(1, 0.1, false), learned(2, 0.2, true)});
  settle({corrected(1, 0.5)});
  settle({{.what = lesson::kind::rebuilt}});
  settle({corrected(1, 0.9), learned(3, 0.3, true)});
  const auto then = store->experience().lessons_in_force(0, 4, 100);
  ASSERT_THAT(then.lessons, SizeIs(2));
  EXPECT_EQ(then.lessons[0].earned, rewarded(0.5));
  EXPECT_EQ(then.lessons[0].before, rewarded(0.1));
  EXPECT_EQ(then.lessons[1].before, std::nullopt);
  EXPECT_EQ(store->experience().lessons_in_force(0, 6, 100).lessons.at(0).earned, rewarded(0.9));
  EXPECT_THAT(positions(store->experience().lessons_in_force(2, 6, 100)), ElementsAre(6));
  EXPECT_TRUE(store->experience().lessons_in_force(0, 6, 1).more);
  EXPECT_EQ(store->experience().head(), (learning::lesson_head{6, 4}));
  EXPECT_EQ(store->experience().lessons(3, 1).lessons.at(0).what, lesson::kind::rebuilt);
}

TEST_P(experience_contract, finds_the_episode_that_late_feedback_is_about) {
  for (std::uint64_t seq = 1; seq <= 4; ++seq) commit(answered("ses_a", seq));
  settle({learned(1, 0.1, true)});
  settle({learned(2, 0.2, false), learned(3, 0.3, true)});
  settle({corrected(2, 0.7)});
  give(answered("ses_a", 3), "csat", 5);
  const auto found = store->experience().learned_with(turn_of(3));
  ASSERT_THAT(found, SizeIs(2));
  EXPECT_EQ(found[0].in_force.turn, turn_of(2));
  EXPECT_EQ(found[0].in_force.earned, rewarded(0.7));
  EXPECT_EQ(found[0].in_force.number, 2U);
  EXPECT_EQ(found[1].said.csat, 5.0);
  EXPECT_THAT(store->experience().learned_with(turn_of(1)), SizeIs(1));
  EXPECT_THAT(store->experience().learned_with(turn_of(4)), IsEmpty());
}

TEST_P(experience_contract, keeps_a_checkpoint_for_each_policy) {
  EXPECT_EQ(store->experience().checkpoint("linucb"), std::nullopt);
  auto first = learning::saved_fold{"linucb", "rules", 4, std::string{"a\0\xff", 3}, 2, 9};
  auto other = learning::saved_fold{"fixed", "rules", 5, "", 1, 9};
  EXPECT_EQ(store->experience_writing().keep(first).code, errc::none);
  EXPECT_EQ(store->experience_writing().keep(other).code, errc::none);
  EXPECT_EQ(store->experience().checkpoint("linucb"), first);
  auto stale = first;
  stale.epoch = 1;
  stale.position = 9;
  EXPECT_EQ(store->experience_writing().keep(stale).code, errc::fenced);
  EXPECT_EQ(store->experience().checkpoint("linucb"), first);
  first.epoch = 3;
  first.position = 2; // of a rebuild
  EXPECT_EQ(store->experience_writing().keep(first).code, errc::none);
  EXPECT_EQ(store->experience().checkpoint("linucb"), first);
}

TEST_P(experience_contract, keeps_every_promotion_in_order) {
  const auto one = learning::promotion{
      "linucb", "fixed", "fixed", "it won", "office", 3, learning::promotion_reason::better, 17};
  const auto two =
      learning::promotion{"fixed", "linucb", "fixed", "", "", 4, learning::promotion_reason::configured, 0};
  store->experience_writing().promote(one);
  store->experience_writing().promote(two);
  EXPECT_THAT(store->experience().promotions(), ElementsAre(one, two));
}

} // namespace

} // namespace troupe::storage
