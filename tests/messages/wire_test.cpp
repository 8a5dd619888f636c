#include "messages/wire/document_record.hpp"
#include "messages/wire/embedding_record.hpp"
#include "messages/wire/feedback.hpp"
#include "messages/wire/gateway.hpp"
#include "messages/wire/given_answer.hpp"
#include "messages/wire/graph_record.hpp"
#include "messages/wire/turn_record.hpp"

#include <caf/actor_system.hpp>
#include <caf/actor_system_config.hpp>
#include <caf/binary_deserializer.hpp>
#include <caf/binary_serializer.hpp>
#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <vector>

/// Whatever may cross machines arrives as it was sent.
namespace troupe {
namespace {

class Wire : public ::testing::Test {
protected:
  template <class T>
  T round_trip(const T& sent) {
    auto bytes = std::vector<char>{};
    auto out = caf::binary_serializer{sys_, bytes};
    EXPECT_FALSE(out(sent));
    auto received = T{};
    auto in = caf::binary_deserializer{sys_, bytes};
    EXPECT_FALSE(in(received));
    EXPECT_EQ(in.remaining(), 0U) << "something was written that is not read";
    return received;
  }
  template <class T>
  void expect_kept(const T& sent) {
    EXPECT_EQ(round_trip(sent), sent);
  }

private:
  caf::actor_system_config config_;
  caf::actor_system sys_{config_};
};

const auto speaker = caller{"key_1", false, true};
const auto named = customer_ref{"42", "ada@example.org", "Ada"};

customer some_customer() {
  return {"cus_1", "42", "ada@example.org", "Ada", "en", "plus", R"({"a":1})", "brief", "loyal", 0.75, -1, 2};
}

session_record some_session() {
  return {"ses_1", "key_1",
          "cus_1", session_status::escalated,
          1,       2,
          3,       event_id({3, 1, 4}),
          9,       {escalation_reason::policy, "angry", escalation_reason::missing_knowledge, 2},
          "thread"};
}

turn_record some_turn() {
  auto r = turn_record{};
  r.session = some_session();
  r.turn_id = "trn_1";
  r.seq = 3;
  r.attempt = max_attempts;
  r.state = turn_state::superseded;
  r.client_message_id = "message-0000000001";
  r.fingerprint = "ab";
  r.message = std::string{"\0 \xf0\x9f\x98\x80", 6};
  r.ref = named;
  r.created_at = 5;
  r.ended_at = 6;
  r.events = {{event_id({3, 15, 65'000}), event_type::run_error, "trn_1", "internal", "text"}};
  r.new_customer = true;
  r.who = some_customer();
  r.has_decision = true;
  r.choice = {"direct_answer", "uniform", 7, 0.2, {1.5, -2.0}};
  r.metrics = {-0.5, true, false, true, false, 2, 0.25};
  return r;
}

TEST_F(Wire, KeepsRecords) {
  expect_kept(given_answer{"trn_1", "ses_1", "Why?", 17, R"({"answer":"So."})"});
  expect_kept(some_customer());
  expect_kept(some_session());
  expect_kept(some_turn());
  expect_kept(turn_record{});
  expect_kept(turn_ref{"ses_1", "key_1", "trn_1", 3, 2, turn_state::failed, "ab"});
  expect_kept(message{"msg_3a", "trn_1", role::agent, "text", 5});
  expect_kept(feedback_record{"trn_1", "csat", 4.0, "fine", "key_1", 5});
  expect_kept(document_record{"a/b.md", document_status::failed, "binary", "# A", 3, 4, 5});
  expect_kept(embedding_record{"model", "hash", {0.5F, -1.0F}, {{7}, std::vector<std::int8_t>(64, -1)}});
  expect_kept(failure{errc::fenced, "why"});
}

TEST_F(Wire, KeepsWhatTheGraphHolds) {
  const auto link = graph_link{graph_relation::cited, "a/b.md", 2};
  const auto session = graph_session{"ses_1", 5, true, {link}};
  expect_kept(link);
  expect_kept(session);
  expect_kept(graph_customer{"cus_1", "name", "e@x", "brief", "loyal", 0.75, 6, 7, {session}});
  expect_kept(kindred_customer{"cus_2", 3});
  expect_kept(graph_remedy{"direct_answer", "a/b.md", 4, 3});
}

TEST_F(Wire, KeepsWhatAGatewayIsAskedAndAnswers) {
  expect_kept(chat_request{"ses_1", "text", named, "message-0000000001", speaker, true, 7});
  expect_kept(next_events{"ses_1", speaker, event_id({1, 2, 3}), 8, 9});
  expect_kept(open_session{speaker, named});
  expect_kept(view_session{"ses_1", speaker});
  expect_kept(change_session{"ses_1", speaker, session_change::hand_off, escalation_reason::policy, "why"});
  expect_kept(view_history{"ses_1", speaker, "msg_3a", 7});
  expect_kept(history_page{{{"msg_3a", "trn_1", role::assistant, "text", 5}}, true});
  expect_kept(event_batch{"ses_1", some_turn().events, true});
}

TEST(EventId, OrdersByTurnThenAttemptThenNumber) {
  EXPECT_LT(event_id({1, 15, 0xffff}), event_id({2, 0, 0}));
  EXPECT_LT(event_id({1, 0, 0xffff}), event_id({1, 1, 0}));
  const auto p = position(event_id({1ULL << 40, 15, 0xffff}));
  EXPECT_EQ(p.seq, 1ULL << 40);
  EXPECT_EQ(p.attempt, 15U);
  EXPECT_EQ(p.n, 0xffffU);
}

TEST(Errc, NamesEveryCodeOnce) {
  auto names = std::vector<std::string_view>{};
  for (auto i = 0; i <= static_cast<int>(errc::internal); ++i) names.push_back(name(static_cast<errc>(i)));
  std::ranges::sort(names);
  EXPECT_EQ(std::ranges::adjacent_find(names), names.end());
  EXPECT_EQ(name(errc::not_committed), "not_committed");
  EXPECT_EQ(http_status(errc::not_committed), 503);
  EXPECT_TRUE(retryable(errc::overloaded));
  EXPECT_FALSE(retryable(errc::conflict));
}

} // namespace
} // namespace troupe
