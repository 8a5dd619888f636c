#pragma once
#include <filesystem>

namespace troupe::storage::sqlite {

/// Copies the database of a data directory into a new file, as it is at one moment; safe beside the process
/// that writes. On return the copy is on the disk. Throws storage::error, and leaves no file behind.
void back_up(const std::filesystem::path& data_dir, const std::filesystem::path& to);

/// Puts such a copy into a data directory that has no database, made if it is missing. Throws
/// storage::error, and changes nothing, if the copy is damaged or newer than this program, if the directory
/// has a database, or if another process holds it.
void restore(const std::filesystem::path& from, const std::filesystem::path& data_dir);

} // namespace troupe::storage::sqlite
