#include "tests/storage/contract.hpp"
#include "tests/storage/sample.hpp"

#include <gmock/gmock.h>

#include <limits>

namespace troupe::storage {
namespace {

using sample::accepted;
using sample::answered;
using sample::failed;
using sample::retried;
using sample::someone;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;
using ::testing::UnorderedElementsAre;

constexpr auto everything = std::numeric_limits<std::size_t>::max();

std::vector<errc> codes(const std::vector<failure>& outcomes) {
  std::vector<errc> list;
  for (const auto& outcome : outcomes) list.push_back(outcome.code);
  return list;
}

std::vector<std::string> ids(const std::vector<message>& messages) {
  std::vector<std::string> list;
  for (const auto& m : messages) list.push_back(m.message_id);
  return list;
}

std::vector<std::string> ids(const std::vector<similar_customer>& customers) {
  std::vector<std::string> list;
  for (const auto& c : customers) list.push_back(c.customer_id);
  return list;
}

// Turns

TEST_P(store_contract, gives_back_an_answered_turn_as_it_was_committed) {
  const auto turn = answered("ses_a", 1);
  EXPECT_EQ(commit(turn).code, errc::none);
  EXPECT_EQ(store->talk().record("ses_a", 1), turn);
  EXPECT_EQ(store->talk().session("ses_a"), turn.session);
}

TEST_P(store_contract, gives_back_every_character_of_text_and_every_byte_of_events) {
  auto turn = accepted("ses_a", 1);
  turn.message = "a\tb\n\"'$1?\\";
  turn.burst = {"Hi", "it's \"me\"", "\u2028"};
  turn.ref.name = "Zoë \U0001F600";
  const std::string answer{"\0 \xc3\x28 \u2028", 8};
  turn = answered(turn, answer, 3);
  EXPECT_EQ(commit(turn).code, errc::none);
  EXPECT_EQ(store->talk().record("ses_a", 1), turn);
  EXPECT_EQ(store->talk().events("ses_a", 0, everything), turn.events);
}

TEST_P(store_contract, ends_an_accepted_turn) {
  const auto open = accepted("ses_a", 1);
  EXPECT_EQ(commit(open).code, errc::none);
  EXPECT_EQ(store->talk().record("ses_a", 1), open);
  const auto ended = answered(open, "An answer.");
  EXPECT_EQ(commit(ended).code, errc::none);
  EXPECT_EQ(store->talk().record("ses_a", 1), ended);
}

TEST_P(store_contract, commits_a_group_in_order) {
  const auto open = accepted("ses_a", 1);
  const auto outcomes =
      store->turns().commit(std::vector{open, answered(open, "One."), answered("ses_a", 2)});
  EXPECT_THAT(codes(outcomes), ElementsAre(errc::none, errc::none, errc::none));
  EXPECT_EQ(store->talk().record("ses_a", 1)->state, turn_state::answered);
  EXPECT_EQ(store->talk().session("ses_a")->turns, 2u);
}

TEST_P(store_contract, commits_an_empty_group) { EXPECT_THAT(store->turns().commit({}), IsEmpty()); }

TEST_P(store_contract, a_probe_leaves_no_trace) {
  const auto turn = answered("ses_a", 1);
  EXPECT_EQ(commit(turn).code, errc::none);
  const auto logged = store->changes();
  store->turns().probe();
  EXPECT_EQ(store->changes(), logged);
  EXPECT_EQ(store->talk().record("ses_a", 1), turn);
}

TEST_P(store_contract, takes_the_same_record_twice_as_one) {
  for (const auto& turn : {accepted("ses_a", 1), answered("ses_a", 2), failed(accepted("ses_a", 3))}) {
    EXPECT_EQ(commit(turn).code, errc::none);
    const auto changes = store->changes();
    const auto session = store->talk().session("ses_a");
    EXPECT_EQ(commit(turn).code, errc::none);
    EXPECT_EQ(store->changes(), changes);
    EXPECT_EQ(store->talk().session("ses_a"), session);
    EXPECT_EQ(store->talk().record("ses_a", turn.seq), turn);
  }
}

TEST_P(store_contract, a_late_repeat_does_not_turn_the_session_back) {
  commit(answered("ses_a", 1));
  commit(answered("ses_a", 2));
  EXPECT_EQ(commit(answered("ses_a", 1)).code, errc::none);
  EXPECT_EQ(store->talk().session("ses_a")->turns, 2u);
}

TEST_P(store_contract, an_answered_turn_stays_as_it_is) {
  const auto turn = answered("ses_a", 1);
  commit(turn);
  EXPECT_EQ(commit(answered(accepted("ses_a", 1), "Another answer.")).code, errc::conflict);
  EXPECT_EQ(commit(retried(turn)).code, errc::conflict);
  EXPECT_EQ(commit(failed(accepted("ses_a", 1))).code, errc::conflict);
  EXPECT_EQ(store->talk().record("ses_a", 1), turn);
}

TEST_P(store_contract, a_failed_turn_opens_again_by_a_new_attempt_only) {
  const auto first = failed(accepted("ses_a", 1));
  commit(first);
  EXPECT_EQ(commit(answered("ses_a", 1)).code, errc::conflict);
  const auto second = retried(first);
  EXPECT_EQ(commit(second).code, errc::none);
  EXPECT_THAT(store->talk().open_sessions(), ElementsAre("ses_a"));
  const auto ended = answered(second, "At last.");
  EXPECT_EQ(commit(ended).code, errc::none);
  EXPECT_EQ(store->talk().record("ses_a", 1), ended);
}

TEST_P(store_contract, an_older_attempt_is_refused) {
  const auto first = accepted("ses_a", 1);
  commit(first);
  const auto second = retried(first);
  commit(second);
  EXPECT_EQ(commit(answered(first, "Too late.")).code, errc::conflict);
  EXPECT_EQ(store->talk().record("ses_a", 1), second);
}

TEST_P(store_contract, a_new_attempt_replaces_what_was_decided_and_seen) {
  auto first = answered("ses_a", 1);
  first.state = turn_state::failed;
  commit(first);
  const auto second = retried(first);
  EXPECT_EQ(commit(second).code, errc::none);
  EXPECT_EQ(store->talk().record("ses_a", 1), second);
}

TEST_P(store_contract, keeps_what_was_seen_where_nothing_was_decided) {
  auto turn = answered("ses_a", 1);
  turn.has_decision = false;
  turn.choice = {};
  commit(turn);
  EXPECT_EQ(store->talk().record("ses_a", 1), turn);
}

// Refusals leave nothing behind and hold up nobody

TEST_P(store_contract, a_taken_seq_is_a_conflict) {
  const auto turn = answered("ses_a", 1);
  commit(turn);
  auto other = answered("ses_a", 1);
  other.turn_id = "trn_other";
  other.client_message_id = "other";
  const auto outcome = commit(other);
  EXPECT_EQ(outcome.code, errc::conflict);
  EXPECT_THAT(outcome.detail, HasSubstr("ses_a"));
  EXPECT_EQ(store->talk().turn("trn_other"), std::nullopt);
  EXPECT_EQ(store->talk().record("ses_a", 1), turn);
}

TEST_P(store_contract, a_taken_client_message_id_is_a_conflict_within_its_session) {
  commit(answered("ses_a", 1));
  auto again = answered("ses_a", 2);
  again.client_message_id = "client-message-1";
  EXPECT_EQ(commit(again).code, errc::conflict);
  EXPECT_EQ(store->talk().session("ses_a")->turns, 1u);
  EXPECT_EQ(commit(answered("ses_b", 1)).code, errc::none);
}

TEST_P(store_contract, turns_without_a_client_message_id_do_not_meet) {
  for (std::uint64_t seq : {1, 2}) {
    auto turn = answered("ses_a", seq);
    turn.client_message_id.clear();
    EXPECT_EQ(commit(turn).code, errc::none);
    EXPECT_EQ(store->talk().record("ses_a", seq), turn);
  }
  EXPECT_EQ(store->talk().turn_by_message("ses_a", ""), std::nullopt);
}

TEST_P(store_contract, a_taken_turn_id_is_a_conflict) {
  commit(answered("ses_a", 1));
  auto other = answered("ses_b", 1);
  other.turn_id = answered("ses_a", 1).turn_id;
  EXPECT_EQ(commit(other).code, errc::conflict);
  EXPECT_EQ(store->talk().session("ses_b"), std::nullopt);
}

TEST_P(store_contract, an_older_epoch_is_fenced) {
  auto turn = answered("ses_a", 1);
  turn.session.epoch = 5;
  commit(turn);
  auto stale = answered("ses_a", 2);
  stale.session.epoch = 4;
  stale.new_customer = true;
  stale.who = someone("cus_stale");
  const auto changes = store->changes();
  EXPECT_EQ(commit(stale).code, errc::fenced);
  EXPECT_EQ(store->turns().write(stale.session).code, errc::fenced);
  EXPECT_EQ(store->talk().session("ses_a"), turn.session);
  EXPECT_EQ(store->talk().record("ses_a", 2), std::nullopt);
  EXPECT_EQ(store->customers().find("cus_stale"), std::nullopt);
  EXPECT_EQ(store->changes(), changes);
}

TEST_P(store_contract, a_newer_epoch_takes_the_session_over) {
  commit(answered("ses_a", 1));
  auto turn = answered("ses_a", 2);
  turn.session.epoch = 2;
  EXPECT_EQ(commit(turn).code, errc::none);
  EXPECT_EQ(commit(answered("ses_a", 3)).code, errc::fenced);
}

TEST_P(store_contract, a_refused_record_does_not_hold_up_its_neighbours) {
  auto newer = answered("ses_a", 1);
  newer.session.epoch = 2;
  commit(newer);
  auto taken = answered("ses_b", 1);
  taken.turn_id = "trn_other";
  taken.session.last_event = 0;
  const auto group = std::vector{answered("ses_b", 1), answered("ses_a", 2), taken, answered("ses_c", 1)};
  EXPECT_THAT(codes(store->turns().commit(group)),
              ElementsAre(errc::none, errc::fenced, errc::conflict, errc::none));
  EXPECT_EQ(store->talk().record("ses_b", 1), group[0]);
  EXPECT_EQ(store->talk().record("ses_a", 2), std::nullopt);
  EXPECT_EQ(store->talk().record("ses_c", 1), group[3]);
}

TEST_P(store_contract, a_figure_that_is_not_finite_refuses_its_record_alone) {
  auto odd = answered("ses_a", 1);
  odd.metrics.sentiment = std::numeric_limits<double>::quiet_NaN();
  auto odder = answered("ses_b", 1);
  odder.choice.features = {1.0, std::numeric_limits<double>::infinity()};
  const auto outcomes = store->turns().commit(std::vector{odd, odder, answered("ses_c", 1)});
  EXPECT_THAT(codes(outcomes), ElementsAre(errc::internal, errc::internal, errc::none));
  EXPECT_EQ(store->talk().session("ses_a"), std::nullopt);
}

// Looking turns up

TEST_P(store_contract, finds_a_turn_by_its_id_and_by_the_clients_id) {
  const auto turn = answered("ses_a", 3);
  commit(turn);
  const turn_ref expected{"ses_a", "key-1", turn.turn_id, 3, 1, turn_state::answered, turn.fingerprint};
  EXPECT_EQ(store->talk().turn(turn.turn_id), expected);
  EXPECT_EQ(store->talk().turn_by_message("ses_a", turn.client_message_id), expected);
  EXPECT_EQ(store->talk().turn_by_message("ses_b", turn.client_message_id), std::nullopt);
}

TEST_P(store_contract, what_is_unknown_is_not_there) {
  EXPECT_EQ(store->talk().session("ses_none"), std::nullopt);
  EXPECT_EQ(store->talk().turn("trn_none"), std::nullopt);
  EXPECT_EQ(store->talk().record("ses_none", 1), std::nullopt);
  EXPECT_THAT(store->talk().events("ses_none", 0, everything), IsEmpty());
  EXPECT_THAT(store->talk().history("ses_none", 0, 10), IsEmpty());
  EXPECT_THAT(store->talk().open_sessions(), IsEmpty());
  EXPECT_EQ(store->talk().open_turn("ses_none"), 0U);
}

TEST_P(store_contract, open_sessions_are_those_with_a_turn_that_has_not_ended) {
  const auto open = accepted("ses_b", 1);
  store->turns().commit(std::vector{answered("ses_a", 1), open, accepted("ses_c", 1), accepted("ses_c", 2)});
  EXPECT_THAT(store->talk().open_sessions(), UnorderedElementsAre("ses_b", "ses_c"));
  EXPECT_EQ(store->talk().open_turn("ses_a"), 0U);
  EXPECT_EQ(store->talk().open_turn("ses_b"), 1U);
  commit(failed(open));
  EXPECT_THAT(store->talk().open_sessions(), ElementsAre("ses_c"));
}

// Sessions

TEST_P(store_contract, keeps_why_a_session_went_to_a_human) {
  auto turn = answered("ses_a", 1);
  turn.session.status = session_status::escalated;
  turn.session.escalation = {escalation_reason::repeated_failure, "He is cross.", escalation_reason::policy,
                             4};
  EXPECT_EQ(commit(turn).code, errc::none);
  EXPECT_EQ(store->talk().session("ses_a"), turn.session);
  turn = answered("ses_a", 2);
  EXPECT_EQ(commit(turn).code, errc::none);
  EXPECT_EQ(store->talk().session("ses_a")->escalation, escalation{});
}

TEST_P(store_contract, finds_an_open_session_of_a_principal_by_its_thread) {
  const auto say = [&](const char* id, const char* principal, const char* thread) {
    auto turn = answered(id, 1);
    turn.session.principal = principal;
    turn.session.thread = thread;
    EXPECT_EQ(commit(turn).code, errc::none);
    return turn.session;
  };
  say("ses_a", "ann", "t1");
  say("ses_b", "ann", "");
  say("ses_c", "bob", "t1");
  auto closed = say("ses_d", "ann", "t1");
  EXPECT_THAT(store->talk().threads("ann", "t1"), ::testing::UnorderedElementsAre("ses_a", "ses_d"));
  closed.status = session_status::closed;
  store->turns().write(closed);
  EXPECT_THAT(store->talk().threads("ann", "t1"), ElementsAre("ses_a"));
  EXPECT_THAT(store->talk().threads("ann", ""), IsEmpty());
  EXPECT_THAT(store->talk().threads("ann", "t2"), IsEmpty());
}

TEST_P(store_contract, lists_sessions_the_newest_first) {
  for (const auto* id : {"ses_a", "ses_b", "ses_c", "ses_d"}) commit(answered(id, 1));
  auto escalated = store->talk().session("ses_b").value();
  escalated.status = session_status::escalated;
  store->turns().write(escalated);
  const auto listed = [&](std::optional<session_status> status, std::string_view before, std::size_t limit) {
    std::vector<std::string> ids;
    for (const auto& s : store->talk().sessions(status, before, limit)) ids.push_back(s.session_id);
    return ids;
  };
  EXPECT_THAT(listed({}, "", 9), ElementsAre("ses_d", "ses_c", "ses_b", "ses_a"));
  EXPECT_THAT(listed({}, "ses_d", 2), ElementsAre("ses_c", "ses_b"));
  EXPECT_THAT(listed(session_status::escalated, "", 9), ElementsAre("ses_b"));
  EXPECT_THAT(listed(session_status::escalated, "ses_b", 9), IsEmpty());
  EXPECT_THAT(listed({}, "ses_none", 9), IsEmpty());
}

TEST_P(store_contract, writes_a_session_without_a_turn) {
  auto session = accepted("ses_a", 1).session;
  session.turns = 0;
  session.customer_id.clear();
  EXPECT_EQ(store->turns().write(session).code, errc::none);
  EXPECT_EQ(store->talk().session("ses_a"), session);
  session.status = session_status::closed;
  session.customer_id = "cus_1";
  EXPECT_EQ(store->turns().write(session).code, errc::none);
  EXPECT_EQ(store->talk().session("ses_a"), session);
}

TEST_P(store_contract, a_session_keeps_who_may_reach_it) {
  const auto session = accepted("ses_a", 1).session;
  store->turns().write(session);
  auto other = session;
  other.principal = "key-2";
  other.created_at += 1;
  store->turns().write(other);
  EXPECT_EQ(store->talk().session("ses_a"), session);
}

// Events

TEST_P(store_contract, replays_events_from_any_position_exactly) {
  const auto one = answered("ses_a", 1);
  const auto two = answered("ses_a", 2);
  store->turns().commit(std::vector{one, answered("ses_b", 1), two});
  auto all = one.events;
  all.insert(all.end(), two.events.begin(), two.events.end());
  EXPECT_EQ(store->talk().events("ses_a", 0, everything), all);
  for (std::size_t i = 0; i < all.size(); ++i)
    EXPECT_EQ(store->talk().events("ses_a", all[i].id, everything),
              (std::vector<event>{all.begin() + i + 1, all.end()}));
}

TEST_P(store_contract, replays_all_attempts_of_a_turn) {
  const auto turn = answered(retried(failed(accepted("ses_a", 1))), "At last.");
  commit(turn);
  EXPECT_EQ(store->talk().events("ses_a", 0, everything), turn.events);
  EXPECT_EQ(store->talk().events("ses_a", event_id({1, 2, 0}), 1).at(0).type, event_type::run_restarted);
}

TEST_P(store_contract, pulls_events_in_batches_that_add_up) {
  const auto one = answered("ses_a", 1);
  const auto two = answered("ses_a", 2);
  store->turns().commit(std::vector{one, two});
  for (const std::size_t limit : {0, 1, 20, 100}) {
    std::vector<event> pulled;
    while (true) {
      const auto batch = store->talk().events("ses_a", pulled.empty() ? 0 : pulled.back().id, limit);
      if (batch.empty()) break;
      pulled.insert(pulled.end(), batch.begin(), batch.end());
    }
    EXPECT_EQ(pulled, store->talk().events("ses_a", 0, everything)) << limit;
  }
  EXPECT_THAT(store->talk().events("ses_a", 0, 0), SizeIs(1));
}

// History

TEST_P(store_contract, folds_a_turn_into_its_messages) {
  const auto turn = answered(accepted("ses_a", 7), "Whole sentences [1].");
  commit(turn);
  EXPECT_THAT(
      store->talk().history("ses_a", 0, 10),
      ElementsAre(message{"msg_7c", turn.turn_id, role::customer, turn.message, turn.created_at},
                  message{"msg_7a", turn.turn_id, role::assistant, "Whole sentences [1].", turn.ended_at}));
}

TEST_P(store_contract, folds_the_last_attempt_alone) {
  auto broken = answered(accepted("ses_a", 1), "Half of an ans");
  broken.state = turn_state::failed;
  commit(answered(retried(broken), "All of it."));
  const auto history = store->talk().history("ses_a", 0, 10);
  ASSERT_THAT(history, SizeIs(2));
  EXPECT_EQ(history[1].text, "All of it.");
}

TEST_P(store_contract, keeps_the_customers_message_of_turns_without_an_answer) {
  auto superseded = failed(accepted("ses_a", 3));
  superseded.state = turn_state::superseded;
  store->turns().commit(std::vector{accepted("ses_a", 1), failed(accepted("ses_a", 2)), superseded});
  EXPECT_THAT(ids(store->talk().history("ses_a", 0, 10)), ElementsAre("msg_1c", "msg_2c", "msg_3c"));
}

TEST_P(store_contract, folds_an_agents_message) {
  auto turn = accepted("ses_a", 1);
  turn.message.clear();
  turn.events.push_back(sample::make_event(turn, 2, event_type::text_start, "msg_1g", "agent"));
  turn.events.push_back(sample::make_event(turn, 3, event_type::text_content, "msg_1g", "A person here."));
  turn.state = turn_state::answered;
  turn.ended_at = turn.created_at;
  commit(turn);
  EXPECT_THAT(store->talk().history("ses_a", 0, 10),
              ElementsAre(message{"msg_1g", turn.turn_id, role::agent, "A person here.", turn.created_at}));
}

TEST_P(store_contract, pages_through_history_oldest_first_within_a_page) {
  for (std::uint64_t seq = 1; seq <= 5; ++seq) commit(answered("ses_a", seq));
  commit(answered("ses_b", 1));
  EXPECT_THAT(ids(store->talk().history("ses_a", 0, 4)), ElementsAre("msg_4c", "msg_4a", "msg_5c", "msg_5a"));
  EXPECT_THAT(ids(store->talk().history("ses_a", 4, 4)), ElementsAre("msg_2c", "msg_2a", "msg_3c", "msg_3a"));
  EXPECT_THAT(ids(store->talk().history("ses_a", 2, 4)), ElementsAre("msg_1c", "msg_1a"));
  EXPECT_THAT(store->talk().history("ses_a", 1, 4), IsEmpty());
}

TEST_P(store_contract, a_page_of_history_is_cut_at_its_old_end) {
  commit(answered("ses_a", 1));
  commit(answered("ses_a", 2));
  EXPECT_THAT(ids(store->talk().history("ses_a", 0, 3)), ElementsAre("msg_1a", "msg_2c", "msg_2a"));
  EXPECT_THAT(store->talk().history("ses_a", 0, 0), IsEmpty());
}

// Customers

TEST_P(store_contract, creates_a_customer_once) {
  const auto first = someone("cus_1");
  EXPECT_EQ(store->customer_writing().create(first), first);
  auto second = someone("cus_1");
  second.name = "Another Name";
  EXPECT_EQ(store->customer_writing().create(second), first);
  EXPECT_EQ(store->customers().find("cus_1"), first);
  EXPECT_EQ(store->customers().find("cus_2"), std::nullopt);
}

TEST_P(store_contract, an_external_id_names_one_customer) {
  const auto first = someone("cus_1");
  store->customer_writing().create(first);
  auto second = someone("cus_2");
  second.external_id = first.external_id;
  EXPECT_EQ(store->customer_writing().create(second), first);
  EXPECT_EQ(store->customers().find("cus_2"), std::nullopt);
}

TEST_P(store_contract, customers_without_an_external_id_do_not_meet) {
  for (const auto* id : {"cus_1", "cus_2"}) {
    auto c = someone(id);
    c.external_id.clear();
    EXPECT_EQ(store->customer_writing().create(c), c);
    EXPECT_EQ(store->customers().find(id), c);
  }
}

TEST_P(store_contract, a_turn_brings_its_new_customer) {
  auto turn = answered("ses_a", 1);
  turn.new_customer = true;
  turn.who = someone("cus_1");
  commit(turn);
  EXPECT_EQ(store->customers().find("cus_1"), turn.who);
  auto again = answered("ses_b", 1);
  again.new_customer = true;
  again.who = someone("cus_1", 0.9);
  EXPECT_EQ(commit(again).code, errc::none);
  EXPECT_EQ(store->customers().find("cus_1"), turn.who);
}

TEST_P(store_contract, similar_customers_come_by_satisfaction_and_then_by_id) {
  for (const auto& c : {someone("cus_me"), someone("cus_c", 0.7), someone("cus_b", 0.7),
                        someone("cus_a", 0.2), someone("cus_top", 1.0)})
    store->customer_writing().create(c);
  auto brief = someone("cus_brief", 0.9);
  brief.communication_style = "brief";
  auto loyal = someone("cus_loyal", 0.9);
  loyal.relationship_stage = "loyal";
  store->customer_writing().create(brief);
  store->customer_writing().create(loyal);
  EXPECT_THAT(ids(store->customers().similar("cus_me", 5)),
              ElementsAre("cus_top", "cus_b", "cus_c", "cus_a"));
  EXPECT_THAT(ids(store->customers().similar("cus_me", 2)), ElementsAre("cus_top", "cus_b"));
  EXPECT_THAT(store->customers().similar("cus_loyal", 5), IsEmpty());
  EXPECT_THAT(store->customers().similar("cus_none", 5), IsEmpty());
}

TEST_P(store_contract, lists_customers_those_met_last_first) {
  const auto met = [&](std::string id, timestamp at, std::string name) {
    auto c = customer{
        .customer_id = "cus_" + id, .external_id = id, .email = id + "@example.org", .name = std::move(name)};
    c.created_at = at;
    store->customer_writing().create(c);
  };
  met("ann", 1, "Ann 100%");
  met("bob", 2, "Bob_Ray");
  met("cid", 2, "Cid");
  const auto ids = [](const std::vector<customer>& page) {
    std::vector<std::string> all;
    for (const auto& c : page) all.push_back(c.external_id);
    return all;
  };
  auto& customers = store->customers();
  EXPECT_THAT(ids(customers.list("", "", 10)), ElementsAre("cid", "bob", "ann"));
  EXPECT_THAT(ids(customers.list("", "", 2)), ElementsAre("cid", "bob"));
  EXPECT_THAT(ids(customers.list("", "cus_bob", 10)), ElementsAre("ann"));
  EXPECT_THAT(ids(customers.list("", "cus_nobody", 10)), IsEmpty());
  EXPECT_THAT(ids(customers.list("BOB@", "", 10)), ElementsAre("bob"));
  EXPECT_THAT(ids(customers.list("%", "", 10)), ElementsAre("ann")) << "it stands for itself";
  EXPECT_THAT(ids(customers.list("b_r", "", 10)), ElementsAre("bob"));
}

TEST_P(store_contract, changes_a_customer) {
  auto ann = customer{.customer_id = "cus_ann", .external_id = "ann"};
  store->customer_writing().create(ann);
  const auto changed = store->customer_writing().change("cus_ann", [](customer& c) {
    c.plan = "Team";
    c.updated_at = sample::noon;
  });
  ann.plan = "Team";
  ann.updated_at = sample::noon;
  EXPECT_EQ(changed, ann);
  EXPECT_EQ(store->customers().find("cus_ann"), ann);
  EXPECT_EQ(store->customer_writing().change("cus_none", [](customer&) {}), std::nullopt);
  EXPECT_THAT(store->changes(), ElementsAre(change{"customer", "cus_ann", "created"},
                                            change{"customer", "cus_ann", "updated"}));
}

TEST_P(store_contract, erases_a_customer_and_nobody_else) {
  auto turn = answered("ses_a", 1);
  turn.new_customer = true;
  turn.who = {.customer_id = turn.session.customer_id, .external_id = "ann", .email = "ann@example.org"};
  turn.burst = {"before that"};
  turn.session.escalation.summary = "Ann wants her money back.";
  auto other = answered("ses_b", 1);
  other.session.customer_id = "cus_2";
  other.new_customer = true;
  other.who = {.customer_id = "cus_2"};
  store->turns().commit(std::vector{turn, other});
  const auto said = feedback_record{turn.turn_id, "thumbs", 0, "Ann is angry", "key-1", sample::noon};
  store->feedback_writing().add(said);

  EXPECT_EQ(store->customer_writing().erase(turn.session.customer_id), (erasure{1, 1, 1, 1}));

  EXPECT_EQ(store->customers().find(turn.session.customer_id), std::nullopt);
  EXPECT_THAT(store->talk().sessions_of(turn.session.customer_id), IsEmpty());
  EXPECT_THAT(store->talk().history("ses_a", 0, 10), IsEmpty());
  EXPECT_THAT(store->talk().events("ses_a", 0, everything), IsEmpty());
  const auto left = *store->talk().record("ses_a", 1);
  EXPECT_EQ(left.session.status, session_status::closed);
  EXPECT_EQ(left.session.escalation.summary, "");
  EXPECT_EQ(left.ref, customer_ref{});
  EXPECT_EQ(left.fingerprint + left.client_message_id, "");
  EXPECT_EQ(left.choice, turn.choice) << "the numbers stay for the policies";
  EXPECT_EQ(store->feedback_in_force().at(0).comment, "");
  EXPECT_EQ(store->talk().record("ses_b", 1), [&] {
    auto kept = other;
    kept.new_customer = false;
    kept.who = {};
    return kept;
  }());
  EXPECT_EQ(store->customer_writing().erase(turn.session.customer_id), erasure{}) << "it is gone already";
}

TEST_P(store_contract, erases_sessions_that_are_older_and_those_who_were_in_no_other) {
  auto old = answered("ses_a", 1);
  auto recent = answered("ses_b", 1);
  auto alone = answered("ses_c", 1);
  recent.session.last_active_at = old.session.last_active_at + 1000;
  alone.session.customer_id = "cus_alone";
  for (auto* turn : {&old, &alone}) {
    turn->new_customer = true;
    turn->who = {.customer_id = turn->session.customer_id};
  }
  store->turns().commit(std::vector{old, recent, alone});
  const auto bound = old.session.last_active_at + 1;

  EXPECT_THAT(store->talk().expired(bound, 10), UnorderedElementsAre("ses_a", "ses_c"));
  EXPECT_THAT(store->talk().expired(bound, 1), SizeIs(1));
  const auto names = std::vector<std::string>{"ses_a", "ses_c", "ses_none"};
  EXPECT_EQ(store->customer_writing().erase_sessions(names), (erasure{1, 2, 2, 0}));
  EXPECT_THAT(store->talk().expired(bound, 10), IsEmpty()) << "nothing is left of them";

  EXPECT_THAT(store->talk().history("ses_a", 0, 10), IsEmpty());
  EXPECT_EQ(store->talk().session("ses_a")->status, session_status::closed);
  EXPECT_EQ(store->customers().find("cus_alone"), std::nullopt);
  EXPECT_TRUE(store->customers().find(recent.session.customer_id)) << "who is still in another session";
  EXPECT_EQ(store->talk().record("ses_b", 1)->message, recent.message);
}

TEST_P(store_contract, gives_the_last_answers_with_their_questions) {
  auto first = answered("ses_a", 1);
  first.events.back().text = R"({"answer":"One."})";
  auto second = answered("ses_b", 1);
  second.created_at = first.created_at + 5;
  second.events.back().text = R"({"answer":"Two."})";
  store->turns().commit(std::vector{first, second, accepted("ses_c", 1), failed(accepted("ses_d", 1))});
  const auto given = [](const turn_record& t) {
    return given_answer{t.turn_id, t.session.session_id, t.message, t.created_at, t.events.back().text};
  };
  EXPECT_THAT(store->talk().answers(0, 10), ElementsAre(given(second), given(first)));
  EXPECT_THAT(store->talk().answers(0, 1), ElementsAre(given(second)));
  EXPECT_THAT(store->talk().answers(second.created_at, 10), ElementsAre(given(second)));
}

TEST_P(store_contract, gives_all_that_was_said_of_a_customers_answers) {
  store->turns().commit(std::vector{answered("ses_a", 1), answered("ses_b", 1)});
  const auto up = feedback_record{answered("ses_a", 1).turn_id, "thumbs", 1, "", "key-1", sample::noon};
  auto down = up;
  down.value = 0;
  down.created_at += 1;
  for (const auto& f : {up, down}) store->feedback_writing().add(f);
  EXPECT_THAT(store->customers().feedback_of("cus_1"), ElementsAre(up, down));
  EXPECT_THAT(store->customers().feedback_of("cus_2"), IsEmpty());
  EXPECT_EQ(store->talk().sessions_of("cus_1").size(), 2U);
}

// Knowledge

TEST_P(store_contract, keeps_documents_by_path) {
  const document_record b{
      "b/two.md", document_status::indexed, "", std::string{"# Two\0\xff\r\n", 9}, 9, 123, sample::noon};
  const document_record a{"a.md", document_status::failed, "cannot be read", "", 4, 5, sample::noon};
  store->knowledge_writing().update(std::vector{b, a}, {});
  EXPECT_THAT(store->knowledge().documents(), ElementsAre(a, b));
  auto newer = a;
  newer.status = document_status::indexed;
  newer.reason.clear();
  newer.content = "# One";
  store->knowledge_writing().update(std::vector{newer}, std::vector<std::string>{"b/two.md", "never.md"});
  EXPECT_THAT(store->knowledge().documents(), ElementsAre(newer));
}

TEST_P(store_contract, keeps_embeddings_by_model_and_text) {
  const auto tokens = language::token_vectors{{7, 30'000}, std::vector<std::int8_t>(128, -127)};
  const embedding_record a{"small", "aa", {0.5F, -0.25F}, tokens};
  const embedding_record b{"small", "bb", {1, 0, 0, 1}, {}};
  const embedding_record other{"large", "aa", {0, 1}, tokens};
  store->knowledge_writing().add_embeddings(std::vector{b, a, other});
  EXPECT_THAT(store->knowledge().embeddings("small"), ElementsAre(a, b));
  EXPECT_THAT(store->knowledge().embeddings("large"), ElementsAre(other));
  EXPECT_THAT(store->knowledge().embeddings("none"), IsEmpty());
  auto again = a;
  again.rows = {1, 0};
  store->knowledge_writing().add_embeddings(std::vector{again});
  EXPECT_THAT(store->knowledge().embeddings("small"), ElementsAre(again, b));
}

TEST_P(store_contract, keeps_only_the_embeddings_that_are_in_use) {
  const embedding_record used{"small", "aa", {1}, {}};
  store->knowledge_writing().add_embeddings(
      std::vector{used, embedding_record{"small", "bb", {1}, {}}, embedding_record{"large", "aa", {1}, {}}});
  store->knowledge_writing().keep_embeddings("small", std::vector<std::string>{"aa", "never"});
  EXPECT_THAT(store->knowledge().embeddings("small"), ElementsAre(used));
  EXPECT_THAT(store->knowledge().embeddings("large"), IsEmpty());
  EXPECT_THAT(store->changes(), IsEmpty()) << "nobody has to follow what can be made again";
}

// Feedback

TEST_P(store_contract, the_last_feedback_per_turn_and_metric_counts) {
  const auto turn = answered("ses_a", 1);
  commit(turn);
  const feedback_record up{turn.turn_id, "thumbs", 1, "", "key-1", sample::noon};
  const feedback_record down{turn.turn_id, "thumbs", 0, "wrong", "key-1", sample::noon + 1};
  const feedback_record stars{turn.turn_id, "csat", 4, "", "key-1", sample::noon};
  for (const auto& given : {up, stars, down}) EXPECT_TRUE(store->feedback_writing().add(given));
  EXPECT_THAT(store->feedback_in_force(), UnorderedElementsAre(down, stars));
  auto up_again = up;
  up_again.created_at = sample::noon + 2;
  EXPECT_TRUE(store->feedback_writing().add(up_again));
  EXPECT_THAT(store->feedback_in_force(), UnorderedElementsAre(up_again, stars));
}

TEST_P(store_contract, the_same_feedback_twice_is_one) {
  const auto turn = answered("ses_a", 1);
  commit(turn);
  const feedback_record up{turn.turn_id, "thumbs", 1, "", "key-1", sample::noon};
  const feedback_record down{turn.turn_id, "thumbs", 0, "", "key-1", sample::noon + 1};
  for (const auto& given : {up, down}) store->feedback_writing().add(given);
  const auto changes = store->changes();
  EXPECT_TRUE(store->feedback_writing().add(up));
  EXPECT_THAT(store->feedback_in_force(), ElementsAre(down));
  EXPECT_EQ(store->changes(), changes);
}

TEST_P(store_contract, feedback_on_a_superseded_turn_is_of_the_one_that_answers_it) {
  auto first = accepted("ses_a", 1);
  auto second = accepted("ses_a", 2);
  for (auto* turn : {&first, &second}) turn->state = turn_state::superseded;
  const auto third = answered("ses_a", 3);
  store->turns().commit(std::vector{first, second, third, answered("ses_b", 1)});
  const auto down = feedback_record{first.turn_id, "thumbs", 0, "", "", sample::noon};
  EXPECT_TRUE(store->feedback_writing().add(down));
  auto counted = down;
  counted.turn_id = third.turn_id;
  EXPECT_THAT(store->feedback_in_force(), ElementsAre(counted));
}

TEST_P(store_contract, feedback_on_an_unknown_turn_is_not_taken) {
  EXPECT_FALSE(store->feedback_writing().add({"trn_none", "thumbs", 1, "", "", sample::noon}));
  EXPECT_THAT(store->changes(), IsEmpty());
}

// Changes

TEST_P(store_contract, logs_every_committed_change_once_in_order) {
  auto open = accepted("ses_a", 1);
  open.new_customer = true;
  open.who = someone("cus_1");
  auto closing = answered(open, "Bye.");
  closing.session.status = session_status::closed;
  store->turns().commit(std::vector{open, closing, closing});
  store->feedback_writing().add({open.turn_id, "csat", 5, "", "", sample::noon});
  store->knowledge_writing().update(std::vector{document_record{.path = "a.md", .reason = {}, .content = {}}},
                                    {});
  store->knowledge_writing().update({}, std::vector<std::string>{"a.md", "never.md"});
  EXPECT_THAT(store->changes(),
              ElementsAre(change{"customer", "cus_1", "created"}, change{"session", "ses_a", "created"},
                          change{"turn", open.turn_id, "accepted"}, change{"turn", open.turn_id, "answered"},
                          change{"session", "ses_a", "closed"}, change{"feedback", "1", "csat"},
                          change{"document", "a.md", "updated"}, change{"document", "a.md", "removed"}));
}

TEST_P(store_contract, a_session_logs_that_it_was_made_and_where_its_status_goes) {
  auto session = accepted("ses_a", 1).session;
  for (const auto status : {session_status::awaiting_user_reply, session_status::awaiting_user_reply,
                            session_status::escalated, session_status::closed}) {
    session.status = status;
    store->turns().write(session);
  }
  EXPECT_THAT(store->changes(),
              ElementsAre(change{"session", "ses_a", "created"}, change{"session", "ses_a", "escalated"},
                          change{"session", "ses_a", "closed"}));
}

} // namespace
} // namespace troupe::storage
