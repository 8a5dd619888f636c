#pragma once
#include "load/fault.hpp"
#include "load/histogram.hpp"

#include <cstdint>
#include <map>
#include <string>
#include <vector>

namespace troupe::load {

using counts = std::map<std::string, std::uint64_t, std::less<>>;
[[nodiscard]] std::uint64_t sum(const counts&) noexcept;

/// Wrong answers: how many of each kind, and what the first few were.
struct fault_log {
  counts by_kind;
  std::vector<std::string> described;

  void record(const fault&);
  void merge(const fault_log& other);
};

/// What a part of a run has seen. Latencies begin at the intended start, if nothing else is said.
struct measurements {
  using duration = std::chrono::nanoseconds;

  std::uint64_t starts = 0;          ///< whose time came
  std::uint64_t unsent = 0;          ///< of them: no connection was free until the end
  histogram latency;                 ///< of the right answers
  histogram service;                 ///< the same, from the moment at which the request was sent
  histogram first_event, first_text; ///< of streams
  histogram text_gap;                ///< between a stream's texts
  histogram refusal;                 ///< of 429 and 503
  counts refused;                    ///< by the problem's type
  counts errors;                     ///< of connections, by kind
  fault_log wrong;
  duration elapsed{0};

  void merge(const measurements& other);
  [[nodiscard]] double answers_per_second() const noexcept;
};

/// True if of all starts 99 % were answered within the bound: what was refused, broken or never sent counts
/// as late.
[[nodiscard]] bool held(const measurements&, measurements::duration bound) noexcept;

} // namespace troupe::load
