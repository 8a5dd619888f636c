#include "actors/session/change.hpp"
#include "storage/thread.hpp"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

namespace troupe::session {
namespace {

session_record with_turns(session_status status = session_status::awaiting_user_reply) {
  auto s = session_record{};
  s.session_id = "ses_a";
  s.status = status;
  s.turns = 3;
  s.last_event = event_id({3, max_attempts, max_events_per_attempt});
  return s;
}

change_session change(session_change what, std::string text = {}) {
  return {"ses_a", {}, what, escalation_reason::policy, std::move(text)};
}

TEST(Change, comes_behind_every_event) {
  for (const auto what :
       {session_change::close, session_change::hand_off, session_change::give_back, session_change::say}) {
    const auto before = with_turns(session_status::escalated);
    const auto made = changed(before, change(what, "Hello."), "trn_b", 9);
    EXPECT_EQ(made.seq, 4U);
    EXPECT_EQ(made.state, turn_state::answered);
    EXPECT_EQ(made.session.last_active_at, 9);
    ASSERT_FALSE(made.events.empty());
    EXPECT_GT(made.events.front().id, before.last_event);
    EXPECT_EQ(made.events.back().id, made.session.last_event);
  }
}

TEST(Change, that_closes_is_no_turn) {
  const auto end = changed(with_turns(), change(session_change::close), "trn_b", 9);
  EXPECT_EQ(end.session.status, session_status::closed);
  EXPECT_EQ(end.session.turns, 3U);
  EXPECT_EQ(changed({}, change(session_change::close), "trn_b", 9).seq, 1U);
}

TEST(Change, hands_off_with_a_reason_and_returns_without_a_trace) {
  auto offered = with_turns();
  offered.escalation.offered = escalation_reason::missing_knowledge;
  offered.escalation.unsupported = 2;
  const auto off = changed(offered, change(session_change::hand_off, "Needs a \"manager\"\xff"), "trn_b", 9);
  EXPECT_EQ(off.session.status, session_status::escalated);
  EXPECT_EQ(off.session.turns, 4U) << "the next turn comes behind it";
  EXPECT_EQ(off.session.escalation.reason, escalation_reason::policy);
  EXPECT_EQ(off.session.escalation.offered, escalation_reason::none);
  const auto value = nlohmann::json::parse(off.events.front().text);
  EXPECT_EQ(value["reason"], "policy");
  EXPECT_EQ(value["summary"], "Needs a \"manager\"\ufffd");

  const auto back = changed(off.session, change(session_change::give_back), "trn_c", 10);
  EXPECT_EQ(back.session.status, session_status::awaiting_user_reply);
  EXPECT_EQ(back.session.escalation, escalation{});
}

TEST(Change, says_a_humans_words_as_a_message) {
  const auto said =
      changed(with_turns(session_status::escalated), change(session_change::say, "Hi."), "trn_b", 9);
  ASSERT_EQ(said.events.size(), 3U);
  EXPECT_EQ(said.events[0].text, "agent");
  EXPECT_EQ(said.events[1].text, "Hi.");
  for (const auto& e : said.events) EXPECT_EQ(e.name, agent_message_id(4));
}

TEST(Change, is_refused_where_it_makes_no_sense) {
  const auto code = [](session_change what, session_status standing) {
    return refusal_of(change(what), with_turns(standing)).code;
  };
  EXPECT_EQ(code(session_change::say, session_status::awaiting_user_reply), errc::not_escalated);
  EXPECT_EQ(code(session_change::say, session_status::escalated), errc::none);
  EXPECT_EQ(code(session_change::hand_off, session_status::closed), errc::session_closed);
  EXPECT_EQ(code(session_change::close, session_status::escalated), errc::none);
}

TEST(Change, that_changes_nothing_is_done) {
  EXPECT_TRUE(is_done(session_change::hand_off, with_turns(session_status::escalated)));
  EXPECT_FALSE(is_done(session_change::hand_off, with_turns()));
  EXPECT_TRUE(is_done(session_change::give_back, with_turns()));
  EXPECT_TRUE(is_done(session_change::close, with_turns(session_status::closed)));
  EXPECT_FALSE(is_done(session_change::say, with_turns(session_status::escalated)));
}

TEST(WhatWasToldBefore, becomes_turns_of_a_question_and_its_answer) {
  auto n = 0;
  const auto id = [&n] { return "trn_" + std::to_string(++n); };
  const auto all = std::vector<said>{{role::assistant, "Welcome."},
                                     {role::customer, "One?"},
                                     {role::assistant, "First."},
                                     {role::customer, "Two?"},
                                     {role::customer, "Now?"}};
  const auto turns = told_before({}, all, 20, id, 9);
  ASSERT_EQ(turns.size(), 4U);
  EXPECT_EQ(turns[0].message, "");
  EXPECT_EQ(turns[1].message, "One?");
  EXPECT_EQ(turns[1].events.size(), 6U) << "a question and its answer";
  EXPECT_EQ(turns[3].message, "Now?");
  for (std::size_t i = 0; i < turns.size(); ++i) {
    EXPECT_EQ(turns[i].seq, i + 1);
    EXPECT_EQ(turns[i].session.turns, i + 1) << "each commit leaves a whole session";
    EXPECT_EQ(turns[i].session.last_event, turns[i].events.back().id);
    EXPECT_FALSE(turns[i].has_decision);
  }
}

TEST(WhatWasToldBefore, is_cut_at_its_old_end_and_recognised_as_a_whole) {
  const auto all =
      std::vector<said>{{role::customer, "One?"}, {role::assistant, "First."}, {role::customer, "Two?"}};
  const auto id = [] { return std::string{"trn_1"}; };
  const auto turns = told_before({}, all, 1, id, 9);
  ASSERT_EQ(turns.size(), 1U);
  EXPECT_EQ(turns[0].message, "Two?");
  EXPECT_EQ(turns[0].session.thread, storage::thread_of(all));
  EXPECT_TRUE(told_before({}, {}, 20, id, 9).empty());
}

} // namespace
} // namespace troupe::session
