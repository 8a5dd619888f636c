#pragma once
#include "storage/error.hpp"
#include "storage/sql/rows.hpp"

#include <optional>

namespace troupe::storage::sql {

/// One connection, used by one thread at a time. Statements are written in what SQLite and PostgreSQL have in
/// common, with ? for each parameter, or ?1, ?2 and so on. Every failure is a storage::error that names the
/// database, the statement, the reason and what to do.
class database {
public:
  virtual ~database() = default;

  /// Starts a query with its parameters bound in order. Statements are prepared once and kept.
  template <class... Args>
  [[nodiscard]] rows query(std::string_view sql, const Args&... args) {
    auto& to = prepared(sql);
    rows result{to};
    int parameter = 0;
    (bind(to, ++parameter, args), ...);
    return result;
  }
  /// Runs a statement to its end.
  template <class... Args>
  void run(std::string_view sql, const Args&... args) {
    auto result = query(sql, args...);
    while (result.next()) {
    }
  }
  /// Runs several statements that are needed once, and keeps none of them.
  virtual void script(const std::string& sql) = 0;
  [[nodiscard]] virtual std::int64_t
  changed() const noexcept = 0; ///< the rows that the last statement changed

  virtual void
  begin_writing() = 0; ///< until the end nobody else writes, and everything is seen that was committed
  virtual void begin_reading() = 0;     ///< from the first read on, everything is seen as it is then
  virtual void commit() = 0;            ///< throws in_doubt where it cannot know
  virtual void rollback() noexcept = 0; ///< nothing, where nothing was begun

  /// What kind of database, and where.
  [[nodiscard]] virtual const std::string& name() const noexcept = 0;

private:
  virtual statement& prepared(std::string_view sql) = 0;

  template <class T>
  static void bind(statement& to, int parameter, const T& value) {
    if constexpr (std::integral<T> || std::is_enum_v<T>)
      to.bind(parameter, static_cast<std::int64_t>(value));
    else if constexpr (std::is_convertible_v<const T&, std::string_view>)
      to.bind(parameter, std::string_view{value});
    else
      to.bind(parameter, value);
  }
  template <class T>
  static void bind(statement& to, int parameter, const std::optional<T>& value) {
    value ? bind(to, parameter, *value) : to.bind(parameter, nullptr);
  }
};

} // namespace troupe::storage::sql
