#include "actors/session/answer.hpp"

#include <nlohmann/json.hpp>

#include <cmath>

namespace troupe::session {
namespace {

using json = nlohmann::ordered_json;

/// Three decimals: more would be noise in a time and in a score.
double rounded(double x) { return std::round(x * 1000) / 1000; }

json to_json(const retrieval::citation& c) {
  return {{"marker", c.marker},
          {"document", c.document},
          {"heading", c.heading},
          {"anchor", c.anchor},
          {"chunk_id", c.chunk_id},
          {"quote", c.quote},
          {"range", {c.range.begin, c.range.end}},
          {"score", rounded(c.score)}};
}

json to_json(const language::classification& c) {
  return {{"intent", c.intent},
          {"in_scope", rounded(c.in_scope)},
          {"urgency", language::name(c.urgency)},
          {"urgency_reasons", c.urgency_reasons},
          {"sentiment", rounded(c.sentiment)},
          {"confidence", rounded(c.confidence)}};
}

json to_json(const insight& i) {
  auto similar = json::array();
  for (const auto& s : i.similar)
    similar.push_back(
        {{"customer_id", s.customer_id}, {"satisfaction_score", rounded(s.satisfaction_score)}});
  return {{"relationship_stage", i.relationship_stage},
          {"communication_style", i.communication_style},
          {"satisfaction_score", rounded(i.satisfaction_score)},
          {"similar_customers", std::move(similar)}};
}

json to_json(const decision& d) {
  return {{"name", d.strategy}, {"policy", d.policy}, {"propensity", d.propensity}};
}

template <class T>
json or_null(const std::optional<T>& x) {
  return x ? to_json(*x) : json(nullptr);
}

json timings(const answer& a) {
  auto all = json{{"total", rounded(a.total_ms)}};
  for (const auto& s : workflow)
    all[std::string{s.name}] = rounded(a.node_ms[static_cast<std::size_t>(s.id)]);
  return all;
}

std::string_view name(session_status s) {
  switch (s) {
  case session_status::awaiting_user_reply: return "awaiting_user_reply";
  case session_status::escalated: return "escalated";
  case session_status::resolved: return "resolved";
  case session_status::closed: return "closed";
  }
  return "awaiting_user_reply";
}

} // namespace

std::string render(const answer& a) {
  auto citations = json::array();
  for (const auto& c : a.citations) citations.push_back(to_json(c));
  const auto object = json{{"session_id", a.session_id},        {"turn_id", a.turn_id},
                           {"customer_id", a.customer_id},      {"answer", a.text},
                           {"citations", std::move(citations)}, {"classification", to_json(a.classification)},
                           {"strategy", or_null(a.strategy)},   {"insight", or_null(a.insight)},
                           {"status", name(a.status)},          {"escalation", nullptr},
                           {"generator", "extractive"},         {"usage", nullptr},
                           {"supported", a.supported},          {"degraded", a.degraded},
                           {"superseded_by", nullptr},          {"timings_ms", timings(a)}};
  // A document may hold bytes that are no UTF-8: they become U+FFFD here, and nothing throws.
  return object.dump(-1, ' ', false, json::error_handler_t::replace);
}

} // namespace troupe::session
