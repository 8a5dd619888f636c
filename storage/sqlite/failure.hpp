#pragma once
#include <string_view>

namespace troupe::storage::sqlite {

/// Throws storage::error: the file, the statement, SQLite's reason with its extended result code, and what to
/// do about it.
[[noreturn]] void fail(std::string_view file, std::string_view operation, int code, std::string_view reason);

} // namespace troupe::storage::sqlite
