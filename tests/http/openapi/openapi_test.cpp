#include "http/openapi/openapi.hpp"
#include "tests/http/openapi/described.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <functional>
#include <set>

namespace troupe::http {
namespace {

using testing::described;
using testing::is_valid;
using calls = std::set<std::pair<std::string, std::string>>;

std::string lower(std::string_view text) {
  auto result = std::string{text};
  std::ranges::transform(result, result.begin(), [](unsigned char c) { return std::tolower(c); });
  return result;
}

const json& operation_of(const route& row) {
  return described().at("paths").at(std::string{row.path}).at(lower(row.method));
}

/// Every value of the document, each with its pointer.
void for_each(const json& value, const std::string& pointer,
              const std::function<void(const json&, const std::string&)>& visit) {
  visit(value, pointer);
  if (!value.is_structured()) return;
  for (const auto& [key, inner] : value.items()) for_each(inner, pointer_to(pointer, key), visit);
}
void for_each(const std::function<void(const json&, const std::string&)>& visit) {
  for_each(described(), "", visit);
}

const json& resolved(const json& value) {
  return value.contains("$ref")
             ? described().at(json::json_pointer(value.at("$ref").get<std::string>().substr(1)))
             : value;
}

TEST(OpenApi, has_each_row_of_the_table_and_nothing_else) {
  auto rows = calls{}, found = calls{};
  for (const auto& row : routes::table()) rows.emplace(row.path, lower(row.method));
  for (const auto& [path, methods] : described().at("paths").items())
    for (const auto& [method, operation] : methods.items()) found.emplace(path, method);
  EXPECT_EQ(found, rows);
}

TEST(OpenApi, names_each_call_once) {
  auto names = std::set<std::string_view>{};
  for (const auto& row : routes::table()) EXPECT_TRUE(names.insert(row.name).second) << row.name;
}

TEST(OpenApi, refers_to_what_is_there) {
  for_each([](const json& value, const std::string& pointer) {
    if (!value.is_object() || !value.contains("$ref")) return;
    EXPECT_NO_THROW(resolved(value)) << pointer;
  });
}

TEST(OpenApi, uses_all_that_it_holds) {
  auto used = std::set<std::string>{};
  for_each([&](const json& value, const std::string&) {
    if (value.is_object() && value.contains("$ref")) used.insert(value.at("$ref").get<std::string>());
  });
  for (const auto* kind : {"schemas", "responses", "headers"})
    for (const auto& [name, component] : described().at("components").at(kind).items())
      EXPECT_TRUE(used.contains("#/components/" + std::string{kind} + "/" + name)) << name;
}

TEST(OpenApi, describes_every_member_of_every_object) {
  const auto has_text = [](const json& value) { return !value.value("description", "").empty(); };
  for_each(described().at("components").at("schemas"), "",
           [&](const json& value, const std::string& pointer) {
             const auto is_schema =
                 value.is_object() && value.contains("properties") && value.value("type", json{}) == "object";
             if (!is_schema) return;
             // Clients of OpenAI send much that is passed over; MCP's own schema says what its messages hold.
             const auto open = pointer == "/completion_request" || pointer == "/embeddings_request"
                               || pointer == "/mcp_message";
             EXPECT_EQ(value.value("additionalProperties", true), open) << pointer;
             for (const auto& [name, member] : value.at("properties").items())
               EXPECT_TRUE(has_text(member) || has_text(resolved(member))) << pointer << ": " << name;
           });
}

TEST(OpenApi, has_a_parameter_for_each_name_in_braces) {
  for (const auto& row : routes::table()) {
    const auto in_braces = std::ranges::count(row.path, '{');
    ASSERT_EQ(static_cast<std::size_t>(in_braces), row.arguments.size()) << row.path;
    for (const auto& argument : row.arguments)
      EXPECT_NE(row.path.find("{" + std::string{argument.name} + "}"), row.path.npos) << row.path;
  }
}

TEST(OpenApi, examples_are_what_the_schemas_beside_them_say) {
  auto seen = 0;
  for_each([&](const json& value, const std::string& pointer) {
    if (!value.is_object() || !value.contains("schema")) return;
    auto examples = std::vector<json>{};
    if (value.contains("example")) examples.push_back(value.at("example"));
    const auto named = value.value("examples", json::object());
    for (const auto& example : named) examples.push_back(example.at("value"));
    for (const auto& example : examples) {
      EXPECT_TRUE(is_valid(example, value.at("schema"))) << pointer;
      ++seen;
    }
  });
  EXPECT_GT(seen, 0);
}

TEST(OpenApi, examples_within_schemas_are_what_those_say) {
  for (const auto& [name, schema] : described().at("components").at("schemas").items()) {
    const auto examples = schema.value("examples", json::array());
    for (const auto& example : examples) EXPECT_TRUE(testing::is_a(name, example)) << name;
  }
}

TEST(OpenApi, gives_every_call_with_an_answer_an_example_of_it) {
  for (const auto& row : routes::table()) {
    if (row.answer.schema.empty()) continue;
    const auto& answer = operation_of(row).at("responses").at(std::to_string(row.answer.status));
    EXPECT_TRUE(answer.at("content").at(std::string{name(row.answer.type)}).contains("example")) << row.name;
  }
}

TEST(OpenApi, lists_the_refusals_that_follow_from_the_row) {
  for (const auto& row : routes::table()) {
    const auto& responses = operation_of(row).at("responses");
    EXPECT_EQ(responses.contains("401"), row.needed != key::none) << row.name;
    const auto forbids = std::ranges::find(row.failures, errc::forbidden) != row.failures.end();
    EXPECT_EQ(responses.contains("403"), row.needed == key::admin || forbids) << row.name;
    EXPECT_EQ(responses.contains("415"), row.body.type != media::none) << row.name;
    EXPECT_EQ(responses.contains("503"), !row.before_start) << row.name;
    EXPECT_EQ(operation_of(row).at("security").empty(), row.needed == key::none) << row.name;
    for (const auto code : row.failures)
      EXPECT_TRUE(responses.contains(std::to_string(http_status(code)))) << row.name << " " << name(code);
  }
}

TEST(OpenApi, defaults_are_values_that_the_parameter_may_have) {
  for_each([](const json& value, const std::string& pointer) {
    if (!value.is_object() || !value.contains("default")) return;
    EXPECT_TRUE(is_valid(value.at("default"), value)) << pointer;
  });
}

} // namespace
} // namespace troupe::http
