#pragma once
#include "actors/session/answer.hpp"
#include "actors/session/workflow.hpp"
#include "messages/local/nodes.hpp"
#include "messages/local/timer.hpp"
#include "messages/wire/gateway.hpp"
#include "messages/wire/turn_record.hpp"

#include <array>
#include <chrono>
#include <optional>
#include <span>
#include <string>
#include <variant>
#include <vector>

namespace troupe::session {

struct turn_limits {
  std::chrono::milliseconds deadline{
      30'000}; ///< of the whole turn; whatever happens, the client knows by then
  std::chrono::milliseconds commit_reserve{1'000}; ///< the end of it that belongs to the store
  std::chrono::milliseconds debounce{0}; ///< that it waits at first for more of the customer's words
  std::size_t most_superseded = 8;       ///< turns in a row that one may supersede
  std::size_t burst_bytes = 16U << 10U;  ///< that it answers at once
  std::array<std::chrono::milliseconds, node_count> node = defaults();

  static constexpr std::array<std::chrono::milliseconds, node_count> defaults() noexcept {
    auto all = std::array<std::chrono::milliseconds, node_count>{};
    for (const auto& s : workflow) all[static_cast<std::size_t>(s.id)] = s.deadline;
    return all;
  }
};

/// What happens to a turn.
struct begun {};
struct accept_stored {
  failure outcome;
};
using node_result = std::variant<loaded_customer, classified, found_context, generated, insight, logged>;
struct node_answered {
  node_result result;
};
struct node_failed {
  node which;
};
/// A piece of the answer, which is still being written.
struct text_came {
  std::string piece;
};
struct time_passed {};
struct record_stored {
  failure outcome;
};
constexpr node writer_of(const loaded_customer&) noexcept { return node::load_customer; }
constexpr node writer_of(const classified&) noexcept { return node::classify; }
constexpr node writer_of(const found_context&) noexcept { return node::get_context; }
constexpr node writer_of(const generated&) noexcept { return node::generate_response; }
constexpr node writer_of(const insight&) noexcept { return node::analyze_query; }
constexpr node writer_of(const logged&) noexcept { return node::log_response; }
using turn_event =
    std::variant<begun, accept_stored, node_answered, node_failed, text_came, time_passed, record_stored>;

/// What a turn wants done.
struct store_record {}; ///< commit record(); the outcome comes back as accept_stored or record_stored
struct run_node {
  node which;
};
struct give_up {
  failure why;
};                  ///< tell whoever waits for the answer; the store may still be at it
struct end_turn {}; ///< nothing more will come: the next turn may begin
using command = std::variant<store_record, run_node, give_up, end_turn>;

/// One turn as a pure state machine over the workflow table. It knows no actors, no clock and no store: it is
/// told what happened and when, and says what to do next. All of a turn's state is here.
class turn {
public:
  /// A new turn of `session` (as it was before). `at` is the wall clock's reading that the record will show.
  turn(const session_record& session, const chat_request&, std::string turn_id, std::string fingerprint,
       timestamp at, const turn_limits&);
  /// A new turn in the place of one that it supersedes, as superseded_by() left that.
  turn(const turn_record& superseded, const chat_request&, std::string turn_id, std::string fingerprint,
       timestamp at, const turn_limits&);
  /// Another attempt of a turn that a crash or a failure left without an answer; its first event is
  /// RUN_RESTARTED.
  turn(const session_record& session, turn_record earlier, const turn_limits&);

  [[nodiscard]] std::vector<command> on(turn_event, steady_time now);

  /// Whether what the customer says now may still be answered together with this: nothing of an answer was
  /// shown, and nothing is with the store.
  [[nodiscard]] bool may_give_way_to(const chat_request&) const;
  /// The end of a turn that gives way. Its record and that of the turn `successor` become durable together.
  [[nodiscard]] turn_record superseded_by(const std::string& successor, timestamp now);
  [[nodiscard]] bool is_streamed() const noexcept { return accept_first_; }
  [[nodiscard]] bool is_generating() const noexcept {
    return at(node::generate_response).at == phase::running;
  }

  [[nodiscard]] std::uint64_t seq() const noexcept { return record_.seq; }
  [[nodiscard]] std::uint32_t attempt() const noexcept { return record_.attempt; }
  [[nodiscard]] const turn_record& record() const noexcept { return record_; }
  /// The events that may be shown by now: those whose acceptance, or whose answer, is durable.
  [[nodiscard]] std::span<const event> visible() const noexcept;
  /// When it wants to hear time_passed next.
  [[nodiscard]] steady_time next_wake() const noexcept;
  [[nodiscard]] bool accepted() const noexcept {
    return accepted_;
  } ///< durably, though perhaps without an answer
  [[nodiscard]] bool answered() const noexcept { return stored_; } ///< durably
  [[nodiscard]] const answer& reply() const noexcept { return answer_; }

  [[nodiscard]] load_customer_request to_load_customer() const;
  [[nodiscard]] classify_request to_classify() const;
  [[nodiscard]] get_context_request to_get_context(std::shared_ptr<const retrieval::index>) const;
  [[nodiscard]] generate_request to_generate_response(std::shared_ptr<const learning::snapshot>) const;
  [[nodiscard]] analyze_request to_analyze_query() const;
  [[nodiscard]] log_request to_log_response(steady_time now) const;

private:
  enum class phase : std::uint8_t { waiting, running, settled };
  struct progress {
    phase at = phase::waiting;
    steady_time started;
  };

  turn(turn_record, bool accept_first, const turn_limits&);

  void introduce();
  void begin(steady_time now, std::vector<command>& out);
  void accept(failure outcome, std::vector<command>& out);
  void close(failure outcome, std::vector<command>& out);
  void take(node_result, steady_time now);
  void keep(loaded_customer);
  void keep(classified);
  void keep(found_context);
  void keep(generated);
  void keep(insight);
  void keep(logged);
  void note_degraded(std::string_view what);
  void fail(node, steady_time now);
  void hear(std::string piece);
  void say(std::span<const std::string> pieces, std::size_t heard);
  void restart();
  void expire(steady_time now);
  void settle(node, steady_time now);
  void advance(steady_time now, std::vector<command>& out);
  void finish(steady_time now, std::vector<command>& out);
  void hand_over(escalation_reason);
  [[nodiscard]] bool is_for_human(node) const noexcept;
  void give_up_on(failure, std::vector<command>& out);
  void emit(event_type, std::string about = {}, std::string text = {});
  void emit_message(const std::string& message_id, std::string_view from,
                    std::span<const std::string> pieces);
  void emit_piece(const std::string& message_id, std::string piece);

  [[nodiscard]] progress& at(node id) noexcept { return nodes_[static_cast<std::size_t>(id)]; }
  [[nodiscard]] const progress& at(node id) const noexcept { return nodes_[static_cast<std::size_t>(id)]; }
  [[nodiscard]] steady_time deadline_of(node) const noexcept;
  [[nodiscard]] steady_time half_time_of(node) const noexcept;
  [[nodiscard]] steady_time cutoff() const noexcept {
    return begun_ + limits_.deadline - limits_.commit_reserve;
  }
  [[nodiscard]] steady_time deadline() const noexcept { return begun_ + limits_.deadline; }
  /// Before it no step starts.
  [[nodiscard]] steady_time debounced() const noexcept {
    return record_.attempt == 0 ? begun_ + limits_.debounce : begun_;
  }

  turn_limits limits_;
  bool accept_first_;   ///< streamed, or another attempt: accepted durably before anything is shown
  std::size_t earlier_; ///< events of earlier attempts, durable long since
  turn_record record_;
  std::string asked_;         ///< all that it answers
  troupe::escalation before_; ///< as the turn found it
  answer answer_;

  std::array<progress, node_count> nodes_{};
  fact settled_ = fact::none;
  history history_ = std::make_shared<const std::vector<message>>();
  customer customer_;
  language::shared_embedding embedding_; ///< of the message
  found_context context_;
  bool bot_has_it_ = true; ///< until a human has the session
  steady_time begun_;
  std::uint32_t n_ = 0;    ///< events of this attempt so far
  std::size_t heard_ = 0;  ///< pieces of the answer that came while it was being written
  bool waiting_ = true;    ///< for debounced()
  bool accepting_ = false; ///< the acceptance is with the store
  bool accepted_ = false;  ///< the acceptance is durable
  bool storing_ = false;   ///< the final record is with the store
  bool stored_ = false;    ///< the final record is durable
  bool gave_up_ = false;   ///< whoever waited was told so
  bool over_ = false;
};

} // namespace troupe::session
