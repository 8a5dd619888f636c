#pragma once
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>

namespace troupe::storage::sql {

using bytes = std::span<const std::uint8_t>;

/// A prepared statement, with what a kind of database does for it. Parameters count from 1, columns from 0;
/// NULL reads as 0 or empty. Everything throws storage::error.
class statement {
public:
  virtual ~statement() = default;

  virtual void bind(int parameter, std::int64_t) = 0;
  virtual void bind(int parameter, double) = 0;
  virtual void bind(int parameter, std::string_view) = 0;
  virtual void bind(int parameter, bytes) = 0;
  virtual void bind(int parameter, std::nullptr_t) = 0;

  [[nodiscard]] virtual bool next() = 0;
  virtual void reset() noexcept = 0; ///< ends the run, and forgets what was bound

  [[nodiscard]] virtual bool null(int column) const = 0;
  [[nodiscard]] virtual std::int64_t integer(int column) const = 0; ///< a truth reads as 1 or 0
  [[nodiscard]] virtual double real(int column) const = 0;
  [[nodiscard]] virtual std::string text(int column) const = 0;
  [[nodiscard]] virtual bytes blob(int column) const = 0; ///< valid until next()
};

} // namespace troupe::storage::sql
