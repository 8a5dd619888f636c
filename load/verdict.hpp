#pragma once
#include "load/fault.hpp"
#include "load/response.hpp"
#include "load/run_check.hpp"
#include "load/sse_parser.hpp"

#include <nlohmann/json.hpp>

#include <chrono>
#include <cstddef>
#include <string>
#include <variant>

/// What a response says of the turn that it answers, apart from whose turn it is.
namespace troupe::load {

/// 429 or 503, or a stream that ends so: not now.
struct refusal {
  std::string kind; ///< the last part of the problem's type, as "overloaded"; else "status_503"
  std::chrono::seconds retry_after{1};
  bool may_be_kept = true; ///< the message may have been accepted before; never of a 429
};

/// An answer object whose shape and citations are right, or what else came.
using verdict = std::variant<nlohmann::json, fault, refusal>;

/// Of a request for JSON.
[[nodiscard]] verdict judge(const response& whole);

/// Reads a stream while it comes.
class stream_reader {
public:
  explicit stream_reader(std::string question) : run_(std::move(question)) {}

  /// Takes what has come since it was called last.
  void read(const response& so_far);
  [[nodiscard]] bool has_event() const noexcept { return has_event_; }
  [[nodiscard]] std::size_t text_bytes() const noexcept { return run_.text_bytes(); }
  [[nodiscard]] std::int64_t last_id() const noexcept { return run_.last_id(); }

  /// Of the whole response, after read().
  [[nodiscard]] verdict judge(const response& whole);

private:
  sse_parser parser_;
  run_check run_;
  std::size_t taken_ = 0; ///< of the body
  bool has_event_ = false;
  std::optional<fault> wrong_; ///< the first
};

} // namespace troupe::load
