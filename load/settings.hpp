#pragma once
#include "load/notation.hpp"
#include "load/schedule.hpp"

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace troupe::load {

enum class transport : std::uint8_t { json, sse, mixed, ws };
[[nodiscard]] std::string_view name(transport) noexcept;
/// Throws std::invalid_argument for another name.
[[nodiscard]] transport parse_transport(std::string_view name);

/// What one run does.
struct settings {
  using duration = std::chrono::nanoseconds;

  /// Starts at a rate over time.
  struct open {
    std::vector<schedule::piece> pieces;
  };
  /// A number of users who wait for their answers.
  struct closed {
    std::size_t users = 1;
    duration think{0};
    duration length{0};
  };
  /// A search for the highest rate that is held.
  struct search {
    double first_rate = 100; ///< starts a second
    duration length{0};      ///< of each try
    duration bound{0};       ///< of the 99th percentile
  };

  address server;
  std::string key; ///< for everything; empty: none
  std::variant<open, closed, search> mode;
  std::string questions;           ///< a file; empty: the headings of the server's documents
  unsigned turns = 3;              ///< of a conversation
  std::uint32_t customers = 1'000; ///< different external_ids; 0: none is named
  transport by = transport::json;
  std::size_t connections = 256;
  duration timeout = std::chrono::seconds{30}; ///< of one request
  bool check_history = true;
  bool as_json = false;
};

} // namespace troupe::load
