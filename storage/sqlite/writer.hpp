#pragma once
#include "storage/sql/writer.hpp"
#include "storage/sqlite/schema.hpp"

namespace troupe::storage::sqlite {

/// The one connection to a file that writes. A checkpointer runs beside it; without one every 64 MiB of log
/// hold up a commit.
class writer final : public sql::writer {
public:
  explicit writer(const std::filesystem::path& file, const options& o = {})
      : sql::writer{connect(file, access::read_write, o)} {}
};

} // namespace troupe::storage::sqlite
