#include "http/schema.hpp"

#include <algorithm>
#include <array>

namespace troupe::http {
namespace {

/// Unicode's White_Space, in UTF-8.
constexpr auto white_space = std::to_array<std::string_view>(
    {" ",      "\t",     "\n",     "\v",     "\f",     "\r",     "\u0085", "\u00a0", "\u1680",
     "\u2000", "\u2001", "\u2002", "\u2003", "\u2004", "\u2005", "\u2006", "\u2007", "\u2008",
     "\u2009", "\u200a", "\u2028", "\u2029", "\u202f", "\u205f", "\u3000"});

std::string_view expected(member_type type) {
  switch (type) {
  case member_type::text: return "must be a string";
  case member_type::boolean: return "must be true or false";
  case member_type::object: return "must be an object";
  case member_type::any: break;
  }
  return "";
}

bool is_a(member_type type, const json& value) {
  switch (type) {
  case member_type::text: return value.is_string();
  case member_type::boolean: return value.is_boolean();
  case member_type::object: return value.is_object();
  case member_type::any: break;
  }
  return true;
}

std::string length_of(const member& m) {
  const auto most = std::to_string(m.most);
  return m.least == 0 ? "at most " + most : std::to_string(m.least) + " to " + most;
}

/// What is wrong with a text; empty if nothing is.
std::string fault(const member& m, std::string_view text) {
  if (text.find('\0') != text.npos) return "has a NUL character";
  const auto length = count_characters(text);
  if (length < m.least && length == 0) return "must not be empty";
  if (length < m.least || length > m.most)
    return "must have " + length_of(m) + " characters, not " + std::to_string(length);
  if (m.form.fits && !m.form.fits(text)) return std::string{m.form.expected};
  return {};
}

void check_object(schema, const json& object, const std::string& pointer, std::vector<field_error>& found);

void check_member(const member& m, const json& value, const std::string& pointer,
                  std::vector<field_error>& found) {
  if (!is_a(m.type, value)) {
    found.push_back({pointer, std::string{expected(m.type)} + ", not " + value.type_name()});
  } else if (m.type == member_type::text) {
    if (auto why = fault(m, value.get_ref<const std::string&>()); !why.empty())
      found.push_back({pointer, std::move(why)});
  } else if (m.type == member_type::object && !m.members.empty()) {
    check_object(m.members, value, pointer, found);
  }
}

void check_object(schema rows, const json& object, const std::string& pointer,
                  std::vector<field_error>& found) {
  for (const auto& m : rows) {
    const auto at = object.find(m.name);
    if (at != object.end())
      check_member(m, *at, pointer_to(pointer, m.name), found);
    else if (m.required)
      found.push_back({pointer_to(pointer, m.name), "is missing"});
  }
  for (const auto& [name, value] : object.items())
    if (std::ranges::find(rows, name, &member::name) == rows.end())
      found.push_back({pointer_to(pointer, name), "is unknown"});
}

} // namespace

namespace forms {

bool is_visible(std::string_view text) {
  while (!text.empty()) {
    const auto blank =
        std::ranges::find_if(white_space, [&](std::string_view w) { return text.starts_with(w); });
    if (blank == white_space.end()) return true;
    text.remove_prefix(blank->size());
  }
  return false;
}

bool is_word(std::string_view text) {
  return std::ranges::all_of(text, [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '-';
  });
}

bool is_email(std::string_view text) {
  const auto at = text.find('@');
  return at != text.npos && at > 0 && at + 1 < text.size() && text.find('@', at + 1) == text.npos
         && text.find_first_of(" \t\r\n") == text.npos;
}

} // namespace forms

std::vector<field_error> check(schema rows, const json& body) {
  if (!body.is_object()) return {{"", std::string{"must be an object, not "} + body.type_name()}};
  auto found = std::vector<field_error>{};
  check_object(rows, body, "", found);
  return found;
}

std::string text_in(const json& object, std::string_view name) {
  const auto at = object.find(name);
  return at == object.end() ? std::string{} : at->get<std::string>();
}

std::size_t count_characters(std::string_view text) noexcept {
  return static_cast<std::size_t>(
      std::ranges::count_if(text, [](char c) { return (static_cast<unsigned char>(c) & 0xc0) != 0x80; }));
}

} // namespace troupe::http
