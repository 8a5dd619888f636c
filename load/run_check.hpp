#pragma once
#include "load/fault.hpp"
#include "load/sse_parser.hpp"

#include <nlohmann/json.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace troupe::load {

/// Holds the events of one turn to their order: it begins with RUN_STARTED (or RUN_RESTARTED) and ends with
/// RUN_FINISHED or RUN_ERROR, ids rise, all are of one session and turn, steps and messages end after they
/// began, the customer's text is the question and the deltas of the assistant's add up to the answer.
class run_check {
public:
  explicit run_check(std::string question) : question_(std::move(question)) {}

  /// What is wrong with the next event; none: nothing so far.
  [[nodiscard]] std::optional<fault> take(const sse_parser::event& event);

  [[nodiscard]] bool ended() const noexcept { return finished_ || error_; }
  /// Of the last event; -1 before the first.
  [[nodiscard]] std::int64_t last_id() const noexcept { return last_id_; }
  /// Bytes of what the assistant has said.
  [[nodiscard]] std::size_t text_bytes() const noexcept { return answered_.size(); }

  /// RUN_FINISHED's; null before and without it, and when it has been taken.
  [[nodiscard]] nlohmann::json take_result() noexcept { return std::exchange(result_, nullptr); }
  /// RUN_ERROR's.
  struct error {
    std::string code;
    bool retryable = false;
  };
  [[nodiscard]] const std::optional<error>& failed() const noexcept { return error_; }

private:
  using json = nlohmann::json;
  using verdict = std::optional<fault>;

  verdict check_frame(const json& data, std::string_view type, std::string_view id);
  verdict check_step(const json& data, std::string_view type);
  verdict check_message(const json& data, std::string_view type);
  verdict finish(json& data);
  verdict fail(const json& data);
  void restart();

  std::string question_;
  std::string asked_, answered_; ///< what the stream said so far, by the customer and by the assistant
  std::string session_id_, turn_id_;
  std::int64_t last_id_ = -1;
  std::vector<std::string> open_steps_;
  std::string open_message_;
  json result_;
  bool finished_ = false;
  std::optional<error> error_;
};

} // namespace troupe::load
