#include "tests/actors/conversations.hpp"

#include <gmock/gmock.h>
#include <nlohmann/json.hpp>

namespace troupe::session {
namespace {

using namespace std::chrono_literals;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;

struct Session : troupe::testing::Conversations {
  session_record change(const std::string& id, session_change what, std::string text = {}) {
    return ask<session_record>(with.directory,
                               change_session{id, {}, what, escalation_reason::policy, std::move(text)});
  }
  static nlohmann::json answer(const event_batch& batch) {
    return nlohmann::json::parse(troupe::testing::answer_of(batch));
  }
  static std::vector<std::string> texts(const history_page& page) {
    auto all = std::vector<std::string>{};
    for (const auto& m : page.messages) all.push_back(m.text);
    return all;
  }
};

TEST_F(Session, AnswersAndKeepsBothMessages) {
  const auto batch = chat(question("Where is my parcel?"));
  const auto said = answer(batch);
  EXPECT_EQ(said["answer"], "You asked: Where is my parcel?");
  EXPECT_EQ(said["session_id"], batch.session_id);
  EXPECT_THAT(said["degraded"], IsEmpty());
  EXPECT_THAT(texts(history_of(batch.session_id)),
              ElementsAre("Where is my parcel?", "You asked: Where is my parcel?"));
}

TEST_F(Session, RepeatsAnAnswerByteForByte) {
  auto request = question("Where is my parcel?");
  request.client_message_id = "message-0000000001";
  const auto first = chat(request);
  const auto second = chat(request);
  EXPECT_EQ(first, second) << "also without a session_id: it follows from the client_message_id";
  request.session_id = first.session_id;
  EXPECT_EQ(chat(request), first);
  EXPECT_EQ(history_of(first.session_id).messages.size(), 2U);
}

TEST_F(Session, RepeatsAnAnswerOfAnEarlierLife) {
  auto request = question("Where is my parcel?");
  request.client_message_id = "message-0000000001";
  const auto first = chat(request);
  stop_directory();
  open_directory();
  EXPECT_EQ(chat(request), first);
}

TEST_F(Session, RefusesAnotherMessageUnderAUsedId) {
  auto request = question("Where is my parcel?");
  request.client_message_id = "message-0000000001";
  chat(request);
  request.text = "Where is my kettle?";
  EXPECT_EQ(refused(request).code, errc::conflict);
  request.text = "Where is my parcel?";
  request.customer.name = "Ada";
  EXPECT_EQ(refused(request).code, errc::conflict) << "the customer counts as well";
}

TEST_F(Session, RunsOneTurnAfterTheOther) {
  const auto id = chat(question("one")).session_id;
  chat(question("two", id));
  chat(question("three", id));
  EXPECT_THAT(texts(history_of(id)),
              ElementsAre("one", "You asked: one", "two", "You asked: two", "three", "You asked: three"));
}

TEST_F(Session, PagesItsHistory) {
  const auto id = chat(question("one")).session_id;
  chat(question("two", id));
  const auto last = history_of(id, {}, 3);
  EXPECT_THAT(texts(last), ElementsAre("You asked: one", "two", "You asked: two"));
  EXPECT_TRUE(last.has_more);
  const auto first = history_of(id, last.messages.front().message_id, 3);
  EXPECT_THAT(texts(first), ElementsAre("one"));
  EXPECT_FALSE(first.has_more);
}

TEST_F(Session, JoinsARetryToTheTurnThatRuns) {
  with.generate_response.workers = {silent<generate_response::handle, generate_request, generated>()};
  publish();
  auto request = question("Where is my parcel?");
  request.client_message_id = "message-0000000001";
  auto first = self->request(with.directory, caf::infinite, request);
  run();
  auto second = self->request(with.directory, caf::infinite, request);
  run();
  end_in_the_middle(with.generate_response[0]);
  auto batches = std::vector<event_batch>{};
  const auto keep = [&](event_batch& b) { batches.push_back(b); };
  const auto fail = [&](caf::error& e) { ADD_FAILURE() << sys.render(e); };
  first.receive(keep, fail);
  second.receive(keep, fail);
  ASSERT_EQ(batches.size(), 2U);
  EXPECT_EQ(batches[0], batches[1]);
  EXPECT_EQ(history_of(batches[0].session_id).messages.size(), 2U);
}

TEST_F(Session, IsReachedByItsOwnPrincipalAlone) {
  auto mine = question("hello");
  mine.who = {"key_1", false, false};
  const auto id = chat(mine).session_id;
  auto foreign = question("what did they say?", id);
  foreign.who = {"key_2", false, false};
  EXPECT_EQ(refused(foreign).code, errc::unknown_session);
  foreign.who = {"adm_1", true, true};
  EXPECT_EQ(refused(foreign).code, errc::none);
}

TEST_F(Session, KeepsAPublicKeysCustomerToItsOwnSession) {
  auto request = question("hello");
  request.customer.external_id = "42";
  const auto known = answer(chat(request))["customer_id"];
  EXPECT_EQ(answer(chat(request))["customer_id"], known);
  request.who = {"key_1", false, false};
  EXPECT_NE(answer(chat(request))["customer_id"], known);
}

TEST_F(Session, RefusesWhatItHasNoRoomFor) {
  environment.limits.most_superseded = 0;
  with.generate_response.workers = {silent<generate_response::handle, generate_request, generated>()};
  publish();
  const auto id = ask<session_record>(with.directory, open_session{}).session_id;
  for (auto i = 0; i < 3; ++i)
    self->request(with.directory, caf::infinite, question("wait", id)); // one runs, two wait
  run();
  EXPECT_EQ(refused(question("no room", id)).code, errc::session_busy);
  stop(with.generate_response[0]);
}

TEST_F(Session, NeverAnswersWithoutACommit) {
  log->broken = true;
  EXPECT_EQ(refused(question("hello")).code, errc::not_committed);
  log->broken = false;
  EXPECT_EQ(answer(chat(question("hello")))["answer"], "You asked: hello");
}

TEST_F(Session, EndsAStreamWithAnErrorAndAnswersTheRetry) {
  with.generate_response.workers = {silent<generate_response::handle, generate_request, generated>()};
  publish();
  auto request = question("hello");
  request.client_message_id = "message-0000000001";
  request.streamed = true;
  const auto opened = chat(request);
  ASSERT_EQ(opened.events.front().type, event_type::run_started) << "accepted durably, and shown";
  log->broken = true;
  end_in_the_middle(with.generate_response[0]);
  const auto rest =
      ask<event_batch>(with.directory, next_events{opened.session_id, {}, opened.events.back().id});
  EXPECT_EQ(rest.events.back().type, event_type::run_error);

  log->broken = false;
  with.generate_response.workers = {
      answering<generate_response::handle>([](const generate_request& r) { return generated{{r.text}}; })};
  publish();
  auto retried = chat(request);
  while (!ends_run(retried.events.back().type))
    retried = ask<event_batch>(with.directory, next_events{opened.session_id, {}, retried.events.back().id});
  EXPECT_EQ(answer(retried)["answer"], "hello");
  EXPECT_EQ(position(retried.events.back().id).attempt, 1U);
  EXPECT_EQ(history_of(opened.session_id).messages.size(), 2U);
}

TEST_F(Session, ReplaysExactlyWhatWasStreamed) {
  auto request = question("hello");
  request.streamed = true;
  auto live = chat(request);
  while (!ends_run(live.events.back().type)) {
    const auto more =
        ask<event_batch>(with.directory, next_events{live.session_id, {}, live.events.back().id});
    live.events.insert(live.events.end(), more.events.begin(), more.events.end());
  }
  const auto replayed = ask<event_batch>(with.directory, next_events{live.session_id, {}, 0});
  EXPECT_EQ(replayed, live);
  const auto middle = live.events[live.events.size() / 2].id;
  const auto tail = ask<event_batch>(with.directory, next_events{live.session_id, {}, middle});
  EXPECT_EQ(tail.events,
            std::vector<event>(live.events.begin() + static_cast<long>(live.events.size() / 2) + 1,
                               live.events.end()));
}

TEST_F(Session, HoldsAReaderUntilItsWaitIsOver) {
  const auto batch = chat(question("hello"));
  auto wait = self->request(with.directory, caf::infinite,
                            next_events{batch.session_id, {}, batch.events.back().id, 1000, 5000});
  run();
  EXPECT_TRUE(self->mailbox().empty());
  pass(5s);
  pass(20ms);
  auto got = std::optional<event_batch>{};
  ASSERT_FALSE(self->mailbox().empty());
  wait.receive([&](event_batch& b) { got = std::move(b); },
               [&](caf::error& e) { ADD_FAILURE() << sys.render(e); });
  EXPECT_THAT(got->events, IsEmpty());
}

TEST_F(Session, ShowsAWaitingReaderTheNextTurn) {
  const auto batch = chat(question("one"));
  auto wait = self->request(with.directory, caf::infinite,
                            next_events{batch.session_id, {}, batch.events.back().id, 1 << 20, 5000});
  run();
  const auto second = chat(question("two", batch.session_id));
  wait.receive([&](event_batch& b) { EXPECT_EQ(b, second); },
               [&](caf::error& e) { ADD_FAILURE() << sys.render(e); });
}

TEST_F(Session, AnswersARetryOfWhatWasAnsweredBeforeItWasClosed) {
  auto asked = question("hello");
  asked.client_message_id = "0123456789abcdef";
  const auto first = chat(asked);
  EXPECT_EQ(ask<session_record>(with.directory, change_session{first.session_id, {}}).status,
            session_status::closed);
  const auto again = chat(asked).events; // behind the turn stands the session's end
  ASSERT_GT(again.size(), first.events.size());
  EXPECT_TRUE(std::ranges::equal(first.events, std::span{again}.first(first.events.size())));
  asked.text = "something else";
  EXPECT_EQ(refused(asked).code, errc::conflict);
}

TEST_F(Session, ClosesForGood) {
  const auto id = chat(question("hello")).session_id;
  EXPECT_EQ(ask<session_record>(with.directory, change_session{id, {}}).status, session_status::closed);
  EXPECT_EQ(refused(question("again", id)).code, errc::session_closed);
  stop_directory();
  open_directory();
  EXPECT_EQ(refused(question("again", id)).code, errc::session_closed);
  EXPECT_EQ(history_of(id).messages.size(), 2U);
}

TEST_F(Session, GoesToAHumanAndBack) {
  const auto id = chat(question("hello")).session_id;
  const auto off = change(id, session_change::hand_off, "Needs a person");
  EXPECT_EQ(off.status, session_status::escalated);
  EXPECT_EQ(change(id, session_change::hand_off, "again"), off) << "it has gone there already";

  const auto unanswered = answer(chat(question("anybody there?", id)));
  EXPECT_EQ(unanswered["answer"], nullptr);
  EXPECT_EQ(unanswered["strategy"], nullptr);
  EXPECT_EQ(unanswered["status"], "escalated");
  EXPECT_EQ(unanswered["escalation"]["summary"], "Needs a person");

  const auto said = change(id, session_change::say, "Here I am.");
  EXPECT_EQ(change(id, session_change::give_back).status, session_status::awaiting_user_reply);
  EXPECT_NE(answer(chat(question("thanks", id)))["answer"], nullptr);

  auto spoken = std::vector<std::pair<role, std::string>>{};
  for (const auto& m : history_of(id).messages) spoken.emplace_back(m.from, m.text);
  EXPECT_THAT(spoken,
              ElementsAre(std::pair{role::customer, "hello"}, std::pair{role::assistant, "You asked: hello"},
                          std::pair{role::customer, "anybody there?"}, std::pair{role::agent, "Here I am."},
                          std::pair{role::customer, "thanks"},
                          std::pair{role::assistant, "You asked: thanks"}));
}

TEST_F(Session, StaysWithTheHumanAcrossARestart) {
  const auto id = chat(question("hello")).session_id;
  change(id, session_change::hand_off, "Needs a person");
  stop_directory();
  open_directory();
  const auto silence = answer(chat(question("anybody there?", id)));
  EXPECT_EQ(silence["answer"], nullptr);
  EXPECT_EQ(silence["escalation"]["reason"], "policy");
}

TEST_F(Session, LetsNoHumanSpeakInTheBotsPlace) {
  const auto id = chat(question("hello")).session_id;
  const auto got =
      try_ask<session_record>(with.directory, change_session{id, {}, session_change::say, {}, "Hi"});
  ASSERT_TRUE(got.error);
  EXPECT_EQ(to_failure(*got.error).code, errc::not_escalated);
}

TEST_F(Session, IsHandedOffBehindTheRunningTurnAndBeforeTheNext) {
  environment.limits.most_superseded = 0;
  const auto id = chat(question("hello")).session_id;
  auto first = self->request(with.directory, caf::infinite, question("one", id));
  auto second = self->request(with.directory, caf::infinite, question("two", id));
  auto off = self->request(with.directory, caf::infinite,
                           change_session{id, {}, session_change::hand_off, escalation_reason::policy, ""});
  run();
  const auto answer_of = [&](auto& waiting) {
    auto text = nlohmann::json{};
    waiting.receive([&](const event_batch& b) { text = answer(b)["answer"]; },
                    [&](caf::error& e) { ADD_FAILURE() << sys.render(e); });
    return text;
  };
  EXPECT_EQ(answer_of(first), "You asked: one");
  EXPECT_EQ(answer_of(second), nullptr);
  off.receive([](const session_record& s) { EXPECT_EQ(s.status, session_status::escalated); },
              [&](caf::error& e) { ADD_FAILURE() << sys.render(e); });
}

TEST_F(Session, ThatWasOnlyLookedAtGoesToSleepAgain) {
  const auto id = chat(question("hello")).session_id;
  stop_directory();
  open_directory();
  ask<session_record>(with.directory, view_session{id, {}});
  EXPECT_EQ(awake(), 1);
  pass(environment.idle + std::chrono::seconds{2});
  pass(std::chrono::seconds{2});
  EXPECT_EQ(awake(), 0);
}

TEST_F(Session, EndsItsStreamWhenItIsClosed) {
  const auto chatted = chat(question("hello"));
  const auto last = chatted.events.back().id;
  auto wait =
      self->request(with.directory, caf::infinite, next_events{chatted.session_id, {}, last, 1 << 20, 5000});
  run();
  const auto closed = ask<session_record>(with.directory, change_session{chatted.session_id, {}});
  EXPECT_EQ(closed.turns, 1U);
  auto end = event_batch{};
  wait.receive([&](event_batch& b) { end = std::move(b); },
               [&](caf::error& e) { ADD_FAILURE() << sys.render(e); });
  ASSERT_THAT(end.events, SizeIs(1));
  EXPECT_EQ(end.events.front().type, event_type::custom);
  EXPECT_EQ(end.events.front().name, "closed");
  EXPECT_EQ(end.events.front().id, closed.last_event);
  EXPECT_EQ(ask<event_batch>(with.directory, next_events{chatted.session_id, {}, last}).events, end.events);
  EXPECT_TRUE(
      ask<event_batch>(with.directory, next_events{chatted.session_id, {}, closed.last_event}).closed);
}

TEST_F(Session, FailsItsPromisesWhenItIsStopped) {
  with.generate_response.workers = {silent<generate_response::handle, generate_request, generated>()};
  publish();
  auto waiting = self->request(with.directory, caf::infinite, question("hello"));
  run();
  stop_directory();
  waiting.receive([](event_batch&) { ADD_FAILURE() << "there is no answer"; },
                  [](caf::error& e) { EXPECT_EQ(to_failure(e).code, errc::shutting_down); });
  open_directory();
  stop(with.generate_response[0]);
}

TEST_F(Session, FinishesWhatACrashLeftOpen) {
  with.generate_response.workers = {silent<generate_response::handle, generate_request, generated>()};
  publish();
  auto request = question("hello");
  request.streamed = true;
  const auto opened = chat(request);
  stop_directory(); // accepted, and no answer
  stop(with.generate_response[0]);
  with.generate_response.workers = {
      answering<generate_response::handle>([](const generate_request& r) { return generated{{r.text}}; })};
  open_directory();
  const auto open = ask<open_sessions>(with.readers[0], read_open_sessions{});
  EXPECT_THAT(open.ids, ElementsAre(opened.session_id));
  self->send(with.directory, open);
  run();
  EXPECT_THAT(ask<open_sessions>(with.readers[0], read_open_sessions{}).ids, IsEmpty());
  const auto rest =
      ask<event_batch>(with.directory, next_events{opened.session_id, {}, opened.events.back().id});
  EXPECT_EQ(rest.events.front().type, event_type::run_restarted);
  EXPECT_EQ(answer(rest)["answer"], "hello");
}

TEST_F(Session, FinishesWhatACrashLeftOpenBeforeTheNextMessage) {
  with.generate_response.workers = {silent<generate_response::handle, generate_request, generated>()};
  publish();
  auto request = question("first");
  request.streamed = true;
  const auto opened = chat(request);
  stop_directory();
  stop(with.generate_response[0]);
  with.generate_response.workers = {
      answering<generate_response::handle>([](const generate_request& r) { return generated{{r.text}}; })};
  open_directory();
  environment.limits.most_superseded = 0;
  EXPECT_EQ(answer(chat(question("second", opened.session_id)))["answer"], "second"); // no recovery yet
  EXPECT_THAT(ask<open_sessions>(with.readers[0], read_open_sessions{}).ids, IsEmpty());
  const auto said = history_of(opened.session_id).messages;
  ASSERT_THAT(said, SizeIs(4));
  EXPECT_EQ(said[1].text, "first");
  EXPECT_EQ(said[3].text, "second");
}

TEST_F(Session, LeavesAnAnsweredTurnAsItIsWhenItIsRecovered) {
  const auto batch = chat(question("hello"));
  self->send(with.directory, open_sessions{{batch.session_id}}); // a retry was faster than the recovery
  run();
  EXPECT_EQ(metrics.turns("answered").Value(), 1);
  EXPECT_EQ(metrics.turns("failed").Value(), 0);
}

/// Each node in turn takes its request, says nothing, and is ended in the middle of the turn.
class NodeThatEnds : public Session, public ::testing::WithParamInterface<node> {
protected:
  caf::actor silence(node which) {
    switch (which) {
    case node::load_customer:
      return replace(with.load_customer,
                     silent<load_customer::handle, load_customer_request, loaded_customer>());
    case node::classify:
      return replace(with.classify, silent<classify::handle, classify_request, classified>());
    case node::get_context: return replace(with.get_context, silent_search());
    case node::generate_response:
      return replace(with.generate_response,
                     silent<generate_response::handle, generate_request, generated>());
    case node::analyze_query:
      return replace(with.analyze_query, silent<analyze_query::handle, analyze_request, insight>());
    case node::log_response:
      return replace(with.log_response, silent<log_response::handle, log_request, logged>());
    }
    return {};
  }

private:
  template <class Handle>
  caf::actor replace(pool<Handle>& of, const Handle& by) {
    stop(of[0]);
    of.workers = {by};
    publish();
    return caf::actor_cast<caf::actor>(by);
  }
  get_context::handle silent_search() {
    return sys.spawn([](get_context::handle::pointer node) -> get_context::handle::behavior_type {
      auto kept = std::make_shared<std::vector<caf::typed_response_promise<found_context>>>();
      return {[node, kept](const get_context_request&) -> caf::result<found_context> {
                kept->push_back(node->make_response_promise<found_context>());
                return kept->back();
              },
              [](const search_request&) { return search_reply{}; }};
    });
  }
};

TEST_P(NodeThatEnds, DegradesTheTurnAndNoMore) {
  const auto victim = silence(GetParam());
  auto asked = self->request(with.directory, caf::infinite, question("hello"));
  run();
  ASSERT_TRUE(self->mailbox().empty()) << "the turn waits for its node";
  end_in_the_middle(victim);
  ASSERT_FALSE(self->mailbox().empty());
  asked.receive(
      [&](event_batch& b) {
        EXPECT_THAT(answer(b)["degraded"], ElementsAre(std::string{session::name(GetParam())}));
        EXPECT_FALSE(answer(b)["answer"].get<std::string>().empty());
      },
      [&](caf::error& e) { ADD_FAILURE() << sys.render(e); });
}

TEST_P(NodeThatEnds, IsNotWaitedForWhenItIsGoneBefore) {
  stop(silence(GetParam()));
  EXPECT_THAT(answer(chat(question("hello")))["degraded"],
              ElementsAre(std::string{session::name(GetParam())}));
}

INSTANTIATE_TEST_SUITE_P(Each, NodeThatEnds,
                         ::testing::Values(node::load_customer, node::classify, node::get_context,
                                           node::generate_response, node::analyze_query, node::log_response),
                         [](const auto& each) { return std::string{name(each.param)}; });

} // namespace
} // namespace troupe::session
