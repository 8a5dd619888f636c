#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace troupe::load {

/// Finds the events in the bytes of a stream, however they are cut, as the HTML standard reads them
/// (html.spec.whatwg.org, "Interpreting an event stream"):
///     parser.feed(bytes);
///     while (const auto event = parser.next()) …
class sse_parser {
public:
  struct event {
    std::string id;   ///< of this event; empty if it has none
    std::string type; ///< the "event" field; Troupe sends none
    std::string data; ///< its lines, joined with "\n"
  };

  void feed(std::string_view bytes);

  /// The next whole event that has data; comments and unknown fields are dropped.
  [[nodiscard]] std::optional<event> next();

  /// True when nothing is left that no empty line has ended.
  [[nodiscard]] bool at_rest() const noexcept { return read_ == waiting_.size() && !begun_; }

private:
  std::optional<std::string_view> line();
  void take(std::string_view line);

  std::string waiting_;
  std::size_t read_ = 0; ///< of waiting_
  event current_;
  bool begun_ = false; ///< the current event has a line
  bool has_data_ = false;
};

} // namespace troupe::load
