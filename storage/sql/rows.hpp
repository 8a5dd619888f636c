#pragma once
#include "storage/sql/statement.hpp"

#include <concepts>
#include <type_traits>
#include <utility>

namespace troupe::storage::sql {

/// The rows of one running query. Columns count from 0; NULL reads as 0 or empty. One at a time for each SQL
/// text.
class rows {
public:
  explicit rows(statement& of) noexcept : statement_{&of} {}
  rows(rows&& other) noexcept : statement_{std::exchange(other.statement_, nullptr)} {}
  rows& operator=(rows&&) = delete;
  ~rows() {
    if (statement_) statement_->reset();
  }

  [[nodiscard]] bool next() { return statement_->next(); } ///< false after the last

  [[nodiscard]] bool null(int column) const { return statement_->null(column); }
  [[nodiscard]] std::int64_t integer(int column) const { return statement_->integer(column); }
  [[nodiscard]] double real(int column) const { return statement_->real(column); }
  [[nodiscard]] std::string text(int column) const { return statement_->text(column); }
  [[nodiscard]] bytes blob(int column) const { return statement_->blob(column); } ///< valid until next()
  template <class T>
  requires std::unsigned_integral<T> || std::is_enum_v<T>
  [[nodiscard]] T as(int column) const { return static_cast<T>(integer(column)); }

private:
  statement* statement_;
};

} // namespace troupe::storage::sql
