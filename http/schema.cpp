#include "http/schema.hpp"

#include <algorithm>
#include <cmath>
#include <functional>

namespace troupe::http {
namespace {

std::string_view expected(member_type type) {
  switch (type) {
  case member_type::text: return "must be a string";
  case member_type::number: return "must be a number";
  case member_type::boolean: return "must be true or false";
  case member_type::object: return "must be an object";
  case member_type::list: return "must be an array";
  case member_type::text_or_list: return "must be a string or an array";
  }
  return "";
}

bool is_a(member_type type, const json& value) {
  switch (type) {
  case member_type::text: return value.is_string();
  case member_type::number: return value.is_number();
  case member_type::boolean: return value.is_boolean();
  case member_type::object: return value.is_object();
  case member_type::list: return value.is_array();
  case member_type::text_or_list: return value.is_string() || value.is_array();
  }
  return false;
}

std::string length_of(const member& m) {
  const auto most = std::to_string(m.most);
  return m.least == 0 ? "at most " + most : std::to_string(m.least) + " to " + most;
}

/// "a, b or c"
template <class Rows, class Name>
std::string list_of(const Rows& rows, Name name) {
  auto text = std::string{};
  for (const auto& row : rows)
    text.append(text.empty() ? "" : &row == &rows.back() ? " or " : ", ").append(std::invoke(name, row));
  return text;
}

const choice* chosen(const member& m, std::string_view text) {
  const auto at = std::ranges::find(m.choices, text, &choice::value);
  return at == m.choices.end() ? nullptr : &*at;
}

std::string fault_of(const member& m, double value) {
  if (value == std::floor(value) && value >= static_cast<double>(m.least)
      && value <= static_cast<double>(m.most))
    return {};
  return "must be a whole number from " + std::to_string(m.least) + " to " + std::to_string(m.most);
}

/// One object against its rows.
class object_check {
public:
  object_check(const json& object, std::string pointer, std::vector<field_error>& found)
      : object_{object}, pointer_{std::move(pointer)}, found_{found} {}

  void members(schema rows) {
    known_.reserve(known_.size() + rows.size());
    for (const auto& m : rows) {
      known_.push_back(m.name);
      const auto at = object_.find(m.name);
      if (at != object_.end())
        check_member(m, *at);
      else if (m.required)
        fail(m.name, "is missing");
      if (!m.choices.empty()) companions(m, at);
    }
  }

  void no_others() {
    for (const auto& [name, value] : object_.items())
      if (std::ranges::find(known_, name) == known_.end()) fail(name, "is unknown");
  }

private:
  void check_member(const member& m, const json& value) {
    if (!is_a(m.type, value))
      return fail(m.name, std::string{expected(m.type)} + ", not " + value.type_name());
    if (m.type == member_type::text)
      refuse_if(m, fault_of(m, std::string_view{value.get_ref<const std::string&>()}));
    if (m.type == member_type::number) refuse_if(m, fault_of(m, value.get<double>()));
    if (m.type == member_type::object && !m.members.empty()) {
      auto inner = object_check{value, pointer_to(pointer_, m.name), found_};
      inner.members(m.members);
      inner.no_others();
    }
  }

  /// The members that come with the value chosen; where none is, those of any choice are not unknown.
  void companions(const member& m, const json::const_iterator& at) {
    const auto* const with =
        at != object_.end() && at->is_string() ? chosen(m, at->get_ref<const std::string&>()) : nullptr;
    if (with) return members(with->with);
    for (const auto& c : m.choices)
      for (const auto& other : c.with) known_.push_back(other.name);
  }

  void refuse_if(const member& m, std::string fault) {
    if (!fault.empty()) fail(m.name, std::move(fault));
  }
  void fail(std::string_view name, std::string detail) {
    found_.push_back({pointer_to(pointer_, name), std::move(detail)});
  }

  const json& object_;
  std::string pointer_;
  std::vector<field_error>& found_;
  std::vector<std::string_view> known_;
};

} // namespace

std::string_view name(media type) noexcept {
  switch (type) {
  case media::none: break;
  case media::application_json: return "application/json";
  case media::text_markdown: return "text/markdown";
  case media::text_plain: return "text/plain";
  case media::text_html: return "text/html";
  case media::text_javascript: return "text/javascript";
  case media::text_event_stream: return "text/event-stream";
  }
  return "";
}

std::vector<field_error> check(const body_form& form, const json& body) {
  if (!body.is_object()) return {{"", std::string{"must be an object, not "} + body.type_name()}};
  auto found = std::vector<field_error>{};
  auto object = object_check{body, "", found};
  object.members(form.members);
  if (!form.open) object.no_others();
  const auto is_there = [&](std::string_view name) { return body.contains(name); };
  if (!form.any_of.empty() && std::ranges::none_of(form.any_of, is_there))
    found.push_back({"", "needs " + list_of(form.any_of, std::identity{})});
  return found;
}

std::string fault_of(const member& m, std::string_view text) {
  if (text.find('\0') != std::string_view::npos) return "has a NUL character";
  const auto length = count_characters(text);
  if (length < m.least && length == 0) return "must not be empty";
  if (length < m.least || length > m.most)
    return "must have " + length_of(m) + " characters, not " + std::to_string(length);
  if (!m.choices.empty() && !chosen(m, text)) return "must be " + list_of(m.choices, &choice::value);
  if (m.form.fits && !m.form.fits(text)) return std::string{m.form.expected};
  return {};
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
