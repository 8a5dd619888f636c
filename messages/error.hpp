#pragma once
#include "messages/wire/errc.hpp"

#include <caf/error.hpp>

#include <exception>

namespace troupe {

/// A failure as actors pass it on. The category is "troupe"; the detail rides in the context.
[[nodiscard]] caf::error make_error(failure);
[[nodiscard]] caf::error make_error(errc, std::string detail = {});

/// The way back. CAF's own errors (a receiver that went down, an unexpected message) become errc::internal
/// with CAF's text.
[[nodiscard]] failure to_failure(const caf::error&);

/// What an actor goes down with when something throws in it: errc::internal and the exception's words. For
/// set_exception_handler().
[[nodiscard]] caf::error make_error(const std::exception_ptr&);

} // namespace troupe
