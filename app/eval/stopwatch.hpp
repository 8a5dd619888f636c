#pragma once
#include <chrono>

namespace troupe::app::eval {

/// The seconds since it was made.
class stopwatch {
public:
  [[nodiscard]] double seconds() const {
    return std::chrono::duration<double>(std::chrono::steady_clock::now() - begun_).count();
  }

private:
  std::chrono::steady_clock::time_point begun_ = std::chrono::steady_clock::now();
};

} // namespace troupe::app::eval
