#include "http/framing/target.hpp"

#include <boost/nowide/utf/utf.hpp>

#include <algorithm>
#include <optional>

namespace troupe::http {
namespace {

int hex_digit(char c) noexcept {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

bool is_text(std::string_view text) noexcept {
  namespace utf = boost::nowide::utf;
  for (auto at = text.begin(); at != text.end();) {
    const auto point = utf::utf_traits<char>::decode(at, text.end());
    if (!utf::is_valid_codepoint(point) || point < 0x20 || point == 0x7f) return false;
  }
  return true;
}

std::optional<std::string> decode(std::string_view encoded, bool plus_is_space) {
  std::string text;
  text.reserve(encoded.size());
  for (std::size_t i = 0; i < encoded.size(); ++i) {
    if (encoded[i] == '+' && plus_is_space) {
      text += ' ';
    } else if (encoded[i] != '%') {
      text += encoded[i];
    } else {
      if (encoded.size() - i < 3) return std::nullopt;
      const int high = hex_digit(encoded[i + 1]), low = hex_digit(encoded[i + 2]);
      if (high < 0 || low < 0) return std::nullopt;
      text += static_cast<char>(high * 16 + low);
      i += 2;
    }
  }
  if (!is_text(text)) return std::nullopt;
  return text;
}

/// Takes what stands before `separator` off the front of `text`, and the separator with it.
std::string_view take(std::string_view& text, char separator) noexcept {
  const auto end = std::min(text.find(separator), text.size());
  const auto piece = text.substr(0, end);
  text.remove_prefix(std::min(end + 1, text.size()));
  return piece;
}

bool read_segments(std::string_view path, request& into) {
  if (path == "/") return true;
  for (path.remove_prefix(1);;) {
    const bool last = path.find('/') == path.npos;
    auto segment = decode(take(path, '/'), false);
    if (!segment) return false;
    into.segments.push_back(std::move(*segment));
    if (last) return true;
  }
}

bool read_parameters(std::string_view query, request& into) {
  while (!query.empty()) {
    auto value = take(query, '&');
    if (value.empty()) continue;
    auto name = decode(take(value, '='), true);
    auto text = decode(value, true);
    if (!name || !text) return false;
    into.parameters.emplace_back(std::move(*name), std::move(*text));
  }
  return true;
}

/// The target as a path: "http://host/path" loses its scheme and authority.
std::optional<std::string_view> origin_form(std::string_view target) noexcept {
  if (target.starts_with('/') || target == "*") return target;
  for (const std::string_view scheme : {"http://", "https://"}) {
    if (!target.starts_with(scheme)) continue;
    const auto end = std::min(target.find_first_of("/?", scheme.size()), target.size());
    if (end > scheme.size()) return target.substr(end);
  }
  return std::nullopt;
}

} // namespace

bool read_target(std::string_view target, request& into) {
  auto rest = origin_form(target);
  if (!rest || rest->find('#') != rest->npos) return false;
  const auto path = take(*rest, '?');
  into.path = path.empty() ? "/" : std::string(path);
  into.query = *rest;
  if (into.path == "*") return into.method == "OPTIONS" && into.query.empty();
  return read_segments(into.path, into) && read_parameters(into.query, into);
}

} // namespace troupe::http
