#include "http/framing/message.hpp"

#include <boost/beast/core/string.hpp>
#include <boost/beast/http/status.hpp>

#include <algorithm>

namespace troupe::http {
namespace {

bool same_name(std::string_view a, std::string_view b) noexcept {
  return boost::beast::iequals({a.data(), a.size()}, {b.data(), b.size()});
}

} // namespace

std::optional<std::string_view> find_field(const fields& headers, std::string_view name) noexcept {
  const auto found =
      std::ranges::find_if(headers, [&](const auto& field) { return same_name(field.first, name); });
  if (found == headers.end()) return std::nullopt;
  return found->second;
}

std::optional<std::string_view> request::header(std::string_view name) const noexcept {
  return find_field(headers, name);
}

std::optional<std::string_view> request::parameter(std::string_view name) const noexcept {
  const auto found = std::ranges::find(parameters, name, &fields::value_type::first);
  if (found == parameters.end()) return std::nullopt;
  return found->second;
}

response problem(int status, std::string_view detail) {
  const auto title = boost::beast::http::obsolete_reason(static_cast<boost::beast::http::status>(status));
  response answer{status, {{"Content-Type", "application/problem+json"}}, {}};
  answer.body.append(R"({"type":"about:blank","title":")").append(title.data(), title.size());
  answer.body.append(R"(","status":)").append(std::to_string(status));
  answer.body.append(R"(,"detail":")").append(detail).append("\"}");
  return answer;
}

} // namespace troupe::http
