#include "actors/session/answer.hpp"

#include "language/utf8.hpp"

#include <rapidjson/stringbuffer.h>
#include <rapidjson/writer.h>

#include <cmath>

namespace troupe::session {
namespace {

/// Three decimals: more would be noise in a time and in a score.
double rounded(double x) { return std::round(x * 1000) / 1000; }

/// Writes as it goes, without a document in memory: every turn is rendered once.
class answer_writer {
public:
  void put(const answer& a) {
    out_.StartObject();
    member("session_id", a.session_id);
    member("turn_id", a.turn_id);
    member("customer_id", a.customer_id);
    const auto unanswered = a.silent || !a.superseded_by.empty();
    member("answer", unless(unanswered, a.text));
    member("citations", a.citations);
    member("classification", a.classification);
    member("strategy", a.strategy);
    member("insight", a.insight);
    member("status", name(a.status));
    member("escalation", unless(a.escalation.reason == escalation_reason::none, a.escalation));
    member("generator", unless(unanswered, std::string_view{a.by_llm ? "llm" : "extractive"}));
    member("usage", a.usage);
    member("supported", a.supported);
    member("degraded", a.degraded);
    member("superseded_by", unless(a.superseded_by.empty(), a.superseded_by));
    out_.Key("timings_ms");
    put_timings(a);
    out_.EndObject();
  }

  [[nodiscard]] std::string text() const { return {buffer_.GetString(), buffer_.GetSize()}; }

private:
  /// Null where there is nothing to tell.
  template <class Value>
  static std::optional<Value> unless(bool absent, const Value& value) {
    return absent ? std::nullopt : std::optional{value};
  }

  template <class Value>
  void member(std::string_view name, const Value& value) {
    out_.Key(name.data(), static_cast<rapidjson::SizeType>(name.size()));
    put(value);
  }

  void put(std::string_view text) {
    // A path may hold bytes that are no UTF-8.
    const auto whole = language::first_invalid_utf8(text) == text.size();
    const auto valid = whole ? std::string{} : language::valid_utf8(text);
    const auto shown = whole ? text : std::string_view{valid};
    out_.String(shown.data(), static_cast<rapidjson::SizeType>(shown.size()));
  }
  void put(const std::string& text) { put(std::string_view{text}); }
  void put(double x) { std::isfinite(x) ? out_.Double(x) : out_.Null(); }
  void put(std::uint32_t x) { out_.Uint(x); }
  void put(std::uint64_t x) { out_.Uint64(x); }
  void put(bool x) { out_.Bool(x); }

  template <class Value>
  void put(const std::vector<Value>& all) {
    out_.StartArray();
    for (const auto& each : all) put(each);
    out_.EndArray();
  }

  template <class Value>
  void put(const std::optional<Value>& value) {
    if (value)
      put(*value);
    else
      out_.Null();
  }

  void put(const language::byte_range& range) {
    out_.StartArray();
    out_.Uint64(range.begin);
    out_.Uint64(range.end);
    out_.EndArray();
  }

  void put(const retrieval::citation& c) {
    out_.StartObject();
    member("marker", c.marker);
    member("document", c.document);
    member("heading", c.heading);
    member("anchor", c.anchor);
    member("chunk_id", c.chunk_id);
    member("quote", c.quote);
    member("range", c.range);
    member("score", rounded(c.score));
    out_.EndObject();
  }

  void put(const language::classification& c) {
    out_.StartObject();
    member("intent", c.intent);
    member("in_scope", rounded(c.in_scope));
    member("urgency", language::name(c.urgency));
    member("urgency_reasons", c.urgency_reasons);
    member("sentiment", rounded(c.sentiment));
    member("confidence", rounded(c.confidence));
    out_.EndObject();
  }

  void put(const similar_customer& s) {
    out_.StartObject();
    member("customer_id", s.customer_id);
    member("satisfaction_score", rounded(s.satisfaction_score));
    out_.EndObject();
  }

  void put(const insight& i) {
    out_.StartObject();
    member("relationship_stage", i.relationship_stage);
    member("communication_style", i.communication_style);
    member("satisfaction_score", rounded(i.satisfaction_score));
    member("similar_customers", i.similar);
    out_.EndObject();
  }

  void put(const decision& d) {
    out_.StartObject();
    member("name", d.strategy);
    member("policy", d.policy);
    member("propensity", d.propensity);
    out_.EndObject();
  }

  void put(const escalation& e) {
    out_.StartObject();
    member("reason", name(e.reason));
    member("summary", e.summary);
    out_.EndObject();
  }

  void put(const completion_usage& u) {
    out_.StartObject();
    member("prompt_tokens", u.prompt_tokens);
    member("completion_tokens", u.completion_tokens);
    member("model", u.model);
    member("upstream", u.upstream);
    out_.EndObject();
  }

  void put_timings(const answer& a) {
    out_.StartObject();
    member("total", rounded(a.total_ms));
    for (const auto& s : workflow) member(s.name, rounded(a.node_ms[static_cast<std::size_t>(s.id)]));
    out_.EndObject();
  }

  rapidjson::StringBuffer buffer_;
  rapidjson::Writer<rapidjson::StringBuffer> out_{buffer_};
};

} // namespace

std::string render(const answer& a) {
  auto out = answer_writer{};
  out.put(a);
  return out.text();
}

} // namespace troupe::session
