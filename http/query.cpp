#include "http/query.hpp"

#include <charconv>

namespace troupe::http {
namespace {

std::optional<std::uint64_t> read_number(std::string_view text) {
  auto number = std::uint64_t{0};
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  return error == std::errc{} && end == text.data() + text.size() ? std::optional{number} : std::nullopt;
}

std::string number_fault(const member& row, std::string_view text) {
  const auto number = read_number(text);
  if (number && *number >= row.least && *number <= row.most) return {};
  return "must be a whole number from " + std::to_string(row.least) + " to " + std::to_string(row.most)
         + ", not \"" + std::string{text} + "\"";
}

std::optional<failure> check(const member& row, std::optional<std::string_view> text) {
  auto fault = std::string{};
  if (!text)
    fault = row.required ? "is missing" : "";
  else
    fault = row.type == member_type::number ? number_fault(row, *text) : fault_of(row, *text);
  if (fault.empty()) return std::nullopt;
  return failure{errc::bad_request, std::string{row.name} + ": " + fault};
}

} // namespace

std::optional<failure> check_parameters(const route& to, const request& asked) {
  for (const auto& row : to.query)
    if (auto wrong = check(row, asked.parameter(row.name))) return wrong;
  for (const auto& row : to.headers)
    if (auto wrong = check(row, asked.header(row.name))) return wrong;
  return std::nullopt;
}

std::string text_in(const request& asked, const member& parameter) {
  return std::string{asked.parameter(parameter.name).value_or(parameter.otherwise)};
}

std::uint64_t number_in(const request& asked, const member& parameter) {
  return read_number(asked.parameter(parameter.name).value_or(parameter.otherwise)).value_or(parameter.least);
}

std::optional<std::uint64_t> number_in_header(const request& asked, const member& header) {
  const auto text = asked.header(header.name);
  return text ? read_number(*text) : std::nullopt;
}

} // namespace troupe::http
