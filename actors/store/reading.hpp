#pragma once
#include "messages/error.hpp"
#include "storage/error.hpp"
#include "telemetry/log.hpp"

#include <caf/result.hpp>

#include <string_view>

namespace troupe::store {

/// What was read, or why not.
template <class Read>
auto attempt_to_read(Read read) -> caf::result<decltype(read())> {
  try {
    return read();
  } catch (const storage::error& e) {
    log::error("the store could not be read", {{"reason", std::string_view{e.what()}}});
    return make_error(errc::store_unavailable, "the store could not be read; the server's log says why");
  }
}

} // namespace troupe::store
