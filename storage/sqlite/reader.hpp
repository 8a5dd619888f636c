#pragma once
#include "storage/sql/reader.hpp"
#include "storage/sqlite/schema.hpp"

namespace troupe::storage::sqlite {

/// A connection to a file that only reads: as many as wanted, also from another process beside a running
/// server.
class reader final : public sql::reader {
public:
  explicit reader(const std::filesystem::path& file, const options& o = {})
      : sql::reader{connect(file, access::read_only, o)} {}
};

} // namespace troupe::storage::sqlite
