#pragma once
#include "storage/sql/statement.hpp"

#include <memory>

struct sqlite3_stmt;

namespace troupe::storage::sqlite {

class statement final : public sql::statement {
public:
  statement(std::string_view file, sqlite3_stmt* prepared) noexcept : file_{file}, prepared_{prepared} {}

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

private:
  struct finalize {
    void operator()(sqlite3_stmt*) const noexcept;
  };

  std::string_view file_;
  std::unique_ptr<sqlite3_stmt, finalize> prepared_;
};

} // namespace troupe::storage::sqlite
