#include "actors/session/turn.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <set>

namespace troupe::session {
namespace {

using namespace std::chrono_literals;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

constexpr auto noon = steady_time{std::chrono::hours{12}};

chat_request question(bool streamed) {
  auto r = chat_request{};
  r.text = "How do I get a refund?";
  r.streamed = streamed;
  return r;
}

session_record conversation() {
  auto s = session_record{};
  s.session_id = "ses_1";
  s.customer_id = "cus_1";
  s.turns = 4;
  s.epoch = 7;
  return s;
}

turn new_turn(bool streamed = false) {
  return {conversation(), question(streamed), "trn_1", "print", 1'000'000, turn_limits{}};
}

node_result result_of(node which) {
  switch (which) {
  case node::load_customer:
    return loaded_customer{{.customer_id = "cus_1"}, true, std::make_shared<const std::vector<message>>()};
  case node::classify: return classified{{.intent = "returns_refunds"}};
  case node::get_context: return found_context{};
  case node::generate_response:
    return generated{{"Refunds take ", "five days. [1]"}, {}, true, {"direct_answer", "uniform", 1, 0.2, {}}};
  case node::analyze_query: return insight{"new", "detailed", 0.5, {}};
  case node::log_response: return logged{{.questions = 1}};
  }
  return logged{};
}

/// A turn, with what it asked for sorted out.
struct played {
  turn machine;
  steady_time now = noon;
  std::vector<node> running;
  std::vector<turn_state> stores;
  std::vector<failure> given_up;
  int ended = 0;

  void on(turn_event e) {
    for (const auto& c : machine.on(std::move(e), now)) {
      if (const auto* run = std::get_if<run_node>(&c)) running.push_back(run->which);
      if (std::holds_alternative<store_record>(c)) stores.push_back(machine.record().state);
      if (const auto* g = std::get_if<give_up>(&c)) given_up.push_back(g->why);
      if (std::holds_alternative<end_turn>(c)) ++ended;
    }
  }
  void begin() { on(begun{}); }
  void answer(node which) { std::erase(running, which), on(node_answered{result_of(which)}); }
  void fail(node which) { std::erase(running, which), on(node_failed{which}); }
  /// Every node answers at once, until nothing runs.
  void answer_all() {
    while (!running.empty()) answer(running.front());
  }
  [[nodiscard]] std::vector<event_type> seen() const {
    auto types = std::vector<event_type>{};
    for (const auto& e : machine.visible()) types.push_back(e.type);
    return types;
  }
};

std::string text_of(const turn& t, std::string_view message_id) {
  auto text = std::string{};
  for (const auto& e : t.record().events)
    if (e.type == event_type::text_content && e.name == message_id) text += e.text;
  return text;
}

std::size_t count(const turn& t, event_type type) {
  return static_cast<std::size_t>(std::ranges::count(t.record().events, type, &event::type));
}

enum class fate { answers, fails, is_late };

/// Plays every order in which running nodes can end, with every fate of each, and looks at each end.
void explore(const played& p, const std::set<node>& lost, int& ends) {
  if (p.running.empty()) {
    ++ends;
    const auto& t = p.machine;
    ASSERT_THAT(p.stores, ElementsAre(turn_state::answered));
    ASSERT_EQ(count(t, event_type::run_finished), 1U);
    ASSERT_TRUE(ends_run(t.record().events.back().type));
    ASSERT_EQ(count(t, event_type::step_started), node_count);
    ASSERT_EQ(count(t, event_type::step_finished), node_count);
    ASSERT_TRUE(std::ranges::is_sorted(t.record().events, std::ranges::less{}, &event::id));
    ASSERT_FALSE(text_of(t, "msg_5a").empty()) << "the customer always gets an answer";
    ASSERT_EQ(t.reply().degraded.size(), lost.size());
    ASSERT_EQ(t.reply().insight.has_value(), !lost.contains(node::analyze_query));
    ASSERT_EQ(t.record().has_decision,
              !lost.contains(node::generate_response) && !lost.contains(node::log_response));
    return;
  }
  for (const auto which : p.running)
    for (const auto fate : {fate::answers, fate::fails, fate::is_late}) {
      auto next = p;
      auto gone = lost;
      if (fate != fate::answers) gone.insert(which);
      if (fate == fate::answers) next.answer(which);
      if (fate == fate::fails) next.fail(which);
      if (fate == fate::is_late) { // the failure comes from the deadline, and the answer comes behind it
        next.fail(which);
        const auto before = next.machine.record().events.size();
        next.on(node_answered{result_of(which)});
        ASSERT_EQ(next.machine.record().events.size(), before);
      }
      explore(next, gone, ends);
      if (::testing::Test::HasFatalFailure()) return;
    }
}

TEST(Workflow, ReadsOnlyWhatSomeStepWrites) {
  auto written = fact::none;
  for (const auto& s : workflow) written = written | s.writes;
  for (const auto& s : workflow) EXPECT_TRUE(contains(written, s.reads)) << s.name;
}

TEST(Turn, AnswersInEveryOrderOfRepliesLatenessAndFailure) {
  auto p = played{new_turn()};
  p.begin();
  auto ends = 0;
  explore(p, {}, ends);
  EXPECT_GT(ends, 1000);
}

TEST(Turn, StartsANodeAsSoonAsItsFactsAreSettled) {
  auto p = played{new_turn()};
  p.begin();
  EXPECT_THAT(p.running, ElementsAre(node::load_customer, node::classify));
  p.answer(node::classify);
  EXPECT_THAT(p.running, ElementsAre(node::load_customer));
  p.answer(node::load_customer);
  EXPECT_THAT(p.running, ElementsAre(node::get_context, node::analyze_query));
  p.answer(node::get_context);
  EXPECT_THAT(p.running, ElementsAre(node::analyze_query, node::generate_response));
}

TEST(Turn, SearchesWithWhatTheMessageMeans) {
  auto p = played{new_turn()};
  p.begin();
  EXPECT_EQ(p.machine.to_classify().encode_by, noon + 250ms) << "the other half of its time is for judging";
  const auto meaning =
      std::make_shared<const language::text_embedding>(std::vector{1.0F}, language::token_vectors{});
  p.on(node_answered{classified{.found = {}, .embedding = meaning}});
  p.now += 100ms;
  p.answer(node::load_customer);
  const auto asked = p.machine.to_get_context(nullptr);
  EXPECT_EQ(asked.embedding, meaning);
  EXPECT_EQ(asked.encode_by, noon + 100ms + 750ms);
}

TEST(Turn, SaysOnceThatItWentOneTierDown) {
  auto p = played{new_turn()};
  p.begin();
  p.answer(node::load_customer);
  p.on(node_answered{classified{.found = {}, .embedding = nullptr, .one_tier_down = true}});
  p.on(node_answered{found_context{nullptr, true}});
  EXPECT_THAT(p.machine.reply().degraded, ElementsAre("embedding"));
}

TEST(Turn, LogsWithoutInsightOnceThatIsLate) {
  auto p = played{new_turn()};
  p.begin();
  for (auto n : {node::classify, node::load_customer, node::get_context, node::generate_response})
    p.answer(n);
  EXPECT_THAT(p.running, ElementsAre(node::analyze_query));
  p.now += 299ms;
  p.on(time_passed{});
  EXPECT_THAT(p.running, ElementsAre(node::analyze_query)) << "its deadline is not over";
  p.now += 1ms;
  p.on(time_passed{});
  EXPECT_THAT(p.machine.reply().degraded, ElementsAre("analyze_query"));
  EXPECT_EQ(p.running.back(), node::log_response);
}

TEST(Turn, GivesUpAllNodesInTimeForTheCommit) {
  auto p = played{new_turn()};
  p.begin();
  p.now = noon + turn_limits{}.deadline - turn_limits{}.commit_reserve;
  p.on(time_passed{});
  EXPECT_THAT(p.stores, ElementsAre(turn_state::answered));
  EXPECT_EQ(p.machine.reply().degraded.size(), node_count);
  EXPECT_THAT(p.given_up, IsEmpty());
}

TEST(Turn, WakesAtTheFirstDeadlineThatRuns) {
  auto p = played{new_turn()};
  p.begin();
  EXPECT_EQ(p.machine.next_wake(), noon + 500ms);
  p.answer(node::classify);
  p.answer(node::load_customer);
  EXPECT_EQ(p.machine.next_wake(), noon + 300ms);
  p.answer_all();
  EXPECT_EQ(p.machine.next_wake(), noon + turn_limits{}.deadline) << "the commit is waited for until then";
}

TEST(Turn, ShowsNothingBeforeTheCommitWhenAnsweredInOnePiece) {
  auto p = played{new_turn()};
  p.begin();
  p.answer_all();
  EXPECT_THAT(p.seen(), IsEmpty());
  EXPECT_EQ(p.ended, 0);
  p.on(record_stored{});
  EXPECT_EQ(p.seen().front(), event_type::run_started);
  EXPECT_EQ(p.seen().back(), event_type::run_finished);
  EXPECT_EQ(p.ended, 1);
}

TEST(Turn, ShowsNothingOfAStreamBeforeItsAcceptanceIsDurable) {
  auto p = played{new_turn(true)};
  p.begin();
  EXPECT_THAT(p.stores, ElementsAre(turn_state::accepted));
  EXPECT_FALSE(p.running.empty()) << "the nodes need not wait for the commit";
  EXPECT_THAT(p.seen(), IsEmpty());
  p.on(accept_stored{});
  EXPECT_EQ(p.seen().front(), event_type::run_started);
  p.answer_all();
  EXPECT_EQ(p.seen().back(), event_type::step_finished) << "no commit, no answer";
  p.on(record_stored{});
  EXPECT_EQ(p.seen().back(), event_type::run_finished);
}

TEST(Turn, TellsTheCallerWhenTheStoreRefuses) {
  auto p = played{new_turn()};
  p.begin();
  p.answer_all();
  p.on(record_stored{{errc::fenced, "owned by another"}});
  ASSERT_EQ(p.given_up.size(), 1U);
  EXPECT_EQ(p.given_up.front().code, errc::fenced);
  EXPECT_THAT(p.seen(), IsEmpty());
  EXPECT_FALSE(p.machine.answered());
  EXPECT_EQ(p.ended, 1);
}

TEST(Turn, EndsAStreamWithAnErrorWhenTheLastCommitFails) {
  auto p = played{new_turn(true)};
  p.begin();
  p.on(accept_stored{});
  p.answer_all();
  p.on(record_stored{{errc::not_committed, "disk full"}});
  EXPECT_EQ(p.seen().back(), event_type::run_error);
  EXPECT_EQ(std::ranges::count(p.seen(), event_type::run_finished), 0);
  EXPECT_TRUE(p.machine.accepted());
  EXPECT_FALSE(p.machine.answered());
}

TEST(Turn, TellsTheCallerAtTheDeadlineThoughTheStoreIsStillAtIt) {
  auto p = played{new_turn()};
  p.begin();
  p.answer_all();
  p.now = noon + turn_limits{}.deadline;
  p.on(time_passed{});
  ASSERT_EQ(p.given_up.size(), 1U);
  EXPECT_EQ(p.given_up.front().code, errc::not_committed);
  EXPECT_EQ(p.ended, 0) << "the next turn waits for this one's fate";
  p.on(record_stored{});
  EXPECT_EQ(p.ended, 1);
  EXPECT_TRUE(p.machine.answered()) << "a retry will find the answer";
  EXPECT_EQ(p.given_up.size(), 1U);
}

TEST(Turn, NumbersItsEventsBySequenceAndAttempt) {
  auto p = played{new_turn()};
  p.begin();
  p.answer_all();
  EXPECT_EQ(position(p.machine.record().events.front().id).seq, 5U);
  EXPECT_EQ(p.machine.record().session.last_event, p.machine.record().events.back().id);
  EXPECT_EQ(p.machine.record().session.turns, 5U);
}

TEST(Turn, OpensAnotherAttemptWithARestartBehindTheEarlierEvents) {
  auto first = played{new_turn(true)};
  first.begin();
  auto stored = first.machine.record();
  const auto earlier = stored.events;

  auto p = played{turn{conversation(), stored, turn_limits{}}};
  p.begin();
  EXPECT_EQ(p.machine.attempt(), 1U);
  EXPECT_EQ(p.machine.seq(), 5U) << "another attempt of the same turn";
  EXPECT_EQ(p.seen().size(), earlier.size()) << "the attempt itself must be durable before it is shown";
  p.on(accept_stored{});
  EXPECT_EQ(p.machine.visible()[earlier.size()].type, event_type::run_restarted);
  EXPECT_GT(p.machine.visible()[earlier.size()].id, earlier.back().id);
  p.answer_all();
  p.on(record_stored{});
  EXPECT_EQ(text_of(p.machine, "msg_5c"), "How do I get a refund?") << "the customer said it once";
}

TEST(Turn, JoinsTheDeltasThatNoEventNumberIsLeftFor) {
  auto p = played{new_turn()};
  p.begin();
  for (auto n : {node::classify, node::load_customer, node::get_context, node::analyze_query}) p.answer(n);
  auto endless = generated{};
  endless.pieces.assign(70'000, "x");
  p.on(node_answered{endless});
  EXPECT_EQ(text_of(p.machine, "msg_5a").size(), 70'000U);
  EXPECT_EQ(position(p.machine.record().events.back().id).seq, 5U);
  EXPECT_LE(position(p.machine.record().events.back().id).n, 0xffffU);
}

classified demand() { return {.found = {.intent = "human_agent"}, .demands_human = true}; }

TEST(Turn, GivesWayUntilItsAnswerIsWithTheStore) {
  auto p = played{new_turn()};
  p.begin();
  EXPECT_TRUE(p.machine.may_give_way_to(question(false)));
  for (const auto which : {node::load_customer, node::classify, node::get_context, node::generate_response})
    p.answer(which);
  EXPECT_TRUE(p.machine.may_give_way_to(question(false))) << "nobody has seen anything of it";
  p.answer_all();
  EXPECT_FALSE(p.machine.may_give_way_to(question(false)));
}

TEST(Turn, ThatIsStreamedGivesWayUntilItsFirstText) {
  auto p = played{new_turn(true)};
  p.begin();
  EXPECT_FALSE(p.machine.may_give_way_to(question(false))) << "its acceptance is with the store";
  p.on(accept_stored{});
  EXPECT_TRUE(p.machine.may_give_way_to(question(false)));
  for (const auto which : {node::load_customer, node::classify, node::get_context}) p.answer(which);
  p.on(text_came{"Refunds "});
  EXPECT_FALSE(p.machine.may_give_way_to(question(false)));
}

TEST(Turn, GivesWayToItsOwnCustomerOnly) {
  auto asked = question(false);
  asked.customer.external_id = "ada";
  auto p = played{turn{conversation(), asked, "trn_1", "print", 1'000'000, turn_limits{}}};
  p.begin();
  EXPECT_TRUE(p.machine.may_give_way_to(asked));
  EXPECT_TRUE(p.machine.may_give_way_to(question(false))) << "nobody is named: it is the same one";
  asked.customer.external_id = "bob";
  EXPECT_FALSE(p.machine.may_give_way_to(asked));
}

TEST(Turn, GivesWayToNoneThatMakesTheBurstTooLong) {
  auto limits = turn_limits{};
  const auto both = 2 * question(false).text.size() + 1;
  limits.burst_bytes = both;
  EXPECT_TRUE(
      (turn{conversation(), question(false), "trn_1", "print", 0, limits}.may_give_way_to(question(false))));
  limits.burst_bytes = both - 1;
  EXPECT_FALSE(
      (turn{conversation(), question(false), "trn_1", "print", 0, limits}.may_give_way_to(question(false))));
}

TEST(Turn, AsksItsNodesForTheWholeBurst) {
  auto earlier = new_turn();
  static_cast<void>(earlier.on(begun{}, noon));
  const auto superseded = earlier.superseded_by("trn_2", 2'000'000);
  EXPECT_EQ(superseded.events.back().name, "trn_2");
  auto next = question(false);
  next.text = "And when?";
  const auto p = turn{superseded, next, "trn_2", "print", 2'000'000, turn_limits{}};
  EXPECT_EQ(p.seq(), 6U);
  EXPECT_EQ(p.to_classify().text, "How do I get a refund?\nAnd when?");
  EXPECT_EQ(p.to_load_customer().turns, 4U) << "the history ends before the burst";
  EXPECT_EQ(p.record().message, "And when?");
}

TEST(Turn, ThatIsSupersededHasOfferedNothing) {
  auto p = played{new_turn()};
  p.begin();
  for (const auto which : {node::load_customer, node::classify, node::get_context}) p.answer(which);
  p.fail(node::generate_response); // the apology offers a human
  EXPECT_EQ(p.machine.superseded_by("trn_2", 2'000'000).session.escalation.offered, escalation_reason::none);
}

TEST(Turn, ThatDemandsAHumanEndsWithTheBotsLastWords) {
  for (const auto customer_first : {true, false}) {
    auto p = played{new_turn()};
    p.begin();
    if (customer_first) p.answer(node::load_customer);
    p.on(node_answered{demand()});
    std::erase(p.running, node::classify);
    EXPECT_THAT(p.running, ElementsAre(customer_first ? node::log_response : node::load_customer))
        << "nobody searches, chooses or writes any more";
    p.answer_all();
    ASSERT_THAT(p.stores, ElementsAre(turn_state::answered));
    const auto& r = p.machine.record();
    EXPECT_EQ(r.session.status, session_status::escalated);
    EXPECT_EQ(r.session.escalation.reason, escalation_reason::customer_request);
    EXPECT_NE(r.session.escalation.summary.find("How do I get a refund?"), std::string::npos);
    EXPECT_FALSE(r.has_decision) << "nothing was chosen";
    EXPECT_FALSE(text_of(p.machine, "msg_5a").empty());
    EXPECT_EQ(count(p.machine, event_type::custom), 1U);
    EXPECT_TRUE(p.machine.reply().degraded.empty());
    EXPECT_FALSE(p.machine.reply().silent);
  }
}

TEST(Turn, IsSilentWhileAHumanHasTheSession) {
  auto session = conversation();
  session.status = session_status::escalated;
  session.escalation = {escalation_reason::policy, "He is cross.", escalation_reason::none, 0};
  auto p = played{turn{session, question(false), "trn_1", "print", 1'000'000, turn_limits{}}};
  p.begin();
  EXPECT_THAT(p.running, ElementsAre(node::load_customer, node::classify));
  p.answer(node::load_customer);
  p.on(node_answered{demand()});
  std::erase(p.running, node::classify);
  p.answer_all();
  ASSERT_THAT(p.stores, ElementsAre(turn_state::answered));
  EXPECT_TRUE(p.machine.reply().silent);
  EXPECT_EQ(p.machine.record().session.escalation, session.escalation) << "it stays what it was";
  EXPECT_EQ(p.machine.record().session.status, session_status::escalated);
  EXPECT_EQ(text_of(p.machine, "msg_5c"), "How do I get a refund?");
  EXPECT_EQ(text_of(p.machine, "msg_5a"), "");
  EXPECT_EQ(count(p.machine, event_type::custom), 0U);
}

TEST(Turn, KeepsTheOfferOfItsAnswerForTheNext) {
  auto p = played{new_turn()};
  p.begin();
  for (auto n : {node::classify, node::load_customer, node::get_context, node::analyze_query}) p.answer(n);
  auto refusal = std::get<generated>(result_of(node::generate_response));
  refusal.supported = false;
  refusal.offered = escalation_reason::missing_knowledge;
  std::erase(p.running, node::generate_response);
  p.on(node_answered{refusal});
  p.answer_all();
  EXPECT_EQ(p.machine.record().session.escalation.offered, escalation_reason::missing_knowledge);
  EXPECT_EQ(p.machine.record().session.escalation.unsupported, 1U);
  EXPECT_EQ(p.machine.record().session.status, session_status::awaiting_user_reply);
}

/// A streamed turn whose answer is being written, after two pieces of it.
played half_written() {
  auto p = played{new_turn(true)};
  p.begin();
  p.on(accept_stored{});
  for (auto n : {node::classify, node::load_customer, node::get_context}) p.answer(n);
  p.on(text_came{"Refunds take "});
  p.on(text_came{"five "});
  return p;
}

generated written(std::size_t streamed) {
  auto made =
      generated{{"Refunds take ", "five ", "days. [1]"}, {}, true, {"direct_answer", "uniform", 1, 0.2, {}}};
  made.streamed = streamed;
  made.by_llm = true;
  return made;
}

TEST(Turn, ShowsTextWhileItIsBeingWritten) {
  auto p = half_written();
  EXPECT_EQ(text_of(p.machine, "msg_5a"), "Refunds take five ");
  EXPECT_EQ(p.seen().back(), event_type::text_content);
  p.on(node_answered{written(2)});
  p.answer_all();
  p.on(record_stored{});
  EXPECT_EQ(text_of(p.machine, "msg_5a"), "Refunds take five days. [1]");
  EXPECT_EQ(std::ranges::count(p.seen(), event_type::run_restarted), 0);
  EXPECT_EQ(std::ranges::count(p.seen(), event_type::text_start), 2) << "the customer's and the answer's";
  EXPECT_EQ(p.machine.reply().text, "Refunds take five days. [1]");
}

TEST(Turn, ShowsNoTextBeforeItsAcceptanceIsDurable) {
  auto p = played{new_turn(true)};
  p.begin();
  for (auto n : {node::classify, node::load_customer, node::get_context}) p.answer(n);
  p.on(text_came{"Refunds"});
  EXPECT_THAT(p.seen(), IsEmpty());
  p.on(accept_stored{});
  EXPECT_EQ(text_of(p.machine, "msg_5a"), "Refunds");
}

TEST(Turn, TakesBackTextThatIsNotInTheAnswer) {
  auto p = half_written();
  const auto before = p.machine.visible().size();
  auto other = generated{{"A refund ", "takes a week."}, {}, true, {"direct_answer", "uniform", 1, 0.2, {}}};
  other.llm_failed = true;
  p.on(node_answered{other});
  EXPECT_EQ(p.machine.visible()[before].type, event_type::run_restarted);
  EXPECT_GT(p.machine.visible()[before].id, p.machine.visible()[before - 1].id);
  p.answer_all();
  p.on(record_stored{});
  EXPECT_EQ(p.machine.attempt(), 1U) << "an attempt's text is one answer";
  EXPECT_EQ(p.machine.reply().text, "A refund takes a week.");
  EXPECT_THAT(p.machine.reply().degraded, ElementsAre("llm"));
  auto kept = std::string{};
  for (const auto& e : p.machine.record().events)
    if (e.type == event_type::text_content && position(e.id).attempt == 1) kept += e.text;
  EXPECT_EQ(kept, "A refund takes a week.");
}

TEST(Turn, TakesBackTextWhenTheRestIsLate) {
  auto p = half_written();
  p.now += turn_limits{}.node[static_cast<std::size_t>(node::generate_response)];
  p.on(time_passed{});
  EXPECT_EQ(std::ranges::count(p.seen(), event_type::run_restarted), 1);
  EXPECT_THAT(p.machine.reply().text, ::testing::HasSubstr("colleague"));
  p.on(text_came{" days"});
  p.answer_all();
  p.on(record_stored{});
  EXPECT_EQ(p.seen().back(), event_type::run_finished);
}

TEST(Turn, HearsNothingInATurnThatIsAnsweredInOnePiece) {
  auto p = played{new_turn()};
  p.begin();
  for (auto n : {node::classify, node::load_customer, node::get_context}) p.answer(n);
  EXPECT_FALSE(p.machine.to_generate_response({}).streamed);
  p.on(text_came{"Refunds"});
  p.on(node_answered{written(0)});
  EXPECT_EQ(text_of(p.machine, "msg_5a"), "Refunds take five days. [1]");
}

TEST(Turn, TellsTheModelWhatIsKnownOfTheCustomerIfThatIsInTime) {
  auto p = played{new_turn()};
  p.begin();
  for (auto n : {node::classify, node::load_customer}) p.answer(n);
  EXPECT_FALSE(p.machine.to_generate_response({}).known);
  p.answer(node::analyze_query);
  EXPECT_TRUE(p.machine.to_generate_response({}).known);
}

} // namespace
} // namespace troupe::session
