#include "messages/error.hpp"
#include "tests/actors/learning.hpp"

namespace troupe::feedback {
namespace {

/// Over a real store with one answered turn of the principal "key-1".
class FeedbackActor : public testing::Learning {
protected:
  FeedbackActor() {
    answered = turn("ses_1", 1);
    commit(answered);
    start_learning();
  }

  [[nodiscard]] feedback_record thumbs(double value, timestamp at = storage::sample::noon) const {
    return {answered.turn_id, "thumbs", value, "", "key-1", at};
  }
  failure give(feedback_record given, caller who) {
    return ask<committed>(feedback, give_feedback{std::move(given), std::move(who)}).outcome;
  }
  /// The value in force; -1: none.
  [[nodiscard]] double in_force() const {
    auto db = storage::sqlite::database{store.file, storage::sqlite::access::read_only, quick};
    auto row = db.query("SELECT value FROM feedback_in_force WHERE metric = 'thumbs'");
    return row.next() ? row.real(0) : -1;
  }

  const caller customer{"key-1", false, false};
  const caller stranger{"key-2", false, false};
  turn_record answered;
};

TEST_F(FeedbackActor, HasStoredWhatItAnswered) {
  EXPECT_EQ(give(thumbs(1), customer).code, errc::none);
  EXPECT_EQ(in_force(), 1);
  EXPECT_EQ(metrics.feedback("thumbs").Value(), 1);
}

TEST_F(FeedbackActor, KeepsTheOrderInWhichItWasGiven) {
  self->send(feedback, give_feedback{thumbs(1, storage::sample::noon + 1), customer});
  self->send(feedback, give_feedback{thumbs(0, storage::sample::noon + 2), customer});
  run();
  EXPECT_EQ(in_force(), 0);
}

TEST_F(FeedbackActor, RefusesAForeignTurnAndAnUnknownOne) {
  EXPECT_EQ(give(thumbs(1), stranger).code, errc::unknown_turn);
  auto unknown = thumbs(1);
  unknown.turn_id = "trn_none";
  EXPECT_EQ(give(unknown, customer).code, errc::unknown_turn);
  EXPECT_EQ(in_force(), -1);
  EXPECT_EQ(metrics.feedback("thumbs").Value(), 0);
}

TEST_F(FeedbackActor, TakesAnAdministratorsWordOnAnyTurn) {
  EXPECT_EQ(give(thumbs(0), caller{"office", true, true}).code, errc::none);
  EXPECT_EQ(in_force(), 0);
}

TEST_F(FeedbackActor, SaysSoWhenTheStoreHasGone) {
  stop(writer);
  auto got = try_ask<committed>(feedback, give_feedback{thumbs(1), customer});
  EXPECT_TRUE(got.error);
  EXPECT_EQ(metrics.feedback("thumbs").Value(), 0);
}

TEST_F(FeedbackActor, AnswersWhatItTookBeforeItIsStopped) {
  auto given = self->request(feedback, caf::infinite, give_feedback{thumbs(1), customer});
  sched.run_once(); // it has asked the store
  stop(feedback);
  ASSERT_FALSE(self->mailbox().empty());
  given.receive([](const committed& c) { EXPECT_EQ(c.outcome.code, errc::none); },
                [&](const caf::error& e) { ADD_FAILURE() << sys.render(e); });
  EXPECT_EQ(in_force(), 1);
}

} // namespace
} // namespace troupe::feedback
