#include "http/mcp/tool.hpp"

#include "http/openapi/embedded.hpp"
#include "http/openapi/json_schema.hpp"

#include <charconv>
#include <set>
#include <utility>

namespace troupe::http::mcp {
namespace {

constexpr std::string_view shared_schemas = "#/components/schemas/";
constexpr std::string_view own_schemas = "#/$defs/";

const ordered_json& schemas() {
  static const auto all = ordered_json::parse(embedded::schemas);
  return all;
}

/// A type that is one of several as anyOf, which clients with smaller dialects of JSON Schema read, too.
void split_types(ordered_json& schema) {
  const auto types = schema.find("type");
  if (types == schema.end() || !types->is_array()) return;
  auto branches = ordered_json::array();
  for (const auto& type : *types) branches.push_back({{"type", type}});
  schema.erase("type");
  schema["anyOf"] = std::move(branches);
}

/// Points the references of `schema` to its own $defs, and collects their names.
void take_references(ordered_json& schema, std::set<std::string>& names) {
  if (schema.is_array())
    for (auto& element : schema) take_references(element, names);
  if (!schema.is_object()) return;
  split_types(schema);
  for (auto& [key, value] : schema.items()) {
    if (key != "$ref") {
      take_references(value, names);
      continue;
    }
    auto& target = value.get_ref<std::string&>();
    names.insert(target.substr(shared_schemas.size()));
    target.replace(0, shared_schemas.size(), own_schemas);
  }
}

void add_defaults(ordered_json& described, schema rows) {
  for (const auto& m : rows) {
    if (m.otherwise.empty()) continue;
    auto& of = described["properties"][std::string{m.name}];
    of["default"] =
        m.type == member_type::number ? ordered_json::parse(m.otherwise) : ordered_json(m.otherwise);
  }
}

} // namespace

ordered_json bundled_schema(std::string_view name) {
  auto root = schemas().at(std::string{name});
  root.erase("examples");
  auto wanted = std::set<std::string>{};
  take_references(root, wanted);
  auto definitions = ordered_json::object();
  while (!wanted.empty()) {
    const auto next = wanted.extract(wanted.begin()).value();
    if (definitions.contains(next)) continue;
    auto definition = schemas().at(next);
    definition.erase("examples");
    take_references(definition, wanted);
    definitions[next] = std::move(definition);
  }
  if (!definitions.empty()) root["$defs"] = std::move(definitions);
  return root;
}

ordered_json describe(const tool& t) {
  auto input = t.input_schema.empty() ? json_schema(t.input) : ordered_json::parse(t.input_schema);
  add_defaults(input, t.input.members);
  auto object = ordered_json{{"name", t.name},
                             {"title", t.title},
                             {"description", t.description},
                             {"inputSchema", std::move(input)}};
  if (!t.output.empty()) object["outputSchema"] = bundled_schema(t.output);
  object["annotations"] = {{"title", t.title},
                           {"readOnlyHint", t.hints.read_only},
                           {"destructiveHint", t.hints.destructive},
                           {"idempotentHint", t.hints.idempotent},
                           {"openWorldHint", t.hints.open_world}};
  return object;
}

ordered_json tool_result(ordered_json structured) {
  return {{"content", ordered_json::array({{{"type", "text"}, {"text", text_of(structured)}}})},
          {"structuredContent", std::move(structured)},
          {"isError", false}};
}

ordered_json tool_failure(std::string_view text) {
  return {{"content", ordered_json::array({{{"type", "text"}, {"text", text}}})}, {"isError", true}};
}

std::uint64_t number_in(const json& arguments, const member& m) {
  if (const auto at = arguments.find(m.name); at != arguments.end())
    return static_cast<std::uint64_t>(at->get<double>());
  auto number = m.least;
  std::from_chars(m.otherwise.data(), m.otherwise.data() + m.otherwise.size(), number);
  return number;
}

} // namespace troupe::http::mcp
