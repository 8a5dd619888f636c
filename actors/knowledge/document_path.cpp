#include "actors/knowledge/document_path.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>

namespace troupe::knowledge {
namespace {

constexpr std::size_t longest_path = 1024;
constexpr std::size_t longest_name = 255; // NAME_MAX of the usual file systems

char lower(char c) noexcept { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

bool ends_in(std::string_view path, std::string_view extension) noexcept {
  return path.size() > extension.size()
         && std::ranges::equal(path.substr(path.size() - extension.size()), extension, {}, lower);
}

bool is_control(char c) noexcept { return static_cast<unsigned char>(c) < 0x20 || c == 0x7f; }

bool plain(std::string_view name) noexcept {
  return !name.empty() && !hidden(name) && name.size() <= longest_name;
}

/// True if `good` holds for every name between the slashes.
template <class Predicate>
bool every_name(std::string_view path, Predicate good) {
  for (;;) {
    const auto slash = path.find('/');
    if (!good(path.substr(0, slash))) return false;
    if (slash == std::string_view::npos) return true;
    path.remove_prefix(slash + 1);
  }
}

} // namespace

bool names_document(std::string_view path) noexcept {
  const auto name = path.substr(path.rfind('/') + 1);
  return ends_in(name, ".md") || ends_in(name, ".markdown");
}

std::string displayable(const std::string& path) {
  using nlohmann::json;
  return json::parse(json(path).dump(-1, ' ', false, json::error_handler_t::replace)).get<std::string>();
}

failure refusal(const std::string& path) {
  const auto shown = displayable(path);
  const auto refuse = [&](std::string_view why) {
    return failure{errc::bad_request, "document \"" + shown + "\": " + std::string{why}};
  };
  if (path.size() > longest_path) return {errc::bad_request, "a document's path has at most 1024 bytes"};
  if (shown != path || std::ranges::any_of(path, is_control))
    return refuse("its path is UTF-8 without control characters");
  if (!every_name(path, plain))
    return refuse("its path is relative, of names of 1 to 255 bytes that do not begin with a dot, parted by "
                  "single slashes");
  if (!names_document(path)) return refuse("its name ends in .md or .markdown");
  return {};
}

} // namespace troupe::knowledge
