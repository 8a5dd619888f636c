#pragma once
#include <concepts>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>

struct sqlite3_stmt;

namespace troupe::storage::sqlite {

using bytes = std::span<const std::uint8_t>;

/// The rows of one running query. Columns count from 0; NULL reads as 0 or empty. One at a time for each SQL
/// text.
class rows {
public:
  rows(std::string_view file, sqlite3_stmt* statement) noexcept : file_{file}, statement_{statement} {}
  rows(rows&& other) noexcept : file_{other.file_}, statement_{std::exchange(other.statement_, nullptr)} {}
  rows& operator=(rows&&) = delete;
  ~rows();

  [[nodiscard]] bool next(); ///< moves to the next row; false after the last. Throws storage::error

  [[nodiscard]] bool null(int column) const noexcept;
  [[nodiscard]] std::int64_t integer(int column) const noexcept;
  [[nodiscard]] double real(int column) const noexcept;
  [[nodiscard]] std::string text(int column) const;
  [[nodiscard]] bytes blob(int column) const noexcept; ///< valid until next()
  template <class T>
  requires std::unsigned_integral<T> || std::is_enum_v<T>
  [[nodiscard]] T as(int column) const noexcept { return static_cast<T>(integer(column)); }

private:
  std::string_view file_;
  sqlite3_stmt* statement_;
};

} // namespace troupe::storage::sqlite
