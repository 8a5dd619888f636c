#pragma once
#include "messages/wire/time.hpp"

#include <chrono>

namespace troupe::http {

/// What the records of a call show.
[[nodiscard]] inline timestamp wall_clock() {
  using namespace std::chrono;
  return duration_cast<microseconds>(system_clock::now().time_since_epoch()).count();
}

} // namespace troupe::http
