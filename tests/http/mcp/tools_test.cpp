#include "http/mcp/tools.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <valijson/adapters/nlohmann_json_adapter.hpp>
#include <valijson/schema.hpp>
#include <valijson/schema_parser.hpp>
#include <valijson/validator.hpp>

#include <fstream>
#include <regex>
#include <set>

namespace troupe::http::mcp {
namespace {

bool fits(const json& value, const ordered_json& schema) {
  const auto plain = json::parse(schema.dump());
  auto parsed = valijson::Schema{};
  valijson::SchemaParser{}.populateSchema(valijson::adapters::NlohmannJsonAdapter{plain}, parsed);
  return valijson::Validator{valijson::Validator::kStrongTypes}.validate(
      parsed, valijson::adapters::NlohmannJsonAdapter{value}, nullptr);
}

TEST(Tools, have_names_of_their_own_that_every_client_takes) {
  auto seen = std::set<std::string_view>{};
  for (const auto& t : tools()) {
    EXPECT_TRUE(seen.insert(t.name).second) << t.name;
    EXPECT_TRUE(std::regex_match(std::string{t.name}, std::regex{"[a-z_]{1,64}"})) << t.name;
    EXPECT_FALSE(t.title.empty());
    EXPECT_GT(t.description.size(), 40U) << t.name << ": say when to use it";
    EXPECT_NE(t.handle, nullptr);
  }
}

TEST(Tools, write_only_where_their_hints_say_so) {
  for (const auto& t : tools()) {
    EXPECT_EQ(t.needed == scope::read, t.hints.read_only) << t.name;
    EXPECT_FALSE(t.hints.read_only && t.hints.destructive) << t.name;
  }
}

TEST(Tools, are_described_without_a_reference_that_leads_away) {
  for (const auto& t : tools()) {
    const auto text = describe(t).dump();
    const auto pattern = std::regex{R"re("\$ref":"([^"]*)")re"};
    for (auto at = std::sregex_iterator{text.begin(), text.end(), pattern}; at != std::sregex_iterator{};
         ++at) {
      const auto target = (*at)[1].str();
      ASSERT_TRUE(target.starts_with("#/$defs/")) << t.name << ": " << target;
      EXPECT_TRUE(bundled_schema(t.output).at("$defs").contains(target.substr(8)))
          << t.name << ": " << target;
    }
  }
}

TEST(Tools, are_told_as_they_were) {
  auto told = json::array();
  for (const auto& t : tools()) {
    told.push_back(json::parse(describe(t).dump()));
    told.back().erase("outputSchema"); // of http/openapi/schemas.json
  }
  auto in = std::ifstream{TROUPE_SOURCE_DIR "/tests/http/mcp/tools.json"};
  EXPECT_EQ(told, json::parse(in))
      << "assistants know the tools as tests/http/mcp/tools.json has them; if they "
         "shall be others, change that, too";
}

TEST(Tools, answer_with_objects) {
  for (const auto& t : tools()) {
    ASSERT_FALSE(t.output.empty()) << t.name;
    EXPECT_EQ(bundled_schema(t.output).at("type"), "object") << t.name;
  }
}

TEST(Tools, take_what_their_schemas_take) {
  const auto named = [](std::string_view name) { return *std::ranges::find(tools(), name, &tool::name); };
  const auto search = named("search_knowledge");
  const auto schema = describe(search).at("inputSchema");
  for (const auto& arguments :
       {json{{"query", "refund"}}, json{{"query", " "}}, json{{"query", "refund"}, {"limit", 51}},
        json{{"query", "refund"}, {"mode", "magic"}}, json{{"query", "refund"}, {"other", 1}}, json::object(),
        json{{"query", "refund"}, {"limit", 50}, {"mode", "lexical"}}})
    EXPECT_EQ(check(search.input, arguments).empty(), fits(arguments, schema)) << arguments;
  EXPECT_EQ(schema.at("properties").at("limit").at("default"), 5);
}

TEST(Tools, tell_a_result_twice_and_a_failure_once) {
  const auto result = tool_result({{"ready", true}});
  EXPECT_EQ(result.at("structuredContent"),
            ordered_json::parse(result.at("content").at(0).at("text").get<std::string>()));
  EXPECT_FALSE(tool_failure("unknown_session: there is none").contains("structuredContent"));
}

} // namespace
} // namespace troupe::http::mcp
