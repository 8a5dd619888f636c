#pragma once
#include <stdexcept>
#include <string>

namespace troupe::storage {

/// A store that cannot do its work: the message names the store, the operation, and the reason as the store
/// tells it.
class error : public std::runtime_error {
  using std::runtime_error::runtime_error;
};

} // namespace troupe::storage
