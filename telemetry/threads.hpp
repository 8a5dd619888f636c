#pragma once
#include <map>
#include <string>

/// What the process's threads cost, by name.
namespace troupe::telemetry {

/// Names the calling thread, for /metrics, top and debuggers. At most 15 characters.
void name_thread(const char* name) noexcept;

/// Lets the calling thread work only while nobody else wants the CPU. Stays without effect where the system
/// forbids it.
void work_when_idle() noexcept;

/// Lets a thread that wakes wait until the one that woke it sleeps or has used its slice (SCHED_BATCH): under
/// load, messages between threads gather, where each would cost two switches. Holds for the calling thread
/// and those that it starts.
void let_work_gather() noexcept;

/// Seconds of CPU that the living threads of each name have used, in user and kernel mode. Asks the kernel,
/// so that nothing is counted while nobody asks. Empty where it keeps no schedstat.
[[nodiscard]] std::map<std::string, double> cpu_seconds_by_thread();

} // namespace troupe::telemetry
