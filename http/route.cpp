#include "http/route.hpp"

#include <algorithm>
#include <optional>

namespace troupe::http {
namespace {

/// What stands for the braces of `pattern`, where the segments fit it.
std::optional<std::vector<std::string>> arguments_of(std::string_view pattern,
                                                     std::span<const std::string> segments) {
  auto found = std::vector<std::string>{};
  auto rest = pattern.substr(1);
  for (const auto& segment : segments) {
    if (rest.empty() || segment.empty()) return std::nullopt;
    const auto end = std::min(rest.find('/'), rest.size());
    const auto expected = rest.substr(0, end);
    if (expected.starts_with('{'))
      found.push_back(segment);
    else if (expected != segment)
      return std::nullopt;
    rest.remove_prefix(std::min(end + 1, rest.size()));
  }
  return rest.empty() ? std::optional{std::move(found)} : std::nullopt;
}

void allow(std::string& list, std::string_view method) {
  list.append(list.empty() ? "" : ", ").append(method);
  if (method == "GET") list.append(", HEAD");
}

} // namespace

std::variant<match, no_address, no_method> find_route(route_table table, const request& asked) {
  const auto method = asked.method == "HEAD" ? std::string_view{"GET"} : asked.method;
  auto allowed = std::string{};
  for (const auto& row : table) {
    auto arguments = arguments_of(row.path, asked.segments);
    if (!arguments) continue;
    if (row.method == method) return match{&row, std::move(*arguments)};
    allow(allowed, row.method);
  }
  if (allowed.empty()) return no_address{};
  allow(allowed, "OPTIONS");
  return no_method{std::move(allowed)};
}

} // namespace troupe::http
