#pragma once
#include "messages/wire/customer.hpp"
#include "messages/wire/errc.hpp"
#include "messages/wire/event.hpp"
#include "messages/wire/session_record.hpp"

#include <cstdint>
#include <string>
#include <vector>

namespace troupe {

/// accepted -> answered | failed | superseded. Stored: never renumber.
enum class turn_state : std::uint8_t { accepted = 1, answered = 2, failed = 3, superseded = 4 };

/// What the policy decided in a turn, and why it may be evaluated later: numeric, non-personal features only.
struct decision {
  std::string strategy;
  std::string policy;
  std::uint64_t policy_version = 0;
  double propensity = 1.0; ///< the exact probability with which the strategy was chosen
  std::vector<double> features;

  bool operator==(const decision&) const = default;
};

template <class Inspector>
auto inspect(Inspector& f, decision& x) {
  return f(x.strategy, x.policy, x.policy_version, x.propensity, x.features);
}

/// What the collector saw in the customer's message; the rewards of the turn before are made of it.
struct turn_metrics {
  double sentiment = 0.0; ///< -1..1
  bool thanked = false;
  bool frustrated = false;
  bool resolved = false;
  bool asked_for_human = false;
  std::uint32_t questions = 0;
  double response_seconds = 0.0;

  bool operator==(const turn_metrics&) const = default;
};

template <class Inspector>
auto inspect(Inspector& f, turn_metrics& x) {
  return f(x.sentiment, x.thanked, x.frustrated, x.resolved, x.asked_for_human, x.questions,
           x.response_seconds);
}

/// The unit of commit. It spans aggregates: the session's row, the turn with its events, the customer on
/// first contact, the decision with its metrics, and the change log; all of it is durable, or none.
struct turn_record {
  session_record session; ///< as it is after this commit; its epoch fences the write
  std::string turn_id;
  std::uint64_t seq = 0;
  std::uint32_t attempt = 0;
  turn_state state = turn_state::accepted;
  std::string client_message_id; ///< empty: none; else unique in the session
  std::string fingerprint;       ///< of message and customer: a retry must agree in it
  std::string message;
  /// What the customer said in the turns right before it that it supersedes: it answers that, too.
  std::vector<std::string> burst;
  customer_ref ref; ///< the customer as the request named it, so that a recovered turn can find it again
  timestamp created_at = 0;
  timestamp ended_at = 0;    ///< 0 while accepted
  std::vector<event> events; ///< the turn's whole record so far, all attempts; replaces what was stored
  bool new_customer = false; ///< write `who` if no such row exists
  customer who;
  bool has_decision = false;
  decision choice;
  turn_metrics metrics;

  bool operator==(const turn_record&) const = default;
};

template <class Inspector>
auto inspect(Inspector& f, turn_record& x) {
  return f(x.session, x.turn_id, x.seq, x.attempt, x.state, x.client_message_id, x.fingerprint, x.message,
           x.burst, x.ref, x.created_at, x.ended_at, x.events, x.new_customer, x.who, x.has_decision,
           x.choice, x.metrics);
}

/// A turn as a retry or a recovery needs it.
struct turn_ref {
  std::string session_id;
  std::string principal;
  std::string turn_id;
  std::uint64_t seq = 0;
  std::uint32_t attempt = 0;
  turn_state state = turn_state::accepted;
  std::string fingerprint;

  bool operator==(const turn_ref&) const = default;
};

template <class Inspector>
auto inspect(Inspector& f, turn_ref& x) {
  return f(x.session_id, x.principal, x.turn_id, x.seq, x.attempt, x.state, x.fingerprint);
}

} // namespace troupe
