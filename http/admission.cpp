#include "http/admission.hpp"

#include "http/openai/answer.hpp"

#include <algorithm>
#include <optional>

namespace troupe::http {
namespace {

constexpr std::string_view every_method = "GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS";

std::string quoted(std::string_view text) { return "\"" + std::string{text} + "\""; }

std::string lower(std::string_view text) {
  auto result = std::string{text};
  std::ranges::transform(result, result.begin(),
                         [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c | 0x20) : c; });
  return result;
}

/// The media type of a Content-Type field, without its parameters.
std::string type_in(std::string_view field) {
  auto type = field.substr(0, field.find(';'));
  return lower(type.substr(0, type.find_last_not_of(" \t") + 1));
}

bool has_body(const request& asked) {
  return asked.length.value_or(0) > 0 || !asked.body.empty() || asked.header("Transfer-Encoding");
}

bool may_be_empty(const route& to) {
  return to.body.type == media::text_markdown || std::ranges::none_of(to.body.members, &member::required);
}

std::optional<response> refuse_media(const route& to, const request& asked) {
  const auto field = asked.header("Content-Type");
  if (!field && !has_body(asked) && may_be_empty(to)) return std::nullopt;
  const auto expected = name(to.body.type);
  if (!field)
    return refuse(problems::wrong_media_type, "Content-Type is missing; it must be " + std::string{expected});
  if (type_in(*field) == expected) return std::nullopt;
  return refuse(problems::wrong_media_type,
                "Content-Type must be " + std::string{expected} + ", not " + quoted(*field));
}

response refuse_method(const request& asked, const no_method& n) {
  auto answer = refuse(problems::wrong_method, asked.path + " takes " + n.allowed + ", not " + asked.method);
  answer.headers.emplace_back("Allow", n.allowed);
  return answer;
}

} // namespace

std::variant<admitted, turned_away> admission::admit(const request& asked) const {
  const auto with_cors = [&](response answer, std::string_view route) {
    for (auto& field : cors.headers_for(asked)) answer.headers.push_back(std::move(field));
    return turned_away{std::move(answer), route};
  };
  if (asked.method == "OPTIONS" && asked.path == "*")
    return with_cors(cors.preflight(asked, every_method), "none");
  auto found = find_route(table, asked);
  if (const auto* other = std::get_if<no_method>(&found)) {
    if (asked.method == "OPTIONS") return with_cors(cors.preflight(asked, other->allowed), "none");
    return with_cors(refuse_method(asked, *other), "none");
  }
  auto* to = std::get_if<match>(&found);
  if (!to) return with_cors(refuse(problems::no_route, "there is nothing at " + asked.path), "none");
  const auto path = to->to->path;
  const auto as_openai = to->to->as_openai;
  auto outcome = admit_to(std::move(*to), asked);
  if (auto* refusal = std::get_if<response>(&outcome))
    return with_cors(as_openai ? openai::as_refusal(std::move(*refusal)) : std::move(*refusal), path);
  return std::get<admitted>(std::move(outcome));
}

std::variant<admitted, response> admission::admit_to(match found, const request& asked) const {
  const auto& to = *found.to;
  auto who = keys.admit(to.needed, asked);
  if (const auto* refusal = std::get_if<failure>(&who)) return refuse(*refusal);
  if (to.body.type != media::none) {
    if (auto refusal = refuse_media(to, asked)) return std::move(*refusal);
    const auto most = to.body.type == media::text_markdown ? max_document_bytes : max_body_bytes;
    const auto size = std::max<std::uint64_t>(asked.length.value_or(0), asked.body.size());
    if (size > most)
      return refuse(failure{errc::too_large, "the body may have " + std::to_string(most) + " bytes, not "
                                                 + std::to_string(size)});
  }
  return admitted{std::move(found), std::get<caller>(std::move(who))};
}

} // namespace troupe::http
