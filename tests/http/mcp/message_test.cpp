#include "http/mcp/message.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace troupe::http::mcp {
namespace {

using ::testing::HasSubstr;

message read(std::string_view text) {
  auto outcome = read_message(text);
  if (const auto* wrong = std::get_if<unreadable>(&outcome)) ADD_FAILURE() << wrong->why.message;
  return std::holds_alternative<message>(outcome) ? std::get<message>(std::move(outcome)) : message{};
}

unreadable refused(std::string_view text) {
  auto outcome = read_message(text);
  if (std::holds_alternative<message>(outcome)) ADD_FAILURE() << "was read: " << text;
  return std::holds_alternative<unreadable>(outcome) ? std::get<unreadable>(std::move(outcome))
                                                     : unreadable{};
}

TEST(McpMessage, is_a_request_with_an_id) {
  const auto m = read(R"({"jsonrpc":"2.0","id":7,"method":"tools/list","params":{"cursor":"x"}})");
  EXPECT_EQ(m.kind, message_kind::request);
  EXPECT_EQ(m.id, 7);
  EXPECT_EQ(m.method, "tools/list");
  EXPECT_EQ(m.params.at("cursor"), "x");
}

TEST(McpMessage, is_a_notification_without_one) {
  const auto m = read(R"({"jsonrpc":"2.0","method":"notifications/initialized"})");
  EXPECT_EQ(m.kind, message_kind::notification);
  EXPECT_TRUE(m.params.is_object());
}

TEST(McpMessage, may_answer_something) {
  EXPECT_EQ(read(R"({"jsonrpc":"2.0","id":"a","result":{}})").kind, message_kind::response);
  EXPECT_EQ(read(R"({"jsonrpc":"2.0","id":1,"error":{"code":1,"message":"no"}})").kind,
            message_kind::response);
  EXPECT_EQ(refused(R"({"jsonrpc":"2.0","id":1,"result":{},"error":{}})").why.code, codes::invalid_request);
}

TEST(McpMessage, has_an_id_of_a_text_or_a_whole_number) {
  EXPECT_EQ(read(R"({"jsonrpc":"2.0","id":"","method":"ping"})").id, "");
  EXPECT_EQ(read(R"({"jsonrpc":"2.0","id":-1,"method":"ping"})").id, -1);
  for (const auto* id : {"null", "1.5", "true", "[1]", "{}", "1e400", "123456789012345678901234567890"}) {
    const auto wrong = refused(R"({"jsonrpc":"2.0","method":"ping","id":)" + std::string{id} + "}");
    const auto is_no_number = std::string_view{id} == "1e400"; // the parser says that it is out of range
    EXPECT_EQ(wrong.why.code, is_no_number ? codes::unreadable : codes::invalid_request) << id;
    EXPECT_TRUE(wrong.id.is_null()) << id;
  }
}

TEST(McpMessage, is_an_object_of_its_own) {
  EXPECT_THAT(refused(R"([{"jsonrpc":"2.0","id":1,"method":"ping"}])").why.message, HasSubstr("batches"));
  for (const auto* text : {"[]", "1", "null", "\"ping\"", "{}", R"({"jsonrpc":"2.0"})"})
    EXPECT_EQ(refused(text).why.code, codes::invalid_request) << text;
}

TEST(McpMessage, that_is_no_JSON_is_told_apart) {
  for (const auto* text : {"", "{", "ping", "{\"a\":1}{\"b\":2}", "{\"a\":1,\"a\":2}", "\"\xff\""})
    EXPECT_EQ(refused(text).why.code, codes::unreadable) << text;
}

TEST(McpMessage, keeps_the_id_of_a_request_that_is_wrong) {
  EXPECT_EQ(refused(R"({"jsonrpc":"1.0","id":3,"method":"ping"})").id, 3);
  EXPECT_EQ(refused(R"({"id":3,"method":"ping"})").id, 3);
  EXPECT_EQ(refused(R"({"jsonrpc":"2.0","id":3,"method":4})").id, 3);
  const auto wrong = refused(R"({"jsonrpc":"2.0","id":3,"method":"ping","params":[1]})");
  EXPECT_EQ(wrong.id, 3);
  EXPECT_EQ(wrong.why.code, codes::invalid_params);
}

TEST(McpMessage, of_a_fault_has_no_id_of_null) {
  const auto known = fault_message(1, {codes::internal, "no", {{"uri", "x"}}});
  EXPECT_EQ(known.dump(),
            R"({"jsonrpc":"2.0","id":1,"error":{"code":-32603,"message":"no","data":{"uri":"x"}}})");
  EXPECT_FALSE(fault_message(nullptr, {codes::unreadable, "no"}).contains("id"));
}

} // namespace
} // namespace troupe::http::mcp
