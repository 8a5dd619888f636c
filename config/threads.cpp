#include "config/threads.hpp"

#include <algorithm>
#include <sched.h>
#include <thread>

namespace troupe::config {

std::size_t scheduler_threads(const settings& s) {
  if (s.scheduler_threads > 0) return s.scheduler_threads;
  cpu_set_t allowed;
  if (::sched_getaffinity(0, sizeof allowed, &allowed) == 0)
    return static_cast<std::size_t>(CPU_COUNT(&allowed));
  return std::max(1U, std::thread::hardware_concurrency());
}

} // namespace troupe::config
