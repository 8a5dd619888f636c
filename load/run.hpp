#pragma once
#include "load/settings.hpp"

#include <iosfwd>

/// The load harness: conversations of many customers with a running server, every answer checked.
namespace troupe::load {

/// Runs, and prints the report to `out`; a line a second to `progress`, if there is one. Returns 0, or 1 if
/// an answer was wrong or there was none. Throws std::invalid_argument if the file of questions is at fault,
/// std::runtime_error if the server cannot be asked.
[[nodiscard]] int run(const settings& with, std::ostream& out, std::ostream* progress);

} // namespace troupe::load
