#pragma once
#include "messages/wire/document_record.hpp"
#include "messages/wire/embedding_record.hpp"
#include "messages/wire/errc.hpp"
#include "messages/wire/event.hpp"
#include "messages/wire/feedback.hpp"
#include "messages/wire/message.hpp"
#include "messages/wire/session_record.hpp"
#include "messages/wire/turn_record.hpp"

#include <caf/allowed_unsafe_message_type.hpp>

#include <optional>
#include <string>
#include <vector>

/// What the store actors are asked; each request is a call of a port in storage/, which documents it.
namespace troupe {

struct commit_turn {
  turn_record record;
  std::vector<turn_record> before; ///< stored with it, or not at all: the turns that it supersedes
};
struct write_session {
  session_record session;
};
struct create_customer {
  customer row;
};
struct add_feedback {
  feedback_record given;
};
struct update_documents {
  std::vector<document_record> changed;
  std::vector<std::string> removed;
};
struct add_embeddings {
  std::vector<embedding_record> made;
};
struct keep_embeddings {
  std::string model;
  std::vector<std::string> text_hashes;
};
/// The outcome of a write; errc::none means durable.
struct committed {
  failure outcome;
};
struct flush_group {};
struct checkpoint_now {};

struct find_session {
  std::string session_id;
};
struct found_session {
  std::optional<session_record> session;
  std::uint64_t open_turn = 0; ///< the seq of its turn that was accepted and has not ended; 0: none
};

/// By turn_id, or by (session_id, client_message_id) where turn_id is empty.
struct find_turn {
  std::string turn_id, session_id, client_message_id;
};
struct found_turn {
  std::optional<turn_ref> turn;
};

struct load_record {
  std::string session_id;
  std::uint64_t seq = 0;
};
struct found_record {
  std::optional<turn_record> record;
};

struct read_events {
  std::string session_id;
  std::uint64_t after = 0;
  std::size_t max_bytes = 0;
};
struct read_history {
  std::string session_id;
  std::uint64_t before_seq = 0;
  std::size_t limit = 0;
};
struct stored_history {
  std::vector<message> messages;
};

/// What a turn begins with: the customer's row if there is one, and the last messages of the session.
struct read_customer {
  std::string customer_id, session_id;
  std::uint64_t before_seq = 0;  ///< the history ends before this turn; 0: with the newest
  std::size_t history_limit = 0; ///< 0: none is read
};
struct found_customer {
  std::optional<customer> who;
  std::vector<message> history;
};

/// The sessions of a caller where exactly this was said: at most two, for two are as bad as more.
struct find_thread {
  std::string principal;
  std::string thread;
};
struct found_thread {
  std::vector<std::string> session_ids;
};

/// A page of the sessions, those that were opened last first.
struct list_sessions {
  std::optional<session_status> status; ///< none: all
  std::size_t limit = 0;
  std::string before; ///< a session_id: those opened before it; empty: from the newest on
};
struct session_page {
  std::vector<session_record> sessions;
  bool has_more = false;
};

struct read_similar {
  std::string customer_id;
  std::size_t limit = 0;
};
struct similar_customers {
  std::vector<similar_customer> rows;
};

struct read_documents {};
struct stored_documents {
  std::vector<document_record> rows;
};

/// Ends the view that the reads before it shared.
struct close_view {};

struct read_open_sessions {};
struct open_sessions {
  std::vector<std::string> ids;
};

} // namespace troupe

CAF_ALLOW_UNSAFE_MESSAGE_TYPE(troupe::commit_turn)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(troupe::write_session)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(troupe::create_customer)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(troupe::add_feedback)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(troupe::update_documents)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(troupe::add_embeddings)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(troupe::keep_embeddings)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(troupe::committed)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(troupe::flush_group)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(troupe::checkpoint_now)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(troupe::find_session)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(troupe::found_session)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(troupe::find_turn)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(troupe::found_turn)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(troupe::load_record)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(troupe::found_record)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(troupe::read_events)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(troupe::read_history)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(troupe::stored_history)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(troupe::read_customer)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(troupe::found_customer)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(troupe::find_thread)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(troupe::found_thread)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(troupe::list_sessions)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(troupe::session_page)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(troupe::read_similar)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(troupe::similar_customers)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(troupe::read_documents)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(troupe::stored_documents)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(troupe::close_view)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(troupe::read_open_sessions)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(troupe::open_sessions)
