#pragma once
#include "load/history_reader.hpp"
#include "load/measurements.hpp"
#include "load/settings.hpp"

#include <nlohmann/json_fwd.hpp>

#include <chrono>
#include <optional>
#include <string>
#include <vector>

namespace troupe::load {

/// What a run has found.
struct report {
  struct phase {
    double intended = 0; ///< starts a second; 0 in a closed loop
    measurements seen;
  };
  std::vector<phase> phases;             ///< the steps of a schedule, the tries of a search; else one
  std::optional<double> capacity;        ///< of a search: the highest rate that was held; 0: none was
  std::optional<history_result> history; ///< none: not read
  std::size_t questions = 0;             ///< different ones
  std::chrono::nanoseconds cpu{0};       ///< the harness's own, for all turns
};

[[nodiscard]] measurements total(const report&);
/// Answers and histories.
[[nodiscard]] fault_log all_faults(const report&);

/// One object: times in milliseconds, rates a second.
[[nodiscard]] nlohmann::ordered_json to_json(const report&, const settings&);
/// For people.
[[nodiscard]] std::string table(const report&, const settings&);

} // namespace troupe::load
