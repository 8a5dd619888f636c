#pragma once
#include <stdexcept>
#include <string>

namespace troupe::storage {

/// A store that cannot do its work: the message names the store, the operation, and the reason as the store
/// tells it.
class error : public std::runtime_error {
  using std::runtime_error::runtime_error;
};

/// The connection was lost while a commit was on its way: it may be durable or not. The same commit again
/// settles it, for what is durable by then is a repetition.
class in_doubt : public error {
  using error::error;
};

} // namespace troupe::storage
