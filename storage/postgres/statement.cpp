#include "storage/postgres/statement.hpp"

#include "language/utf8.hpp"
#include "storage/postgres/link.hpp"

#include <array>
#include <charconv>

namespace troupe::storage::postgres {
namespace {

constexpr pqxx::oid bytea = 17; // pg_type.dat of PostgreSQL: it never changes

std::string hex_of(sql::bytes value) {
  constexpr auto digits = std::string_view{"0123456789abcdef"};
  auto text = std::string{"\\x"};
  text.reserve(2 + 2 * value.size());
  for (const auto byte : value) {
    text += digits[byte >> 4U];
    text += digits[byte & 0xfU];
  }
  return text;
}

/// PostgreSQL's texts are Unicode without NUL.
std::string storable(std::string_view text) {
  auto valid = language::valid_utf8(text);
  for (auto nul = valid.find('\0'); nul != valid.npos; nul = valid.find('\0', nul))
    valid.replace(nul, 1, "\ufffd");
  return valid;
}

template <class Number>
std::string text_of(Number value) {
  auto buffer = std::array<char, 32>{};
  const auto end = std::to_chars(buffer.data(), buffer.data() + buffer.size(), value).ptr;
  return {buffer.data(), end};
}

template <class Number>
Number number_in(const pqxx::field& field) {
  auto value = Number{};
  std::from_chars(field.c_str(), field.c_str() + field.size(), value);
  return value;
}

} // namespace

statement::statement(database& on, std::string name, std::string sql)
    : on_{on}, name_{std::move(name)}, sql_{std::move(sql)} {}

void statement::set(int parameter, std::optional<std::string> value) {
  const auto index = static_cast<std::size_t>(parameter);
  if (parameters_.size() < index) parameters_.resize(index);
  parameters_[index - 1] = std::move(value);
}

void statement::bind(int parameter, std::int64_t value) { set(parameter, text_of(value)); }
void statement::bind(int parameter, double value) { set(parameter, text_of(value)); }
void statement::bind(int parameter, std::string_view value) { set(parameter, storable(value)); }
void statement::bind(int parameter, sql::bytes value) { set(parameter, hex_of(value)); }
void statement::bind(int parameter, std::nullptr_t) { set(parameter, std::nullopt); }

std::vector<const char*> statement::parameters() const {
  auto all = std::vector<const char*>{};
  for (const auto& p : parameters_) all.push_back(p ? p->c_str() : nullptr);
  return all;
}

bool statement::next() {
  if (!result_) result_ = on_.run_prepared(*this);
  blobs_.clear();
  return ++row_ <= result_->size();
}

void statement::reset() noexcept {
  result_.reset();
  row_ = 0;
  blobs_.clear();
  parameters_.clear();
}

pqxx::field statement::at(int column) const {
  return (*result_)[row_ - 1][static_cast<pqxx::row::size_type>(column)];
}

bool statement::null(int column) const { return at(column).is_null(); }

std::int64_t statement::integer(int column) const {
  const auto field = at(column);
  return *field.c_str() == 't' ? 1 : number_in<std::int64_t>(field);
}

double statement::real(int column) const { return number_in<double>(at(column)); }

std::string statement::text(int column) const {
  const auto field = at(column);
  if (field.is_null()) return {};
  if (field.type() == bytea) return pqxx::binarystring{field}.str();
  return {field.c_str(), field.size()};
}

sql::bytes statement::blob(int column) const {
  const auto field = at(column);
  if (field.is_null()) return {};
  const auto& decoded = blobs_.emplace_front(field);
  return {decoded.data(), decoded.size()};
}

} // namespace troupe::storage::postgres
