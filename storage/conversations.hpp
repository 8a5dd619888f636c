#pragma once
#include "messages/wire/event.hpp"
#include "messages/wire/given_answer.hpp"
#include "messages/wire/message.hpp"
#include "messages/wire/session_record.hpp"
#include "messages/wire/turn_record.hpp"

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace troupe::storage {

/// The writing side. One writer (per shard) owns it; a throw means that nothing of the call is durable.
class turn_log {
public:
  virtual ~turn_log() = default;

  /// Commits the records in one durable transaction, in order. One outcome each: errc::none, errc::fenced
  /// (the session has a newer owner), errc::conflict (seq or client_message_id is taken by another turn). A
  /// refused record leaves nothing behind and does not hold up its neighbours. Throws storage::error when the
  /// transaction as a whole fails; storage::in_doubt when it may have become durable: until the same call
  /// has come through, nothing is known of it.
  virtual std::vector<failure> commit(std::span<const turn_record>) = 0;

  /// Creates or updates a session's row without a turn (POST and DELETE /v1/sessions); fenced by its epoch.
  virtual failure write(const session_record&) = 0;

  /// Commits what nobody reads, as durably and as large as a group of turns. Throws storage::error where
  /// a commit would.
  virtual void probe() = 0;
};

/// The reading side; never waits behind a writer's fsync. Throws storage::error.
class conversations {
public:
  virtual ~conversations() = default;

  virtual std::optional<session_record> session(std::string_view session_id) = 0;
  virtual std::optional<turn_ref> turn(std::string_view turn_id) = 0;
  virtual std::optional<turn_ref> turn_by_message(std::string_view session_id,
                                                  std::string_view client_message_id) = 0;
  /// A stored turn as it was committed, its events included; for another attempt after a crash or a failure.
  virtual std::optional<turn_record> record(std::string_view session_id, std::uint64_t seq) = 0;

  /// The session's events with an id above `after`, in order, at least one if there is any, about `max_bytes`
  /// of text.
  virtual std::vector<event> events(std::string_view session_id, std::uint64_t after,
                                    std::size_t max_bytes) = 0;
  /// The messages of the last turns before turn `before_seq` (0: the newest), oldest first, at most `limit`
  /// messages.
  virtual std::vector<message> history(std::string_view session_id, std::uint64_t before_seq,
                                       std::size_t limit) = 0;

  /// The seq of the session's turn that was accepted and has not ended; 0: there is none.
  virtual std::uint64_t open_turn(std::string_view session_id) = 0;
  /// Sessions with a turn that was accepted and has not ended: what a start after a crash must finish.
  virtual std::vector<std::string> open_sessions() = 0;

  /// The sessions of a principal with that thread, at most two; never those without one, or closed.
  virtual std::vector<std::string> threads(std::string_view principal, std::string_view thread) = 0;

  /// All sessions of a customer, in the order in which they were opened.
  virtual std::vector<session_record> sessions_of(std::string_view customer_id) = 0;

  /// Sessions whose last message is older than `before` and of which something is left to erase, at most
  /// `limit`.
  virtual std::vector<std::string> expired(timestamp before, std::size_t limit) = 0;

  /// The last turns of customers that were answered, asked since then, the newest first, at most `limit`.
  virtual std::vector<given_answer> answers(timestamp since, std::size_t limit) = 0;

  /// Sessions with that status (none: all) that were opened before session `before` (empty: from the newest
  /// on; unknown: none), the newest first, at most `limit`.
  virtual std::vector<session_record> sessions(std::optional<session_status>, std::string_view before,
                                               std::size_t limit) = 0;
};

} // namespace troupe::storage
