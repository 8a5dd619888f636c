#include "actors/session/answer.hpp"
#include "http/render.hpp"
#include "http/render_learning.hpp"
#include "http/sse.hpp"
#include "tests/http/openapi/described.hpp"

#include <gtest/gtest.h>

namespace troupe::http {
namespace {

using testing::is_a;

constexpr timestamp some_time = 1'700'000'000'123'456;

json parsed(const ordered_json& rendered) { return json::parse(text_of(rendered)); }

session::answer an_answer() {
  auto a = session::answer{};
  a.session_id = "ses_1";
  a.turn_id = "trn_1";
  a.customer_id = "cus_1";
  return a;
}

TEST(DescribedAnswer, may_know_nothing_else) {
  EXPECT_TRUE(is_a("answer", json::parse(session::render(an_answer()))));
}

TEST(DescribedAnswer, may_know_everything) {
  auto a = an_answer();
  a.text = "So it is. [1]";
  a.citations.push_back({.marker = 1,
                         .document = "a.md",
                         .heading = "A",
                         .anchor = "a",
                         .chunk_id = "chk_1",
                         .quote = "So it is.",
                         .range = {3, 12},
                         .score = -0.25});
  a.classification = {
      "refunds", language::intent_group::payment, 1.0, language::urgency::critical, {"now"}, -1.0, 1.0};
  a.strategy = decision{"direct_answer", "thompson", 3, 0.25, {}};
  a.insight = insight{"loyal", "brief", 1.0, {{"cus_2", 0.75}}};
  a.supported = true;
  a.degraded = {"get_context"};
  for (const auto status : {session_status::awaiting_user_reply, session_status::escalated,
                            session_status::resolved, session_status::closed}) {
    a.status = status;
    EXPECT_TRUE(is_a("answer", json::parse(session::render(a))));
  }
  a.escalation = {escalation_reason::policy, "He is cross.", escalation_reason::none, 0};
  EXPECT_TRUE(is_a("answer", json::parse(session::render(a))));
  a.silent = true;
  EXPECT_TRUE(is_a("answer", json::parse(session::render(a))));
}

TEST(DescribedAnswer, holds_of_every_event) {
  const auto answer = session::render(an_answer());
  for (const auto& e : {event{1, event_type::run_started, "trn_1", "", ""},
                        event{2, event_type::step_started, "trn_1", "classify", ""},
                        event{3, event_type::step_finished, "trn_1", "classify", ""},
                        event{4, event_type::text_start, "trn_1", "msg_1c", ""},
                        event{5, event_type::text_content, "trn_1", "msg_1a", "Hi"},
                        event{6, event_type::text_end, "trn_1", "msg_1h", ""},
                        event{7, event_type::run_finished, "trn_1", "", answer},
                        event{8, event_type::run_error, "trn_1", "not_committed", "the disk is full"},
                        event{9, event_type::run_restarted, "trn_1", "", ""},
                        event{10, event_type::custom, "trn_1", "closed", ""},
                        event{11, event_type::custom, "trn_1", "handoff", R"({"reason":"policy"})"}}) {
    const auto text = sse(e, "ses_1");
    const auto data = text.find("data: ") + 6;
    EXPECT_TRUE(is_a("event", json::parse(text.substr(data, text.find('\n', data) - data))));
  }
}

TEST(DescribedAnswer, holds_of_sessions_and_their_messages) {
  auto s = session_record{};
  s.session_id = "ses_1";
  s.created_at = s.last_active_at = some_time;
  EXPECT_TRUE(is_a("session", parsed(to_json(s))));
  s.customer_id = "cus_1";
  s.turns = 3;
  EXPECT_TRUE(is_a("session", parsed(to_json(s))));

  EXPECT_TRUE(is_a("messages", parsed(to_json(history_page{}))));
  const auto page = history_page{{{customer_message_id(1), "trn_1", role::customer, "Hi", some_time},
                                  {assistant_message_id(1), "trn_1", role::assistant, "", some_time},
                                  {"msg_2h", "trn_2", role::agent, "Yes?", some_time}},
                                 true};
  EXPECT_TRUE(is_a("messages", parsed(to_json(page))));
}

TEST(DescribedAnswer, holds_of_customers) {
  EXPECT_TRUE(is_a("customer", parsed(to_json(first_contact("cus_1", {}, some_time)))));
  auto c = first_contact("cus_1", {"c-1", "a@b", "Ann"}, some_time);
  c.language = "en";
  c.plan = "Pro";
  c.attributes = R"({"vip":true})";
  EXPECT_TRUE(is_a("customer", parsed(to_json(c))));
}

TEST(DescribedAnswer, holds_of_classifications) {
  EXPECT_TRUE(is_a("classification", parsed(to_json(language::classification{}))));
  for (const auto u : {language::urgency::low, language::urgency::medium, language::urgency::high,
                       language::urgency::critical})
    EXPECT_TRUE(is_a("classification", parsed(to_json(language::classification{
                                           "a", language::intent_group::order, 1, u, {"now"}, 1, 1}))));
}

TEST(DescribedAnswer, holds_of_documents) {
  for (const auto& d : {document_summary{"a.md", document_status::indexed, "", 3, some_time},
                        document_summary{"b.md", document_status::pending, "", 0, 0},
                        document_summary{"c.md", document_status::failed, "it is no UTF-8", 0, 0}}) {
    EXPECT_TRUE(is_a("document_summary", parsed(to_json(d))));
    EXPECT_TRUE(is_a("document", parsed(to_json(document_view{d, "# A\n"}))));
    EXPECT_TRUE(is_a("documents", parsed(to_json(document_list{{d}}))));
  }
}

TEST(DescribedAnswer, holds_of_what_was_learned) {
  for (const auto policy : learning::policy_names) {
    auto rules = learning::fold_rules{};
    rules.policy = policy;
    rules.options.initial_values = {0.5, 0.5};
    rules.strategies = {"a", "b"};
    rules.weights.fill(1.0);
    auto fold = learning::fold{rules};
    auto report = policy_report{std::make_shared<const learning::fold>(fold), 1, "uniform", 0, {}};
    EXPECT_TRUE(is_a("policy", parsed(policy_json(report))));
    EXPECT_TRUE(is_a("learning_metrics", parsed(learning_metrics_json(report))));
    auto lesson =
        learning::lesson{.position = 1, .number = 1, .strategy = "b", .features = {1, 1, 0.5, 1, 0.5}};
    lesson.earned.see(learning::reward_kind::satisfaction, 0.5);
    fold.learn(std::vector{lesson, lesson});
    report.fold = std::make_shared<const learning::fold>(fold);
    report.promotions = {{"fixed", "linucb", "uniform", "why", "key-1", some_time}};
    EXPECT_TRUE(is_a("policy", parsed(policy_json(report))));
    rules.challenger = "uniform";
    rules.replaced = "fixed";
    report.fold = std::make_shared<const learning::fold>(rules);
    EXPECT_TRUE(is_a("policy", parsed(policy_json(report))));
    lesson.policy = policy;
    lesson.earned.see(learning::reward_kind::escalation_avoided, 0.0);
    auto contested = learning::fold{rules};
    contested.learn(std::vector{lesson});
    report.fold = std::make_shared<const learning::fold>(contested);
    EXPECT_TRUE(is_a("policy", parsed(policy_json(report))));
    EXPECT_TRUE(is_a("learning_metrics", parsed(learning_metrics_json(report))));
  }
  auto value = policy_evaluation{"linucb", 0, std::nullopt, {}, "not enough data"};
  EXPECT_TRUE(is_a("evaluation", parsed(evaluation_json(value))));
  value = {
      "linucb", 9, 8.5, {{"ips", 1, 0, 2}, {"snips", 1, 0, 2}, {"dr", 1, 0, 2}, {"switch_dr", 1, 0, 2}}, ""};
  EXPECT_TRUE(is_a("evaluation", parsed(evaluation_json(value))));
  EXPECT_TRUE(is_a("promotion",
                   parsed(promotion_json(learning::promotion{"fixed", "linucb", "", "", "", some_time}))));
}

TEST(DescribedAnswer, holds_of_syncs) {
  EXPECT_TRUE(is_a("sync", parsed(to_json(sync_status{}))));
  EXPECT_TRUE(is_a("sync", parsed(to_json(sync_status{
                               true, some_time, some_time, 4, 3, 2, 1, 0, {{"a.md", "why"}}, "gone"}))));
  for (const auto* error : {"", "the disk is full"}) {
    auto embedding = sync_status{};
    embedding.embeds = true;
    embedding.embedded = 3;
    embedding.to_embed = 4;
    embedding.embedding_error = error;
    EXPECT_TRUE(is_a("sync", parsed(to_json(embedding))));
  }
}

TEST(DescribedAnswer, holds_of_searches) {
  EXPECT_TRUE(is_a("search_results", parsed(to_json(search_reply{}))));
  auto chunk = language::chunk{};
  chunk.id = "chk_1";
  chunk.path = "a.md";
  auto terms = retrieval::vocabulary{};
  auto reply = search_reply{};
  reply.found.hits.push_back({.chunk = std::make_shared<const retrieval::indexed_chunk>(chunk, terms),
                              .bm25 = 2.5,
                              .fused = 0.5,
                              .page = 1.0,
                              .score = 1.5});
  reply.found.pages.push_back({"a.md", 1.0});
  reply.found.answerable = 0.5;
  EXPECT_TRUE(is_a("search_results", parsed(to_json(reply))));
  reply.by_words = false;
  reply.found.hits.front().cosine = -0.25;
  EXPECT_TRUE(is_a("search_results", parsed(to_json(reply))));
}

TEST(DescribedAnswer, holds_of_health) {
  auto report = health_report{};
  for (const auto state : {component_state::starting, component_state::up, component_state::degraded,
                           component_state::down, component_state::off})
    report.components.push_back({"store", state, some_time, "why", 2});
  report.components.push_back({"store", component_state::up, 0, "", 0});
  EXPECT_TRUE(is_a("health", parsed(to_json(report))));
}

TEST(DescribedAnswer, holds_of_every_refusal) {
  for (auto code = errc::bad_request; code <= errc::internal;
       code = static_cast<errc>(static_cast<int>(code) + 1))
    EXPECT_TRUE(is_a("problem", json::parse(refuse(failure{code, "why"}).body)));
  for (const auto& p : {problems::no_route, problems::wrong_method, problems::wrong_media_type,
                        problems::upgrade_required, problems::not_ready})
    EXPECT_TRUE(is_a("problem", json::parse(refuse(p, "why").body)));
  const auto errors = std::vector<field_error>{{"", "is missing"}, {"/a", "is unknown"}};
  EXPECT_TRUE(is_a("problem", json::parse(refuse(errors).body)));
}

} // namespace
} // namespace troupe::http
