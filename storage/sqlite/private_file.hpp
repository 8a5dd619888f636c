#pragma once
#include <filesystem>

namespace troupe::storage::sqlite {

/// Makes a directory, and those above it, if it is missing, for its owner alone. Throws storage::error.
void make_private_directory(const std::filesystem::path&);

/// Makes an empty file, if it is missing, for its owner alone, and its entry durable: a database holds
/// customers' words, and SQLite would make it for everybody. Throws storage::error.
void make_private_file(const std::filesystem::path&);

/// Makes the entries of a directory durable. Throws storage::error.
void sync_directory(const std::filesystem::path&);

} // namespace troupe::storage::sqlite
