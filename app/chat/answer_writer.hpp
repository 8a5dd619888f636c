#pragma once
#include "load/sse_parser.hpp"

#include <nlohmann/json_fwd.hpp>

#include <iosfwd>
#include <string>
#include <string_view>

namespace troupe::app::chat {

/// Writes an answer for people while its events come: the text as it grows, then its citations and the
/// strategy.
class answer_writer {
public:
  explicit answer_writer(std::ostream& out) : out_{out} {}
  answer_writer(const answer_writer&) = delete;
  answer_writer& operator=(const answer_writer&) = delete;
  ~answer_writer() { break_line(); }

  /// Takes the next bytes of the stream. Throws std::runtime_error if they are no stream of Troupe's.
  void read(std::string_view bytes);

  /// Ends the line, if the text stands in one.
  void break_line();

  [[nodiscard]] bool finished() const noexcept { return finished_; } ///< the whole answer was written
  [[nodiscard]] const std::string& failure() const noexcept {
    return failure_;
  } ///< the server's; empty: none
  [[nodiscard]] const std::string& session_id() const noexcept {
    return session_id_;
  } ///< empty: not told yet
  [[nodiscard]] const std::string& turn_id() const noexcept { return turn_id_; }

private:
  void take(const nlohmann::json& event);
  void write_sources(const nlohmann::json& answer);

  std::ostream& out_;
  load::sse_parser parser_;
  bool in_line_ = false;
  bool finished_ = false;
  std::string failure_, session_id_, turn_id_;
};

/// The text without what steers a terminal: control characters but line ends and tabs.
[[nodiscard]] std::string printable(std::string_view text);

} // namespace troupe::app::chat
