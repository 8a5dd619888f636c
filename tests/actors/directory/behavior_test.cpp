#include "tests/actors/conversations.hpp"

#include <gmock/gmock.h>

namespace troupe::directory {
namespace {

using namespace std::chrono_literals;

struct Directory : troupe::testing::Conversations {};

TEST_F(Directory, KnowsNoSessionThatIsNotStored) {
  EXPECT_EQ(refused(question("hello", "ses_unheardof")).code, errc::unknown_session);
  pass(20ms);
  pass(20ms);
  EXPECT_EQ(awake(), 0) << "asking for it must not keep an actor";
}

TEST_F(Directory, AnswersNothingBeforeThereIsAnIndex) {
  with.index = nullptr;
  publish();
  EXPECT_EQ(refused(question("hello")).code, errc::store_unavailable);
}

TEST_F(Directory, RetiresAnIdleSessionAndWakesItAgain) {
  const auto id = chat(question("one")).session_id;
  EXPECT_EQ(awake(), 1);
  pass(899s);
  EXPECT_EQ(awake(), 1);
  pass(2s);
  pass(20ms);
  EXPECT_EQ(awake(), 0);
  chat(question("two", id));
  EXPECT_EQ(awake(), 1);
  EXPECT_EQ(history_of(id).messages.size(), 4U);
}

TEST_F(Directory, HoldsAMessageForASessionThatIsGoing) {
  const auto id = chat(question("one")).session_id;
  self->send(with.directory, retire_request{id});
  auto asked = self->request(with.directory, caf::infinite, question("two", id)); // stands right behind it
  run();
  ASSERT_FALSE(self->mailbox().empty());
  asked.receive([](event_batch& b) { EXPECT_FALSE(troupe::testing::answer_of(b).empty()); },
                [this](caf::error& e) { ADD_FAILURE() << sys.render(e); });
  EXPECT_EQ(history_of(id).messages.size(), 4U);
}

TEST_F(Directory, LetsASessionStayThatHasATurn) {
  with.generate_response.workers = {silent<generate_response::handle, generate_request, generated>()};
  publish();
  const auto id = ask<session_record>(with.directory, open_session{}).session_id;
  auto asked = self->request(with.directory, caf::infinite, question("one", id));
  run();
  self->send(with.directory, retire_request{id});
  run();
  EXPECT_EQ(awake(), 1);
  end_in_the_middle(with.generate_response[0]);
  ASSERT_FALSE(self->mailbox().empty());
  asked.receive([](event_batch& b) { EXPECT_FALSE(troupe::testing::answer_of(b).empty()); },
                [this](caf::error& e) { ADD_FAILURE() << sys.render(e); });
}

TEST_F(Directory, BoundsTheTurnsUnderWay) {
  with.generate_response.workers = {silent<generate_response::handle, generate_request, generated>()};
  publish();
  for (auto i = 0; i < 4; ++i) self->request(with.directory, caf::infinite, question("hello"));
  run();
  EXPECT_EQ(refused(question("one too many")).code, errc::overloaded);
  end_in_the_middle(with.generate_response[0]);
  with.generate_response.workers = {
      answering<generate_response::handle>([](const generate_request&) { return generated{{"hi"}}; })};
  publish();
  EXPECT_EQ(refused(question("room again")).code, errc::none);
}

TEST_F(Directory, OpensASessionWithoutAnActor) {
  auto request = open_session{};
  request.customer = {"42", "", "Ada"};
  const auto opened = ask<session_record>(with.directory, request);
  EXPECT_EQ(awake(), 0);
  const auto seen = ask<session_record>(with.directory, view_session{opened.session_id, {}});
  EXPECT_EQ(seen.session_id, opened.session_id);
  EXPECT_EQ(seen.turns, 0U);
  EXPECT_EQ(ask<found_customer>(with.readers[0], read_customer{opened.customer_id, {}, 0, 0}).who->name,
            "Ada");
}

} // namespace
} // namespace troupe::directory
