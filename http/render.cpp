#include "http/render.hpp"

#include <array>
#include <chrono>
#include <cmath>
#include <cstdio>

namespace troupe::http {
namespace {

ordered_json or_null(const std::string& text) {
  return text.empty() ? ordered_json(nullptr) : ordered_json(text);
}
ordered_json time_or_null(timestamp at) {
  return at == 0 ? ordered_json(nullptr) : ordered_json(rfc3339(at));
}

void add_if_any(ordered_json& object, const char* name, const std::string& text) {
  if (!text.empty()) object[name] = text;
}

/// More decimals of a score would be noise.
double rounded(double x) { return std::round(x * 1000) / 1000; }

ordered_json to_json(const retrieval::hit& h) {
  return {{"document", h.chunk->path},
          {"heading", h.chunk->heading},
          {"chunk_id", h.chunk->id},
          {"text", h.chunk->text},
          {"score", rounded(h.score)},
          {"scores",
           {{"bm25", rounded(h.bm25)},
            {"vector", rounded(h.cosine)},
            {"fused", rounded(h.fused)},
            {"page", rounded(h.page)},
            {"tokens", rounded(h.tokens)}}}};
}

ordered_json to_json_or_null(const escalation& e) {
  if (e.reason == escalation_reason::none) return nullptr;
  return {{"reason", name(e.reason)}, {"summary", e.summary}};
}

ordered_json to_json(const component_health& c) {
  auto object = ordered_json{{"name", c.name}, {"state", name(c.state)}, {"since", time_or_null(c.since)}};
  add_if_any(object, "reason", c.reason);
  object["restarts"] = c.restarts;
  return object;
}

ordered_json embedding_progress_of(const sync_status& s) {
  return {{"embedded", s.embedded}, {"total", s.to_embed}, {"error", or_null(s.embedding_error)}};
}

} // namespace

std::string_view name(role r) noexcept {
  switch (r) {
  case role::customer: return "customer";
  case role::assistant: return "assistant";
  case role::agent: return "agent";
  }
  return "agent";
}

std::string_view name(document_status s) noexcept {
  switch (s) {
  case document_status::indexed: return "indexed";
  case document_status::pending: return "pending";
  case document_status::failed: return "failed";
  }
  return "failed";
}

std::string_view name(component_state s) noexcept {
  switch (s) {
  case component_state::starting: return "starting";
  case component_state::up: return "up";
  case component_state::degraded: return "degraded";
  case component_state::down: return "down";
  case component_state::off: return "off";
  }
  return "down";
}

std::string rfc3339(timestamp at) {
  using namespace std::chrono;
  const auto time = sys_time<microseconds>{microseconds{at}};
  const auto day = floor<days>(time);
  const auto date = year_month_day{day};
  const auto clock = hh_mm_ss{time - day};
  auto text = std::array<char, 40>{};
  const auto length = std::snprintf(
      text.data(), text.size(), "%04d-%02u-%02uT%02d:%02d:%02d.%06dZ", static_cast<int>(date.year()),
      static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()),
      static_cast<int>(clock.hours().count()), static_cast<int>(clock.minutes().count()),
      static_cast<int>(clock.seconds().count()), static_cast<int>(clock.subseconds().count()));
  return {text.data(), static_cast<std::size_t>(length)};
}

ordered_json to_json(const session_record& s) {
  return {{"session_id", s.session_id},
          {"customer_id", or_null(s.customer_id)},
          {"status", name(s.status)},
          {"created_at", rfc3339(s.created_at)},
          {"last_active_at", rfc3339(s.last_active_at)},
          {"turns", s.turns},
          {"last_event", s.last_event},
          {"escalation", to_json_or_null(s.escalation)}};
}

ordered_json to_json(const session_page& page) {
  auto sessions = ordered_json::array();
  for (const auto& s : page.sessions) sessions.push_back(to_json(s));
  return {{"sessions", std::move(sessions)}, {"has_more", page.has_more}};
}

ordered_json to_json(const history_page& page) {
  auto messages = ordered_json::array();
  for (const auto& m : page.messages)
    messages.push_back({{"message_id", m.message_id},
                        {"turn_id", m.turn_id},
                        {"role", name(m.from)},
                        {"text", m.text},
                        {"created_at", rfc3339(m.created_at)}});
  return {{"messages", std::move(messages)}, {"has_more", page.has_more}};
}

ordered_json to_json(const customer& c) {
  auto object = ordered_json{{"customer_id", c.customer_id}};
  add_if_any(object, "external_id", c.external_id);
  add_if_any(object, "email", c.email);
  add_if_any(object, "name", c.name);
  add_if_any(object, "language", c.language);
  add_if_any(object, "plan", c.plan);
  object["attributes"] = ordered_json::parse(c.attributes, nullptr, false);
  object["created_at"] = rfc3339(c.created_at);
  return object;
}

ordered_json to_json(const customer_page& page) {
  auto customers = ordered_json::array();
  for (const auto& c : page.customers) customers.push_back(to_json(c));
  return {{"customers", std::move(customers)}, {"has_more", page.has_more}};
}

ordered_json to_json(const whole_customer& whole) {
  auto sessions = ordered_json::array();
  for (std::size_t i = 0; i < whole.sessions.size(); ++i) {
    auto session = to_json(whole.sessions[i]);
    session["messages"] = to_json(history_page{whole.said[i], false}).at("messages");
    sessions.push_back(std::move(session));
  }
  auto feedback = ordered_json::array();
  for (const auto& f : whole.feedback)
    feedback.push_back({{"turn_id", f.turn_id},
                        {"metric", f.metric},
                        {"value", f.value},
                        {"comment", f.comment},
                        {"created_at", rfc3339(f.created_at)}});
  return {{"customer", whole.who ? to_json(*whole.who) : ordered_json{}},
          {"sessions", std::move(sessions)},
          {"feedback", std::move(feedback)}};
}

ordered_json to_json(const erasure& e) {
  return {
      {"erased",
       {{"customers", e.customers}, {"sessions", e.sessions}, {"turns", e.turns}, {"feedback", e.feedback}}},
      {"kept",
       {"ids and times of sessions and turns", "the numbers that the policies learn from",
        "what the database's log holds until it is written anew, and backups"}}};
}

ordered_json to_json(const std::vector<similar_customer>& alike) {
  auto all = ordered_json::array();
  for (const auto& s : alike)
    all.push_back({{"customer_id", s.customer_id}, {"satisfaction_score", rounded(s.satisfaction_score)}});
  return all;
}

ordered_json to_json(const insight& i) {
  return {{"relationship_stage", i.relationship_stage},
          {"communication_style", i.communication_style},
          {"satisfaction_score", rounded(i.satisfaction_score)},
          {"similar_customers", to_json(i.similar)}};
}

ordered_json to_json(const language::classification& c) {
  return {{"intent", c.intent},
          {"in_scope", rounded(c.in_scope)},
          {"urgency", language::name(c.urgency)},
          {"urgency_reasons", c.urgency_reasons},
          {"sentiment", rounded(c.sentiment)},
          {"confidence", rounded(c.confidence)}};
}

ordered_json to_json(const document_summary& d) {
  auto object = ordered_json{{"document", d.path}, {"status", name(d.status)}};
  add_if_any(object, "reason", d.reason);
  object["chunks"] = d.chunks;
  object["updated_at"] = time_or_null(d.updated_at);
  return object;
}

ordered_json to_json(const document_list& list) {
  auto documents = ordered_json::array();
  for (const auto& d : list.documents) documents.push_back(to_json(d));
  return {{"documents", std::move(documents)}};
}

ordered_json to_json(const document_view& view) {
  auto object = to_json(view.summary);
  object["content"] = view.content;
  return object;
}

ordered_json to_json(const sync_status& s) {
  auto failed = ordered_json::array();
  for (const auto& f : s.failed) failed.push_back({{"document", f.path}, {"reason", f.reason}});
  return {{"running", s.running},
          {"started_at", time_or_null(s.started_at)},
          {"ended_at", time_or_null(s.ended_at)},
          {"seen", s.seen},
          {"added", s.added},
          {"changed", s.changed},
          {"removed", s.removed},
          {"failed", std::move(failed)},
          {"error", or_null(s.error)},
          {"progress", s.embeds ? embedding_progress_of(s) : ordered_json(nullptr)}};
}

ordered_json to_json(const search_reply& reply) {
  auto results = ordered_json::array();
  for (const auto& h : reply.found.hits) results.push_back(to_json(h));
  auto documents = ordered_json::array();
  for (const auto& p : reply.found.pages)
    documents.push_back({{"document", p.path}, {"score", rounded(p.score)}});
  return {{"results", std::move(results)},
          {"documents", std::move(documents)},
          {"answerable", rounded(reply.found.answerable)},
          {"mode", reply.by_words ? "lexical" : "hybrid"}};
}

ordered_json to_json(const health_report& h) {
  auto components = ordered_json::array();
  for (const auto& c : h.components) components.push_back(to_json(c));
  return {{"ready", h.ready}, {"components", std::move(components)}};
}

ordered_json to_json(const job_view& j) {
  constexpr auto outcomes = std::to_array<std::string_view>({"running", "done", "failed", "cancelled"});
  constexpr auto triggers = std::to_array<std::string_view>({"start", "schedule", "request"});
  auto runs = ordered_json::array();
  for (const auto& r : j.runs) {
    auto counts = ordered_json::object();
    for (const auto& [what, count] : r.counts) counts[what] = count;
    runs.push_back({{"started_at", rfc3339(r.started_at)},
                    {"ended_at", time_or_null(r.ended_at)},
                    {"trigger", triggers.at(static_cast<std::size_t>(r.trigger))},
                    {"outcome", outcomes.at(static_cast<std::size_t>(r.outcome))},
                    {"counts", std::move(counts)},
                    {"reason", or_null(r.reason)}});
  }
  const auto runs_now = !j.runs.empty() && j.runs.front().outcome == run_outcome::running;
  return {{"name", j.name},
          {"state", runs_now ? "running" : "idle"},
          {"next_run", time_or_null(j.next_run)},
          {"runs", std::move(runs)}};
}

ordered_json to_json(const job_list& all) {
  auto jobs = ordered_json::array();
  for (const auto& j : all.jobs) jobs.push_back(to_json(j));
  return {{"jobs", std::move(jobs)}};
}

ordered_json to_json(const gap_list& found) {
  auto gaps = ordered_json::array();
  for (const auto& g : found.gaps) {
    auto examples = ordered_json::array();
    for (const auto& e : g.examples)
      examples.push_back({{"turn_id", e.turn_id},
                          {"session_id", e.session_id},
                          {"question", e.question},
                          {"at", rfc3339(e.at)}});
    gaps.push_back({{"count", g.count}, {"last_at", rfc3339(g.last_at)}, {"examples", std::move(examples)}});
  }
  return {{"gaps", std::move(gaps)}, {"turns", found.turns}, {"has_more", found.has_more}};
}

} // namespace troupe::http
