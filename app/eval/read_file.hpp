#pragma once
#include <string>

namespace troupe::app::eval {

/// A file's bytes. Throws std::runtime_error with its path and the reason.
[[nodiscard]] std::string read_file(const std::string& path);

} // namespace troupe::app::eval
