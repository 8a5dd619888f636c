#pragma once
#include <chrono>
#include <cstddef>
#include <iosfwd>
#include <string_view>

namespace troupe::app {

/// How far something is: a bar on a terminal, a line a second elsewhere.
class progress {
public:
  progress(std::ostream& out, bool is_terminal) : out_{out}, is_terminal_{is_terminal} {}

  /// `what` happens to them: "read"
  void show(std::size_t done, std::size_t all, std::string_view what);
  /// Takes the bar away.
  void clear();

private:
  std::ostream& out_;
  bool is_terminal_;
  std::chrono::steady_clock::time_point said_ = std::chrono::steady_clock::now();
};

} // namespace troupe::app
