#include "http/openapi/json_schema.hpp"

#include "http/forms.hpp"

#include <algorithm>
#include <limits>

namespace troupe::http {
namespace {

constexpr auto unbounded = std::numeric_limits<std::uint64_t>::max();

ordered_json object_of(schema);

void describe_text(ordered_json& object, const member& m) {
  object["type"] = "string";
  if (!m.choices.empty()) {
    for (const auto& c : m.choices) object["enum"].push_back(c.value);
    return;
  }
  if (m.least > 0) object["minLength"] = m.least;
  if (m.most != unbounded) object["maxLength"] = m.most;
  object["pattern"] = m.form.pattern.empty() ? forms::any.pattern : m.form.pattern;
}

void add_member(ordered_json& object, const member& m, ordered_json described) {
  object["properties"][std::string{m.name}] = std::move(described);
  if (m.required) object["required"].push_back(m.name);
}

void add_members(ordered_json& object, schema rows) {
  for (const auto& m : rows) add_member(object, m, json_schema(m));
}

ordered_json closed_object() {
  return {{"type", "object"}, {"additionalProperties", false}, {"properties", ordered_json::object()}};
}

ordered_json object_of(schema rows) {
  auto object = closed_object();
  add_members(object, rows);
  return object;
}

/// The object in which `chooser` has one value.
ordered_json object_of(schema rows, const member& chooser, const choice& chosen) {
  auto object = ordered_json{{"title", chosen.value}};
  object.update(closed_object());
  for (const auto& m : rows) {
    if (&m != &chooser) {
      add_member(object, m, json_schema(m));
      continue;
    }
    add_member(object, m, {{"const", chosen.value}, {"description", m.doc}});
    add_members(object, chosen.with);
  }
  return object;
}

bool brings_members(const member& m) {
  return std::ranges::any_of(m.choices, [](const choice& c) { return !c.with.empty(); });
}

} // namespace

ordered_json json_schema(const member& m) {
  auto object = ordered_json::object();
  switch (m.type) {
  case member_type::text: describe_text(object, m); break;
  case member_type::number: object = {{"type", "integer"}, {"minimum", m.least}, {"maximum", m.most}}; break;
  case member_type::boolean: object["type"] = "boolean"; break;
  case member_type::text_or_list:
    object = {{"type", {"string", "array"}}, {"items", {{"type", "string"}}}};
    break;
  case member_type::list: object = {{"type", "array"}, {"items", ordered_json::object()}}; break;
  case member_type::object:
    if (m.members.empty())
      object["type"] = "object";
    else
      object = object_of(m.members);
    break;
  }
  object["description"] = m.doc;
  return object;
}

ordered_json json_schema(const body_form& form) {
  const auto chooser = std::ranges::find_if(form.members, brings_members);
  auto object = ordered_json::object();
  if (chooser == form.members.end()) {
    object = object_of(form.members);
  } else {
    for (const auto& c : chooser->choices) object["oneOf"].push_back(object_of(form.members, *chooser, c));
  }
  if (form.open) object["additionalProperties"] = true;
  for (const auto name : form.any_of) object["anyOf"].push_back({{"required", ordered_json::array({name})}});
  return object;
}

} // namespace troupe::http
