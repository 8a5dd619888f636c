#include "load/shape.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>

namespace troupe::load {
namespace {

using nlohmann::json;
using complaint = std::optional<std::string>;

std::string_view name(shape::kind kind) {
  switch (kind) {
  case shape::kind::boolean: return "true or false";
  case shape::kind::integer: return "an integer";
  case shape::kind::number: return "a number";
  case shape::kind::text: return "a text";
  case shape::kind::list: return "a list";
  case shape::kind::object: return "an object";
  }
  return "";
}

bool is(const json& value, shape::kind kind) {
  switch (kind) {
  case shape::kind::boolean: return value.is_boolean();
  case shape::kind::integer: return value.is_number_integer();
  case shape::kind::number: return value.is_number();
  case shape::kind::text: return value.is_string();
  case shape::kind::list: return value.is_array();
  case shape::kind::object: return value.is_object();
  }
  return false;
}

complaint number_mismatch(const json& value, const shape& expected) {
  const auto number = value.get<double>();
  if (number >= expected.least && number <= expected.most) return std::nullopt;
  return ": " + value.dump() + " is out of range";
}

complaint text_mismatch(const json& value, const shape& expected) {
  const auto& text = value.get_ref<const std::string&>();
  if (!text.starts_with(expected.prefix))
    return ": \"" + text + "\" does not begin with " + std::string{expected.prefix};
  if (expected.one_of.empty() || std::ranges::find(expected.one_of, text) != expected.one_of.end())
    return std::nullopt;
  return ": \"" + text + "\" is none of the names of the interface";
}

complaint below(std::string step, const complaint& found) {
  return found ? complaint{"/" + std::move(step) + *found} : std::nullopt;
}

complaint find_mismatch(const json& value, const shape& expected);

complaint list_mismatch(const json& value, const shape& expected) {
  if (expected.items)
    for (auto i = std::size_t{0}; i < value.size(); ++i)
      if (const auto found = find_mismatch(value[i], *expected.items)) return below(std::to_string(i), found);
  return std::nullopt;
}

complaint object_mismatch(const json& value, const shape& expected) {
  for (const auto& m : expected.members) {
    const auto found = value.find(m.name);
    if (found == value.end()) {
      if (m.optional) continue;
      return below(std::string{m.name}, ": is missing");
    }
    if (const auto wrong = find_mismatch(*found, m.value)) return below(std::string{m.name}, wrong);
  }
  return std::nullopt;
}

complaint find_mismatch(const json& value, const shape& expected) {
  if (value.is_null() && expected.nullable) return std::nullopt;
  if (!is(value, expected.is))
    return ": is not " + std::string{name(expected.is)} + " but a JSON " + value.type_name();
  switch (expected.is) {
  case shape::kind::integer:
  case shape::kind::number: return number_mismatch(value, expected);
  case shape::kind::text: return text_mismatch(value, expected);
  case shape::kind::list: return list_mismatch(value, expected);
  case shape::kind::object: return object_mismatch(value, expected);
  case shape::kind::boolean: break;
  }
  return std::nullopt;
}

} // namespace

std::optional<std::string> mismatch(const json& value, const shape& expected) {
  return find_mismatch(value, expected);
}

} // namespace troupe::load
