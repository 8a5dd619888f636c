#pragma once
#include "config/settings.hpp"
#include "learning/fold.hpp"
#include "storage/sql/reader.hpp"

#include <vector>

namespace troupe::app::learned {

/// The log of lessons of a store, open for reading, and the rules by which it is learned.
struct log {
  explicit log(const config::settings&);

  storage::sql::reader reader;
  std::vector<learning::promotion> promotions;
  learning::fold_rules rules; ///< of the policy that chooses
};

} // namespace troupe::app::learned
