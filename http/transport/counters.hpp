#pragma once

#include <atomic>
#include <cstdint>

namespace troupe::http {

/// What a server has seen; written by its reactors, read by anybody.
struct counters {
  std::atomic<std::int64_t> connections{0}; ///< open now
  std::atomic<std::int64_t> in_flight{0};   ///< requests without a complete answer, streams included
  std::atomic<std::int64_t> streams{0};     ///< open now
  std::atomic<std::uint64_t> accepted{0};
  std::atomic<std::uint64_t> turned_away{0}; ///< connections beyond a limit
  std::atomic<std::uint64_t> requests{0};
  std::atomic<std::uint64_t> bad_requests{0}; ///< refused by the framing
  std::atomic<std::uint64_t> timeouts{0};     ///< header, body and idle
  std::atomic<std::uint64_t> slow_readers{0}; ///< dropped by the write timeout
  std::atomic<std::uint64_t> failures{0};     ///< handlers that threw, requests left without a reply
};

} // namespace troupe::http
