#include "telemetry/threads.hpp"

#include <filesystem>
#include <fstream>
#include <pthread.h>
#include <sched.h>
#include <system_error>

namespace troupe::telemetry {
namespace {

void follow(int policy) noexcept {
  const auto none = sched_param{};
  ::pthread_setschedparam(::pthread_self(), policy, &none);
}

} // namespace

void name_thread(const char* name) noexcept { ::pthread_setname_np(::pthread_self(), name); }

void let_work_gather() noexcept { follow(SCHED_BATCH); }

void work_when_idle() noexcept { follow(SCHED_IDLE); }

std::map<std::string, double> cpu_seconds_by_thread() {
  namespace fs = std::filesystem;
  auto seconds = std::map<std::string, double>{};
  auto ignored = std::error_code{};
  for (auto task = fs::directory_iterator{"/proc/self/task", ignored}; task != fs::directory_iterator{};
       task.increment(ignored)) {
    // One that ends meanwhile has no files any more.
    auto name = std::string{};
    auto nanoseconds =
        0.0; // "time on the CPU, time waiting for it, slices": proc(5), Documentation/scheduler
    auto comm = std::ifstream{task->path() / "comm"};
    auto schedstat = std::ifstream{task->path() / "schedstat"};
    if (std::getline(comm, name) && schedstat >> nanoseconds) seconds[name] += nanoseconds / 1e9;
  }
  return seconds;
}

} // namespace troupe::telemetry
