#pragma once
#include <algorithm>
#include <chrono>
#include <cstddef>
#include <optional>

namespace troupe::llm {

/// The wait before round `round` (from 1) over the upstreams: exponential with full jitter (Brooker,
/// Exponential Backoff and Jitter, AWS Architecture Blog, 2015), from 100 ms to 2 s; `draw` is uniform in
/// [0, 1). What the server asked for is the least, and keeps a little jitter, so that those it refused do not
/// come back as one.
[[nodiscard]] inline std::chrono::milliseconds backoff(std::size_t round, double draw,
                                                       std::optional<std::chrono::seconds> retry_after) {
  constexpr double first = 100, most = 2000, spread = 100;
  auto bound = first;
  for (std::size_t i = 1; i < round && bound < most; ++i) bound *= 2;
  const auto jittered = std::chrono::milliseconds{static_cast<long>(std::min(bound, most) * draw)};
  if (!retry_after) return jittered;
  constexpr auto longest = std::chrono::seconds{3600}; // a longer one is as good as never
  return std::chrono::milliseconds{std::min(*retry_after, longest)}
         + std::chrono::milliseconds{static_cast<long>(spread * draw)};
}

} // namespace troupe::llm
