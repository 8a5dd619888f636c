#pragma once
#include "actors/llm/event_stream.hpp"
#include "actors/llm/fault.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

namespace troupe::llm {

/// Reads the body of a completion, streamed (text/event-stream) or in one piece (application/json), as OpenAI
/// and those who speak its protocol write it. It takes what real servers send: comments, CR LF, no usage, any
/// finish_reason, an error in the middle, no [DONE]. It ends with a fault or finished, never with both.
class completion_reader {
public:
  struct limits {
    std::size_t text_bytes = 64U << 10U;
    std::size_t line_bytes = 1U << 20U; ///< of an event; a body in one piece may have as many again
  };

  /// A server that was asked for a stream may answer in one piece: its content type tells. None of the two is
  /// a fault.
  completion_reader(std::string_view content_type, const limits&);

  void push(std::string_view bytes);
  void end(); ///< of the body

  [[nodiscard]] std::string take_text() { return std::exchange(text_, {}); }
  [[nodiscard]] bool has_text() const noexcept { return !text_.empty(); }
  [[nodiscard]] bool finished() const noexcept { return finished_; }
  [[nodiscard]] const std::optional<fault_kind>& failed() const noexcept { return fault_; }
  struct token_counts {
    std::uint64_t prompt = 0;
    std::uint64_t completion = 0;
  };
  [[nodiscard]] const std::optional<token_counts>& usage() const noexcept { return usage_; }
  [[nodiscard]] const std::string& model() const noexcept { return model_; } ///< as the server names it

private:
  void read(std::string_view json, std::string_view part_of_choice);
  void fail(fault_kind k) {
    if (!fault_ && !finished_) fault_ = k;
  }
  void finish();

  limits limits_;
  bool streamed_ = false;
  event_stream events_;
  std::string body_; ///< of an answer in one piece
  std::string text_;
  std::size_t text_bytes_ = 0;
  std::string model_;
  bool complete_ = false; ///< a finish_reason or [DONE] came
  bool filtered_ = false;
  std::optional<token_counts> usage_;
  std::optional<fault_kind> fault_;
  bool finished_ = false;
};

} // namespace troupe::llm
