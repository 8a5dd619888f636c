#include "http/mcp/endpoint.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace troupe::http::mcp {
namespace {

using ::testing::HasSubstr;

request with(fields headers) {
  auto asked = request{};
  asked.headers = std::move(headers);
  return asked;
}

bool may_come(fields headers, const std::vector<std::string>& hosts = {},
              const std::vector<std::string>& origins = {}) {
  return !check_origin(with(std::move(headers)), hosts, cors{origins});
}

TEST(McpOrigin, is_this_machine_by_its_own_names) {
  for (const auto* host :
       {"localhost", "localhost:8000", "LOCALHOST:1", "127.0.0.1:8000", "[::1]:8000", "[::1]"})
    EXPECT_TRUE(may_come({{"Host", host}})) << host;
  for (const auto* host : {"evil.example", "localhost.evil.example", "evil.example:8000", "127.0.0.1.nip.io",
                           "[::2]:8000", "", "localhost@evil.example"})
    EXPECT_FALSE(may_come({{"Host", host}})) << host;
  EXPECT_TRUE(may_come({}));
}

TEST(McpOrigin, may_be_named_by_the_operator) {
  EXPECT_TRUE(may_come({{"Host", "support.shop.example"}}, {"support.shop.example"}));
  EXPECT_TRUE(may_come({{"Host", "localhost"}, {"Origin", "http://localhost:5173"}}));
  EXPECT_FALSE(may_come({{"Host", "localhost"}, {"Origin", "https://shop.example"}}));
  EXPECT_TRUE(
      may_come({{"Host", "localhost"}, {"Origin", "https://shop.example"}}, {}, {"https://shop.example"}));
  EXPECT_FALSE(may_come({{"Host", "localhost"}, {"Origin", "null"}}));
  EXPECT_FALSE(may_come({{"Host", "localhost"}, {"Origin", "http://localhost.evil.example"}}));
}

TEST(McpOrigin, that_is_refused_says_which_setting_would_let_it_in) {
  EXPECT_THAT(check_origin(with({{"Host", "evil.example"}}), {}, cors{{}})->detail,
              HasSubstr("TROUPE_MCP_HOSTS"));
  EXPECT_THAT(check_origin(with({{"Origin", "http://evil.example"}}), {}, cors{{}})->detail,
              HasSubstr("TROUPE_CORS_ORIGINS"));
}

message stateless_request(std::string method, json params = json::object()) {
  params["_meta"] = {{"io.modelcontextprotocol/protocolVersion", "2026-07-28"},
                     {"io.modelcontextprotocol/clientCapabilities", json::object()}};
  return {message_kind::request, 1, std::move(method), std::move(params)};
}

int code_of(const std::optional<fault>& f) { return f ? f->code : 0; }

TEST(McpHeaders, repeat_what_a_stateless_message_says) {
  const auto list = stateless_request("tools/list");
  EXPECT_EQ(code_of(check_headers(
                with({{"mcp-protocol-version", "2026-07-28"}, {"MCP-METHOD", "tools/list"}}), list)),
            0);
  for (const auto& headers :
       {fields{}, fields{{"Mcp-Method", "tools/list"}}, fields{{"MCP-Protocol-Version", "2026-07-28"}},
        fields{{"MCP-Protocol-Version", "2025-11-25"}, {"Mcp-Method", "tools/list"}},
        fields{{"MCP-Protocol-Version", "2026-07-28"}, {"Mcp-Method", "TOOLS/LIST"}}})
    EXPECT_EQ(code_of(check_headers(with(headers), list)), codes::header_mismatch);
}

TEST(McpHeaders, name_what_is_called_read_or_filled) {
  const auto with_name = [](std::string method, std::string name) {
    return with({{"MCP-Protocol-Version", "2026-07-28"},
                 {"Mcp-Method", std::move(method)},
                 {"Mcp-Name", std::move(name)}});
  };
  const auto call = stateless_request("tools/call", {{"name", "get_learning_metrics"}});
  EXPECT_EQ(code_of(check_headers(with_name("tools/call", "get_learning_metrics"), call)), 0);
  EXPECT_EQ(code_of(check_headers(with_name("tools/call", "=?base64?Z2V0X2xlYXJuaW5nX21ldHJpY3M=?="), call)),
            0);
  EXPECT_EQ(code_of(check_headers(with_name("tools/call", "promote_policy"), call)), codes::header_mismatch);
  EXPECT_EQ(code_of(check_headers(with_name("tools/call", "=?base64?Z2V0?!=?="), call)),
            codes::header_mismatch);
  const auto read = stateless_request("resources/read", {{"uri", "troupe://configuration"}});
  EXPECT_EQ(code_of(check_headers(with_name("resources/read", "x"), read)), codes::header_mismatch);
}

TEST(McpHeaders, name_a_version_with_sessions_or_none) {
  const auto list = message{message_kind::request, 1, "tools/list"};
  EXPECT_EQ(code_of(check_headers(with({}), list)), 0);
  EXPECT_EQ(code_of(check_headers(with({{"MCP-Protocol-Version", "2025-11-25"}}), list)), 0);
  EXPECT_EQ(code_of(check_headers(with({{"MCP-Protocol-Version", "1999-01-01"}}), list)),
            codes::invalid_request);
}

TEST(McpHeaders, carry_any_text) {
  for (const auto* text : {"get_learning_metrics", "troupe://documents/a b.md", "größe", " x", "x ", "",
                           "=?base64?eA==?=", "a\nb"})
    EXPECT_EQ(header_text(header_value(text)), text);
  EXPECT_EQ(header_value("get_learning_metrics"), "get_learning_metrics");
  EXPECT_EQ(header_text("=?base64?SGVsbG8?="), std::nullopt);
  EXPECT_EQ(header_text("=?base64?SGVs!!!bG8=?="), std::nullopt);
  EXPECT_EQ(header_text("=?base64?SGVsbG8="), "=?base64?SGVsbG8=");
}

} // namespace
} // namespace troupe::http::mcp
