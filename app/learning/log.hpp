#pragma once
#include "config/settings.hpp"
#include "learning/fold.hpp"
#include "storage/sqlite/reader.hpp"

#include <vector>

namespace troupe::app::learned {

/// The log of lessons of a data directory, open for reading, and the rules by which it is learned.
struct log {
  explicit log(const config::settings&);

  storage::sqlite::reader reader;
  std::vector<learning::promotion> promotions;
  learning::fold_rules rules; ///< of the policy that chooses
};

} // namespace troupe::app::learned
