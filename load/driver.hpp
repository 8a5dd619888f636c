#pragma once
#include "load/client.hpp"
#include "load/conversation.hpp"
#include "load/identities.hpp"
#include "load/measurements.hpp"
#include "load/settings.hpp"
#include "load/verdict.hpp"
#include "load/workload.hpp"

#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>

#include <chrono>
#include <cstdint>
#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <variant>
#include <vector>

namespace troupe::load {

/// What has passed since the last look.
struct glance {
  instant at{0};     ///< since the begin of the play
  instant length{0}; ///< of what has passed
  histogram latency;
  std::size_t in_flight = 0;
  std::uint64_t refused = 0, errors = 0, faults = 0;
};

/// Lets conversations speak as a workload says; checks and measures every answer.
class driver {
public:
  using clock = std::chrono::steady_clock;
  using workload = std::variant<open_loop, closed_loop>;
  using watcher = std::function<void(const glance&)>;

  /// All that is given must outlive it. `watch` is called each second; it may be empty.
  driver(boost::asio::io_context& io, client& by, const settings& with,
         std::span<const std::string> questions, watcher watch);

  /// Runs to the end of the workload and of its last answer. The result has one entry for each phase.
  [[nodiscard]] std::vector<measurements> play(workload plan, std::size_t phases, instant length);

  /// All that were ever begun.
  [[nodiscard]] const std::deque<conversation>& conversations() const noexcept { return conversations_; }

private:
  struct turn {
    std::uint32_t conversation = 0;
    std::uint32_t question = 0;
    std::size_t phase = 0;
    instant intended{0}, sent{0};
    std::optional<stream_reader> stream; ///< none: JSON
    bool event_seen = false;
    std::size_t text_bytes = 0; ///< seen so far
    instant text_at{0};         ///< when the last of them came
  };

  [[nodiscard]] instant now() const { return clock::now() - begun_; }
  [[nodiscard]] bool over() const noexcept { return !next() && in_flight_ == 0; }
  [[nodiscard]] std::optional<instant> next() const noexcept;
  [[nodiscard]] measurements& phase_of(const turn& t) { return phases_[t.phase]; }

  void dispatch();
  void wake_at(instant);
  void tick();
  void look(instant);
  void begin(const start&);
  void ask(turn&, const std::string& client_message_id);
  void follow(turn&);
  void read_stream(turn&, const response& so_far);
  void end(turn&, outcome, const response&);
  /// When the conversation's user may go on; the conversation itself may not when the turn was abandoned.
  [[nodiscard]] instant settle(turn&, verdict&&, instant at);
  [[nodiscard]] instant settle(turn&, const nlohmann::json& answer, instant at);
  [[nodiscard]] instant settle(turn&, const fault&, instant at);
  [[nodiscard]] instant settle(turn&, const refusal&, instant at);
  [[nodiscard]] bool goes_on(const conversation&) const noexcept;
  [[nodiscard]] turn& new_turn();

  boost::asio::steady_timer wake_, tick_;
  boost::asio::io_context& io_;
  client& client_;
  const settings& settings_;
  std::span<const std::string> questions_;
  std::vector<std::string> quoted_questions_;
  watcher watch_;

  std::string message_id_prefix_; ///< of this run: another run's messages are no retries of these
  std::uint64_t messages_ = 0;
  std::deque<conversation> conversations_;
  identities identities_;
  std::deque<turn> turns_; ///< a place for each that was ever in flight at once
  std::vector<turn*> free_turns_;
  std::map<std::uint32_t, std::unique_ptr<socket>> sockets_; ///< of conversations that go on over one

  // Of the play:
  workload plan_ = closed_loop{0, {}, {}};
  clock::time_point begun_;
  instant last_send_{0};
  std::optional<instant> wakes_at_;
  std::size_t in_flight_ = 0;
  std::vector<measurements> phases_;
  glance glance_;
};

} // namespace troupe::load
