#pragma once
#include "messages/wire/errc.hpp"

#include <caf/error.hpp>

namespace troupe {

/// A failure as actors pass it on. The category is "troupe"; the detail rides in the context.
[[nodiscard]] caf::error make_error(failure);
[[nodiscard]] caf::error make_error(errc, std::string detail = {});

/// The way back. CAF's own errors (a receiver that went down, an unexpected message) become errc::internal
/// with CAF's text.
[[nodiscard]] failure to_failure(const caf::error&);

} // namespace troupe
