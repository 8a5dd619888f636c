#pragma once
#include "messages/wire/time.hpp"

#include <cstdint>
#include <string>
#include <vector>

namespace troupe {

/// What leads from a session to an intent, a document or a strategy. Stored: never renumber.
enum class graph_relation : std::uint8_t { asked_about = 1, cited = 2, answered_with = 3 };

struct graph_link {
  graph_relation relation = graph_relation::asked_about;
  std::string to; ///< the intent, the document's path, or the strategy
  std::uint32_t times = 1;

  bool operator==(const graph_link&) const = default;
};

template <class Inspector>
auto inspect(Inspector& f, graph_link& x) {
  return f(x.relation, x.to, x.times);
}

/// A conversation that a customer had; nothing of what was said.
struct graph_session {
  std::string session_id;
  timestamp started_at = 0;
  bool resolved = false; ///< the customer got what they wanted
  std::vector<graph_link> links;

  bool operator==(const graph_session&) const = default;
};

template <class Inspector>
auto inspect(Inspector& f, graph_session& x) {
  return f(x.session_id, x.started_at, x.resolved, x.links);
}

/// A customer with all that hangs on them: what the graph keeps or replaces as a whole.
struct graph_customer {
  std::string customer_id;
  std::string name;
  std::string email;
  std::string communication_style;
  std::string relationship_stage;
  double satisfaction_score = 0.0; ///< 0..1
  timestamp created_at = 0;
  timestamp updated_at = 0;
  std::vector<graph_session> had;

  bool operator==(const graph_customer&) const = default;
};

template <class Inspector>
auto inspect(Inspector& f, graph_customer& x) {
  return f(x.customer_id, x.name, x.email, x.communication_style, x.relationship_stage, x.satisfaction_score,
           x.created_at, x.updated_at, x.had);
}

/// Another customer who asked about the same, or was answered from the same documents.
struct kindred_customer {
  std::string customer_id;
  std::uint64_t shared = 0; ///< intents and documents that both have to do with

  bool operator==(const kindred_customer&) const = default;
};

template <class Inspector>
auto inspect(Inspector& f, kindred_customer& x) {
  return f(x.customer_id, x.shared);
}

/// How others fared who were answered in this way from this document.
struct graph_remedy {
  std::string strategy;
  std::string document;
  std::uint64_t sessions = 0;
  std::uint64_t resolved = 0; ///< of them; their quotient is the success rate

  bool operator==(const graph_remedy&) const = default;
};

template <class Inspector>
auto inspect(Inspector& f, graph_remedy& x) {
  return f(x.strategy, x.document, x.sessions, x.resolved);
}

} // namespace troupe
