#include "tests/actors/conversations.hpp"

#include <gmock/gmock.h>
#include <nlohmann/json.hpp>

#include <map>

namespace troupe::session {
namespace {

using namespace std::chrono_literals;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

/// Messages that come while nothing of an answer has been shown.
struct Burst : troupe::testing::Conversations {
  Burst() { id = ask<session_record>(with.directory, open_session{}).session_id; }

  chat_request said(std::string text, bool streamed = false) {
    auto r = question(std::move(text), id);
    r.client_message_id = "message-0000-" + r.text;
    r.streamed = streamed;
    return r;
  }
  void hold_answers() {
    with.generate_response.workers = {silent<generate_response::handle, generate_request, generated>()};
    publish();
  }
  void answer_again() {
    stop(with.generate_response[0]);
    with.generate_response.workers = {answering<generate_response::handle>([](const generate_request& r) {
      return generated{{"You asked: ", r.text}, {}, true, {"direct_answer", "uniform", 1, 0.2, {0.5}}};
    })};
    publish();
  }
  /// Says it and does not wait.
  void say(const chat_request& r) {
    caf::anon_send(with.directory, r);
    run();
  }
  std::vector<event> all_events() {
    auto events = std::vector<event>{};
    for (auto after = std::uint64_t{0};;) {
      const auto batch = ask<event_batch>(with.directory, next_events{id, {}, after});
      if (batch.events.empty()) return events;
      events.insert(events.end(), batch.events.begin(), batch.events.end());
      after = events.back().id;
    }
  }
  std::vector<std::string> texts() {
    auto all = std::vector<std::string>{};
    for (const auto& m : history_of(id).messages) all.push_back(m.text);
    return all;
  }
  /// The ends of the turns, each by the message that it began with.
  std::map<std::string, event> ends() {
    auto asked = std::map<std::string, std::string>{};
    auto found = std::map<std::string, event>{};
    for (const auto& e : all_events()) {
      if (e.type == event_type::text_content && !asked.contains(e.turn_id)) asked[e.turn_id] = e.text;
      if (ends_run(e.type)) found[asked[e.turn_id]] = e;
    }
    return found;
  }
  static nlohmann::json result(const event& e) { return nlohmann::json::parse(e.text); }

  std::string id;
};

TEST_F(Burst, GetsOneAnswerToAllThatWasSaid) {
  hold_answers();
  say(said("Hi"));
  say(said("My parcel is late."));
  answer_again();
  const auto batch = chat(said("Where is it?"));
  const auto end = ends();
  EXPECT_EQ(result(end.at("Where is it?"))["answer"], "You asked: Hi\nMy parcel is late.\nWhere is it?");
  EXPECT_EQ(end.at("Hi").name, end.at("My parcel is late.").turn_id);
  EXPECT_EQ(end.at("My parcel is late.").name, end.at("Where is it?").turn_id);
  EXPECT_EQ(result(end.at("Hi"))["answer"], nullptr);
  EXPECT_EQ(result(end.at("Hi"))["superseded_by"], end.at("My parcel is late.").turn_id);
  EXPECT_THAT(texts(), ElementsAre("Hi", "My parcel is late.", "Where is it?",
                                   "You asked: Hi\nMy parcel is late.\nWhere is it?"));
}

TEST_F(Burst, ShowsTheSupersededReaderWhereItGoesOn) {
  hold_answers();
  auto first = self->request(with.directory, caf::infinite, said("Hi"));
  run();
  answer_again();
  chat(said("Where is it?"));
  first.receive(
      [](const event_batch& b) {
        ASSERT_FALSE(b.events.empty());
        EXPECT_EQ(b.events.front().type, event_type::run_started);
        EXPECT_TRUE(std::ranges::any_of(b.events, goes_on_elsewhere));
        EXPECT_EQ(b.events.front().id, event_id({1, 0, 0})) << "from its own turn on";
      },
      [&](caf::error& e) { ADD_FAILURE() << sys.render(e); });
}

TEST_F(Burst, EndsAStreamThatWasBegunInTheNextTurn) {
  hold_answers();
  auto opened = chat(said("Hi", true));
  ASSERT_EQ(opened.events.front().type, event_type::run_started);
  say(said("Where is it?"));
  const auto rest = ask<event_batch>(with.directory, next_events{id, {}, opened.events.back().id});
  EXPECT_TRUE(std::ranges::any_of(rest.events, goes_on_elsewhere)) << "before there is an answer";
  auto begun = std::vector<std::string>{};
  for (const auto& events : {opened.events, rest.events})
    for (const auto& e : events) {
      if (e.type == event_type::step_started && position(e.id).seq == 1) begun.push_back(e.name);
      if (e.type == event_type::step_finished && position(e.id).seq == 1) std::erase(begun, e.name);
    }
  EXPECT_THAT(begun, IsEmpty()) << "what had started has an end";
}

TEST_F(Burst, RepeatsTheCommonAnswerToEachOfItsMessages) {
  hold_answers();
  say(said("Hi"));
  answer_again();
  const auto whole = chat(said("Where is it?"));
  const auto again = chat(said("Hi"));
  EXPECT_EQ(position(again.events.front().id).seq, 1U);
  EXPECT_EQ(again.events.back(), whole.events.back());
  EXPECT_EQ(chat(said("Where is it?")).events, whole.events);
  auto other = said("Hi");
  other.text = "Ho";
  EXPECT_EQ(refused(other).code, errc::conflict);
  EXPECT_EQ(texts().size(), 3U);
}

TEST_F(Burst, TakesARetryOfWhatIsSupersededAndNotStoredYet) {
  hold_answers();
  say(said("Hi"));
  say(said("Where is it?"));
  auto again = self->request(with.directory, caf::infinite, said("Hi"));
  run();
  auto other = said("Hi");
  other.text = "Ho";
  EXPECT_EQ(refused(other).code, errc::conflict);
  end_in_the_middle(with.generate_response[0]);
  again.receive([](const event_batch& b) { EXPECT_EQ(position(b.events.front().id).seq, 1U); },
                [&](caf::error& e) { ADD_FAILURE() << sys.render(e); });
  EXPECT_EQ(texts().size(), 3U);
}

TEST_F(Burst, IsAnsweredAsOneAfterACrash) {
  hold_answers();
  chat(said("Hi", true));
  say(said("Where is it?", true));
  stop_directory();
  answer_again();
  open_directory();
  const auto open = ask<open_sessions>(with.readers[0], read_open_sessions{});
  EXPECT_THAT(open.ids, ElementsAre(id));
  self->send(with.directory, open);
  run();
  EXPECT_EQ(result(ends().at("Where is it?"))["answer"], "You asked: Hi\nWhere is it?");
  EXPECT_THAT(texts(), ElementsAre("Hi", "Where is it?", "You asked: Hi\nWhere is it?"));
}

TEST_F(Burst, IsStoredWholeOrNotAtAll) {
  hold_answers();
  auto first = self->request(with.directory, caf::infinite, said("Hi"));
  run();
  log->broken = true;
  answer_again();
  EXPECT_EQ(refused(said("Where is it?")).code, errc::not_committed);
  first.receive([](const event_batch&) { ADD_FAILURE() << "nothing was stored"; },
                [](const caf::error& e) { EXPECT_EQ(to_failure(e).code, errc::not_committed); });
  log->broken = false;
  EXPECT_THAT(texts(), IsEmpty());
  EXPECT_EQ(result(chat(said("Hi")).events.back())["answer"], "You asked: Hi");
}

TEST_F(Burst, EndsAStreamThatWasBegunThoughTheStoreFails) {
  hold_answers();
  auto opened = chat(said("Hi", true));
  log->broken = true;
  EXPECT_EQ(refused(said("Where is it?")).code, errc::not_committed);
  const auto rest = ask<event_batch>(with.directory, next_events{id, {}, opened.events.back().id});
  EXPECT_EQ(rest.events.back().type, event_type::run_error);
  EXPECT_EQ(rest.events.back().turn_id, opened.events.front().turn_id);
  log->broken = false;
  end_in_the_middle(with.generate_response[0]);
  with.generate_response.workers = {
      answering<generate_response::handle>([](const generate_request& r) { return generated{{r.text}}; })};
  publish();
  chat(said("Anybody?"));
  EXPECT_THAT(ask<open_sessions>(with.readers[0], read_open_sessions{}).ids, IsEmpty());
}

TEST_F(Burst, KeepsAnothersMessageApart) {
  hold_answers();
  auto mine = said("Hi");
  mine.customer.external_id = "ada";
  say(mine);
  auto yours = said("Ho");
  yours.customer.external_id = "bob";
  say(yours);
  end_in_the_middle(with.generate_response[0]);
  answer_again();
  EXPECT_EQ(result(ends().at("Hi"))["superseded_by"], nullptr);
}

TEST_F(Burst, StaysBehindAChangeThatWaits) {
  hold_answers();
  say(said("Hi"));
  caf::anon_send(with.directory,
                 change_session{id, {}, session_change::hand_off, escalation_reason::policy, ""});
  run();
  say(said("Where is it?"));
  end_in_the_middle(with.generate_response[0]);
  answer_again();
  EXPECT_EQ(result(ends().at("Hi"))["superseded_by"], nullptr);
  EXPECT_EQ(result(ends().at("Where is it?"))["status"], "escalated");
}

TEST_F(Burst, IsBoundedInMessagesAndInBytes) {
  environment.limits.most_superseded = 1;
  environment.max_waiting = 8;
  hold_answers();
  for (const auto* text : {"one", "two", "three"}) say(said(text));
  end_in_the_middle(with.generate_response[0]);
  answer_again();
  chat(said("four"));
  const auto end = ends();
  EXPECT_FALSE(end.at("one").name.empty());
  EXPECT_EQ(end.at("two").name, "") << "it answers one, too";
  environment.limits.most_superseded = 8;
  environment.limits.burst_bytes = 9;
  hold_answers();
  say(said("five"));
  say(said("five!"));
  end_in_the_middle(with.generate_response[0]);
  answer_again();
  EXPECT_EQ(ends().at("five").name, "");
}

TEST_F(Burst, WaitsForMoreOfTheCustomersWords) {
  environment.limits.debounce = 500ms;
  auto first = self->request(with.directory, caf::infinite, said("Hi"));
  run();
  pass(400ms);
  say(said("Where is it?"));
  pass(400ms);
  EXPECT_THAT(all_events(), IsEmpty()) << "the wait began anew";
  pass(120ms);
  first.receive([](const event_batch& b) { EXPECT_TRUE(std::ranges::any_of(b.events, goes_on_elsewhere)); },
                [&](caf::error& e) { ADD_FAILURE() << sys.render(e); });
  EXPECT_THAT(texts(), ElementsAre("Hi", "Where is it?", "You asked: Hi\nWhere is it?"));
}

TEST_F(Burst, TeachesNothingByWhatWasSuperseded) {
  hold_answers();
  say(said("Hi"));
  answer_again();
  chat(said("Where is it?"));
  const auto stored = [&](std::uint64_t seq) {
    return *ask<found_record>(with.readers[0], load_record{id, seq}).record;
  };
  EXPECT_EQ(stored(1).state, turn_state::superseded);
  EXPECT_FALSE(stored(1).has_decision);
  EXPECT_THAT(stored(2).burst, ElementsAre("Hi"));
  EXPECT_TRUE(stored(2).has_decision);
  EXPECT_EQ(metrics.turns("superseded").Value(), 1);
}

} // namespace
} // namespace troupe::session
