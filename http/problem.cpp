#include "http/problem.hpp"

#include "http/json.hpp"

namespace troupe::http {
namespace {

constexpr std::string_view retry_after_seconds = "1";

/// A name for people: the pointer, or what stands at its root.
std::string where(const field_error& e) { return e.pointer.empty() ? "the body" : e.pointer; }

} // namespace

response refuse(const problem_type& type, std::string_view detail, std::span<const field_error> errors) {
  auto body = ordered_json{{"type", "/problems/" + std::string{type.name}},
                           {"title", type.title},
                           {"status", type.status},
                           {"detail", detail}};
  for (const auto& e : errors) body["errors"].push_back({{"pointer", e.pointer}, {"detail", e.detail}});
  auto answer = response{type.status, {{"Content-Type", "application/problem+json"}}, text_of(body)};
  if (type.status == 429 || type.status == 503)
    answer.headers.emplace_back("Retry-After", retry_after_seconds);
  if (type.status == 401) answer.headers.emplace_back("WWW-Authenticate", "Bearer realm=\"troupe\"");
  return answer;
}

response refuse(const failure& f, std::span<const field_error> errors) {
  const auto detail = f.detail.empty() ? title(f.code) : std::string_view{f.detail};
  return refuse(problem_type{name(f.code), title(f.code), http_status(f.code)}, detail, errors);
}

response refuse(std::span<const field_error> errors) {
  const auto& first = errors.front();
  return refuse(failure{errc::bad_request, where(first) + ": " + first.detail}, errors);
}

errc code_named(std::string_view text) noexcept {
  for (auto code = errc::bad_request; code < errc::internal;
       code = static_cast<errc>(static_cast<int>(code) + 1))
    if (name(code) == text) return code;
  return errc::internal;
}

} // namespace troupe::http
