#pragma once
#include "storage/postgres/database.hpp"

#include <pqxx/binarystring>
#include <pqxx/result>

#include <forward_list>
#include <optional>
#include <vector>

namespace troupe::storage::postgres {

/// Values go to the server, and come back, as text.
class statement final : public sql::statement {
public:
  statement(database& on, std::string name, std::string sql);

  void bind(int parameter, std::int64_t) override;
  void bind(int parameter, double) override;
  void bind(int parameter, std::string_view) override;
  void bind(int parameter, sql::bytes) override;
  void bind(int parameter, std::nullptr_t) override;

  bool next() override;
  void reset() noexcept override;

  [[nodiscard]] bool null(int column) const override;
  [[nodiscard]] std::int64_t integer(int column) const override;
  [[nodiscard]] double real(int column) const override;
  [[nodiscard]] std::string text(int column) const override;
  [[nodiscard]] sql::bytes blob(int column) const override;

  [[nodiscard]] const std::string& name() const noexcept { return name_; }
  [[nodiscard]] const std::string& sql() const noexcept { return sql_; }
  /// Null stands for NULL; valid until the next bind().
  [[nodiscard]] std::vector<const char*> parameters() const;

private:
  void set(int parameter, std::optional<std::string> value);
  [[nodiscard]] pqxx::field at(int column) const;

  database& on_;
  std::string name_;
  std::string sql_; ///< as the server reads it
  std::vector<std::optional<std::string>> parameters_;
  std::optional<pqxx::result> result_;                  ///< none: it has not run yet
  pqxx::result::size_type row_ = 0;                     ///< counts from 1
  mutable std::forward_list<pqxx::binarystring> blobs_; ///< of the row, decoded
};

} // namespace troupe::storage::postgres
