#pragma once
#include "messages/wire/customer.hpp"
#include "messages/wire/message.hpp"
#include "messages/wire/session_record.hpp"

#include <cstdint>
#include <string>
#include <vector>

/// What a peer's gateway is asked: the whole of what the outside can want of a conversation. Ids name
/// sessions, never handles.
namespace troupe {

/// Who asks. Without keys everybody is the one trusted principal "".
struct caller {
  std::string principal;
  bool trusted = true; ///< an admin key, or no keys at all: may name customers known from elsewhere
  bool admin = true;   ///< reaches every session

  bool operator==(const caller&) const = default;
};

template <class Inspector>
auto inspect(Inspector& f, caller& x) {
  return f(x.principal, x.trusted, x.admin);
}

/// A customer's message. Answered as `next` would be from just before the turn's first event.
struct chat_request {
  std::string session_id; ///< empty: begin one
  std::string text;
  customer_ref customer;
  std::string client_message_id; ///< empty: a retry is a new message
  caller who;
  bool streamed = false; ///< the turn is accepted durably first, and its events are shown as they come
  std::uint32_t max_bytes = 1 << 20;
  /// Without a session_id: the session is the one of the caller's where exactly `before` was said, or a new
  /// one that begins with it.
  bool threaded = false;
  std::vector<said> before;

  bool operator==(const chat_request&) const = default;
};

template <class Inspector>
auto inspect(Inspector& f, chat_request& x) {
  return f(x.session_id, x.text, x.customer, x.client_message_id, x.who, x.streamed, x.max_bytes, x.threaded,
           x.before);
}

/// Pulls the session's stream: answered with an event_batch as soon as there is something after `after`, or
/// empty after `wait_ms`. Live, resume, replay, slow and remote readers are this one operation.
struct next_events {
  std::string session_id;
  caller who;
  std::uint64_t after = 0;
  std::uint32_t max_bytes = 1 << 18;
  std::uint32_t wait_ms = 0;

  bool operator==(const next_events&) const = default;
};

template <class Inspector>
auto inspect(Inspector& f, next_events& x) {
  return f(x.session_id, x.who, x.after, x.max_bytes, x.wait_ms);
}

struct open_session {
  caller who;
  customer_ref customer;

  bool operator==(const open_session&) const = default;
};

template <class Inspector>
auto inspect(Inspector& f, open_session& x) {
  return f(x.who, x.customer);
}

struct view_session {
  std::string session_id;
  caller who;

  bool operator==(const view_session&) const = default;
};

template <class Inspector>
auto inspect(Inspector& f, view_session& x) {
  return f(x.session_id, x.who);
}

/// What is done to a session without a turn of the bot.
enum class session_change : std::uint8_t {
  close,
  hand_off,  ///< to a human: the bot is silent from then on
  give_back, ///< to the bot
  say,       ///< a human's words
};

/// Done behind the running turn; answered with the session as it stands then.
struct change_session {
  std::string session_id;
  caller who;
  session_change what = session_change::close;
  escalation_reason reason = escalation_reason::none; ///< of a hand_off
  std::string text;                                   ///< say: the words; hand_off: the summary

  bool operator==(const change_session&) const = default;
};

template <class Inspector>
auto inspect(Inspector& f, change_session& x) {
  return f(x.session_id, x.who, x.what, x.reason, x.text);
}

/// A page of history: the messages before `before` (a message_id; empty: the newest), oldest first.
struct view_history {
  std::string session_id;
  caller who;
  std::string before;
  std::uint32_t limit = 50;

  bool operator==(const view_history&) const = default;
};

template <class Inspector>
auto inspect(Inspector& f, view_history& x) {
  return f(x.session_id, x.who, x.before, x.limit);
}

struct history_page {
  std::vector<message> messages;
  bool has_more = false;

  bool operator==(const history_page&) const = default;
};

template <class Inspector>
auto inspect(Inspector& f, history_page& x) {
  return f(x.messages, x.has_more);
}

} // namespace troupe
