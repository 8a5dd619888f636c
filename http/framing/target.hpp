#pragma once

#include "http/framing/message.hpp"

#include <string_view>

namespace troupe::http {

/// Reads a request-target (RFC 9112 §3.2) into path, segments, query and parameters of `into`. Origin form,
/// absolute form (its authority is dropped) and "*" are understood. False for anything else, and for broken
/// percent-encoding, control characters, encoded or not, and text that is not UTF-8.
[[nodiscard]] bool read_target(std::string_view target, request& into);

} // namespace troupe::http
