#include "http/query.hpp"

#include <charconv>
#include <string>

namespace troupe::http {

std::variant<std::uint64_t, failure> read_number(std::string_view name, std::string_view text,
                                                 number_range range) {
  auto number = std::uint64_t{0};
  const auto* const last = text.data() + text.size();
  const auto [end, error] = std::from_chars(text.data(), last, number);
  if (error == std::errc{} && end == last && number >= range.least && number <= range.most) return number;
  return failure{errc::bad_request, std::string{name} + ": must be a whole number from "
                                        + std::to_string(range.least) + " to " + std::to_string(range.most)
                                        + ", not \"" + std::string{text} + "\""};
}

std::variant<std::uint64_t, failure> number_in(const request& asked, std::string_view name,
                                               number_range range, std::uint64_t otherwise) {
  const auto text = asked.parameter(name);
  if (!text) return otherwise;
  return read_number(name, *text, range);
}

} // namespace troupe::http
