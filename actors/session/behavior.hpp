#pragma once
#include "actors/session/interface.hpp"
#include "actors/session/retry.hpp"
#include "actors/session/turn.hpp"
#include "actors/wiring.hpp"
#include "storage/identity.hpp"
#include "telemetry/metrics.hpp"

#include <caf/stateful_actor.hpp>
#include <caf/typed_event_based_actor.hpp>
#include <caf/typed_response_promise.hpp>

#include <functional>
#include <memory>
#include <optional>
#include <variant>
#include <vector>

namespace troupe::session {

/// What every session is given.
struct environment {
  turn_limits limits;
  std::chrono::milliseconds idle{900'000};
  std::size_t max_waiting = 8; ///< turns that may queue behind the running one
  const storage::identity& identity;
  telemetry::metrics& metrics;
  std::size_t told_before = 20; ///< messages that a session takes over from a conversation before it
};

/// A reader that waits for events after a position.
struct reader {
  caf::typed_response_promise<event_batch> promise;
  std::uint64_t after = 0;
  std::size_t max_bytes = 0;
  steady_time until = steady_time::max();
  std::uint64_t of_turn =
      0; ///< the call that made this turn: its failure is the answer; 0: a reader of the stream
};

/// A turn that waits for the one before it.
struct waiting_turn {
  std::variant<chat_request, turn_record> of; ///< a new one, or another attempt of a stored one
  std::string client_message_id;
  std::string fingerprint;
  std::vector<reader> callers;
  std::shared_ptr<const wiring> with;
  ticket admission;
};

/// A change that waits for the end of the running turn; a closing waits for the queued ones as well.
struct pending_change {
  change_session wanted;
  caf::typed_response_promise<session_record> promise;
};

class state {
public:
  static constexpr const char* name = "session";

  void start(handle::stateful_pointer<state>, const session_origin&, std::shared_ptr<const wiring>,
             const environment*);

  caf::result<event_batch> submit(submit_turn);
  caf::result<event_batch> next(const next_events&);
  caf::result<session_record> view(const view_session&);
  caf::result<session_record> change(const change_session&);
  caf::result<history_page> history(const view_history&);
  void recover(const recover_session&);
  void hear(generated_text);
  void wake();
  void retire();

private:
  void open(const session_origin&);
  void load(const session_origin&);
  [[nodiscard]] failure refusal(const caller&) const;
  [[nodiscard]] failure refusal_of_message() const;
  [[nodiscard]] bool joins(const waiting_turn&);
  void look_up(waiting_turn);
  void tell_before(std::vector<turn_record>, waiting_turn);
  void finish_open_turn(const std::function<void()>& then);
  void resume(std::uint64_t seq, waiting_turn, const std::function<void()>& then);
  void attempt_again(std::optional<turn_record> stored, waiting_turn);
  void admit(waiting_turn);
  void enqueue(waiting_turn);
  void start_next();
  [[nodiscard]] bool joins_burst(const waiting_turn&) const;
  void take_up(waiting_turn);
  void supersede(chat_request, const waiting_turn&);
  void let_go_of_superseded();

  void drive(turn_event);
  void obey(const store_record&);
  void obey(const run_node&);
  void obey(const give_up&);
  void obey(const end_turn&);
  template <class Result, class Handle, class Request>
  void ask(node, const pool<Handle>&, Request);

  void serve(reader);
  void serve_all();
  void replay(reader);
  void change_next();
  void store(pending_change);
  [[nodiscard]] bool closing() const;
  void fail_all(const failure&);
  void report_turn() const;
  void arm();
  [[nodiscard]] bool busy() const {
    return current_ || !queue_.empty() || !changes_.empty() || changing_ || pending_ > 0;
  }
  [[nodiscard]] steady_time now() const { return self_->clock().now(); }

  handle::stateful_pointer<state> self_ = nullptr;
  const environment* env_ = nullptr;
  std::shared_ptr<const wiring> with_;
  std::size_t key_ = 0; ///< chooses the workers of the pools
  session_record record_;
  failure unusable_; ///< why there is no such session, or why it cannot be told
  bool stored_ = false;
  std::unique_ptr<turn>
      current_;      ///< apart from the rest, for most sessions that are awake wait for a customer
  ticket admission_; ///< of the current turn
  std::vector<turn_record> superseded_; ///< by the current turn, whose first commit takes them along
  std::vector<waiting_turn> queue_;     ///< at most env_->max_waiting
  std::vector<reader> readers_;
  std::vector<pending_change> changes_; ///< at most env_->max_waiting
  bool changing_ = false;               ///< one is on its way to the store
  std::uint64_t unfinished_ = 0; ///< a turn that was accepted and could not be stored as answered; 0: none
  /// What was shown and is not the current turn's nor in the record: what the unfinished turn ended with, or
  /// a superseded one has shown so far.
  std::vector<event> aftermath_;
  std::size_t pending_ = 0; ///< store reads that somebody waits for
  steady_time touched_;
  steady_time armed_ = steady_time::max();
};

handle::behavior_type behavior(handle::stateful_pointer<state>, const session_origin&,
                               std::shared_ptr<const wiring>, const environment*);

} // namespace troupe::session
