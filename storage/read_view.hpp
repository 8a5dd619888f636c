#pragma once

namespace troupe::storage {

/// Lets one connection's reads share what a read costs to begin. Between open() and close() all of them see
/// the commits that were durable at the first one.
class read_view {
public:
  virtual ~read_view() = default;

  virtual void open() = 0; ///< throws storage::error
  virtual void close() noexcept = 0;
};

} // namespace troupe::storage
