#include "http/mcp/protocol.hpp"
#include "http/mcp/tools.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace troupe::http::mcp {
namespace {

using ::testing::Contains;
using ::testing::HasSubstr;

message request_of(std::string method, json params = json::object()) {
  return {message_kind::request, 1, std::move(method), std::move(params)};
}

class Protocol : public ::testing::Test {
protected:
  step ask(std::string method, json params = json::object()) {
    return next_step(request_of(std::move(method), std::move(params)), of, {tools(), writes});
  }
  template <class T = ordered_json>
  T get(std::string method, json params = json::object()) {
    auto outcome = ask(std::move(method), std::move(params));
    if (const auto* wrong = std::get_if<fault>(&outcome)) ADD_FAILURE() << wrong->message;
    return std::holds_alternative<T>(outcome) ? std::get<T>(std::move(outcome)) : T{};
  }
  fault refused(std::string method, json params = json::object()) {
    auto outcome = ask(std::move(method), std::move(params));
    return std::holds_alternative<fault>(outcome) ? std::get<fault>(std::move(outcome)) : fault{0, {}};
  }
  void begin() { get("initialize", {{"protocolVersion", "2025-11-25"}}); }

  client of;
  bool writes = true;
};

TEST_F(Protocol, agrees_on_a_version_that_is_served) {
  for (const auto version : session_versions) {
    of = {};
    EXPECT_EQ(get("initialize", {{"protocolVersion", version}}).at("protocolVersion"), version);
    EXPECT_EQ(of.version, version);
  }
}

TEST_F(Protocol, offers_the_newest_with_sessions_for_any_other) {
  for (const auto* version : {"2026-07-28", "2024-11-05", "1", ""}) {
    of = {};
    EXPECT_EQ(get("initialize", {{"protocolVersion", version}}).at("protocolVersion"), "2025-11-25");
  }
  of = {};
  EXPECT_EQ(refused("initialize").code, codes::invalid_params);
  EXPECT_TRUE(of.version.empty());
}

TEST_F(Protocol, begins_once_and_first) {
  EXPECT_EQ(refused("tools/list").code, codes::invalid_request);
  EXPECT_EQ(get("ping"), ordered_json::object());
  begin();
  EXPECT_EQ(refused("initialize", {{"protocolVersion", "2025-11-25"}}).code, codes::invalid_request);
}

TEST_F(Protocol, knows_the_methods_of_each_era) {
  begin();
  for (const auto* method : {"server/discover", "subscriptions/listen", "tools/lst", ""})
    EXPECT_EQ(refused(method).code, codes::unknown_method) << method;
  of = {era::stateless};
  for (const auto* method : {"initialize", "ping", "logging/setLevel", "resources/subscribe",
                             "resources/unsubscribe", "tools/lst"})
    EXPECT_EQ(refused(method).code, codes::unknown_method) << method;
  EXPECT_THAT(get("server/discover").at("supportedVersions"), Contains("2026-07-28"));
}

TEST_F(Protocol, takes_notifications_and_answers_without_a_word) {
  begin();
  EXPECT_TRUE(std::holds_alternative<nothing>(
      next_step({message_kind::notification, nullptr, "notifications/cancelled"}, of, {tools()})));
  EXPECT_TRUE(std::holds_alternative<nothing>(next_step({message_kind::response, 1, ""}, of, {tools()})));
}

TEST_F(Protocol, refuses_each_cursor_of_a_list_of_one_page) {
  begin();
  for (const auto* method : {"tools/list", "prompts/list", "resources/templates/list"})
    EXPECT_EQ(refused(method, {{"cursor", "x"}}).code, codes::invalid_params) << method;
  EXPECT_EQ(refused("resources/list", {{"cursor", ""}}).code, codes::invalid_params);
  EXPECT_EQ(refused("resources/list", {{"cursor", 1}}).code, codes::invalid_params);
  EXPECT_EQ(get<list_resources>("resources/list").cursor, "");
}

TEST_F(Protocol, hands_a_call_on_when_its_arguments_fit) {
  begin();
  const auto call = get<call_tool>(
      "tools/call",
      {{"name", "get_session"}, {"arguments", {{"session_id", "ses_1"}}}, {"_meta", {{"progressToken", 5}}}});
  ASSERT_TRUE(call.which);
  EXPECT_EQ(call.which->name, "get_session");
  EXPECT_EQ(call.arguments.at("session_id"), "ses_1");
  EXPECT_EQ(call.progress, 5);
  EXPECT_TRUE(get<call_tool>("tools/call", {{"name", "get_learning_metrics"}}).arguments.is_object());
}

TEST_F(Protocol, tells_an_assistant_all_that_is_wrong_with_its_arguments) {
  begin();
  const auto result = get("tools/call", {{"name", "promote_policy"}, {"arguments", {{"polcy", "linucb"}}}});
  EXPECT_EQ(result.at("isError"), true);
  EXPECT_FALSE(result.contains("structuredContent"));
  const auto text = result.at("content").at(0).at("text").get<std::string>();
  EXPECT_THAT(text, HasSubstr("policy: is missing"));
  EXPECT_THAT(text, HasSubstr("polcy: is unknown"));
}

TEST_F(Protocol, knows_the_tools_that_there_are) {
  begin();
  EXPECT_THAT(refused("tools/call", {{"name", "drop_tables"}}).message, HasSubstr("drop_tables"));
  for (const auto& params :
       {json::object(), json{{"name", 1}}, json{{"name", "get_learning_metrics"}, {"arguments", nullptr}},
        json{{"name", "get_learning_metrics"}, {"arguments", json::array()}}})
    EXPECT_EQ(refused("tools/call", params).code, codes::invalid_params) << params;
}

TEST_F(Protocol, hides_and_refuses_what_writes) {
  writes = false;
  begin();
  const auto listed = get("tools/list").at("tools");
  for (const auto& t : listed) EXPECT_EQ(t.at("annotations").at("readOnlyHint"), true) << t.at("name");
  const auto why =
      refused("tools/call", {{"name", "delete_document"}, {"arguments", {{"document", "a.md"}}}});
  EXPECT_EQ(why.code, codes::invalid_params);
  EXPECT_THAT(why.message, HasSubstr("TROUPE_MCP_ACCESS"));
}

TEST_F(Protocol, keeps_what_a_session_has_set) {
  begin();
  EXPECT_EQ(get("logging/setLevel", {{"level", "error"}}), ordered_json::object());
  EXPECT_EQ(log_levels.at(of.least_level), "error");
  EXPECT_EQ(refused("logging/setLevel", {{"level", "loud"}}).code, codes::invalid_params);
  get("resources/subscribe", {{"uri", "troupe://documents/a.md"}});
  EXPECT_TRUE(of.subscribed.contains("troupe://documents/a.md"));
  get("resources/unsubscribe", {{"uri", "troupe://documents/a.md"}});
  EXPECT_TRUE(of.subscribed.empty());
  EXPECT_EQ(refused("resources/subscribe", {{"uri", "troupe://sessions/ses_1/transcript"}}).code,
            codes::invalid_params);
}

TEST_F(Protocol, bounds_what_a_session_subscribes_to) {
  begin();
  const auto uri = [](std::size_t i) { return "troupe://documents/" + std::to_string(i) + ".md"; };
  for (std::size_t i = 0; i < most_subscribed; ++i) get("resources/subscribe", {{"uri", uri(i)}});
  EXPECT_EQ(refused("resources/subscribe", {{"uri", uri(most_subscribed)}}).code, codes::invalid_params);
}

TEST_F(Protocol, says_that_a_resource_is_not_there_as_the_era_does) {
  begin();
  EXPECT_EQ(refused("resources/read", {{"uri", "troupe://nothing"}}).code, codes::unknown_resource);
  of = {era::stateless};
  EXPECT_EQ(refused("resources/read", {{"uri", "file:///etc/passwd"}}).code, codes::invalid_params);
  EXPECT_EQ(get<read_resource>("resources/read", {{"uri", "troupe://configuration"}}).uri,
            "troupe://configuration");
}

TEST_F(Protocol, fills_prompts) {
  begin();
  const auto text = [&](json params) {
    return get("prompts/get", std::move(params))
        .at("messages")
        .at(0)
        .at("content")
        .at("text")
        .get<std::string>();
  };
  EXPECT_THAT(text({{"name", "triage_escalated_queue"}}), HasSubstr("limit 20."));
  EXPECT_THAT(text({{"name", "triage_escalated_queue"}, {"arguments", {{"limit", "7"}}}}),
              HasSubstr("limit 7."));
  EXPECT_EQ(refused("prompts/get", {{"name", "x"}}).code, codes::invalid_params);
  EXPECT_EQ(refused("prompts/get", {{"name", "triage_escalated_queue"}, {"arguments", {{"limit", 7}}}}).code,
            codes::invalid_params);
}

TEST_F(Protocol, listens_to_what_is_wanted) {
  of = {era::stateless};
  const auto wanted =
      get<listen>("subscriptions/listen", {{"notifications",
                                            {{"resourcesListChanged", true},
                                             {"toolsListChanged", true},
                                             {"resourceSubscriptions", {"troupe://documents/a.md"}}}}});
  EXPECT_TRUE(wanted.lists);
  EXPECT_TRUE(wanted.uris.contains("troupe://documents/a.md"));
  EXPECT_EQ(refused("subscriptions/listen").code, codes::invalid_params);
}

const auto whole_meta = json{{"io.modelcontextprotocol/protocolVersion", "2026-07-28"},
                             {"io.modelcontextprotocol/clientCapabilities", json::object()}};

TEST(Stateless, is_what_the_message_or_the_header_says) {
  EXPECT_EQ(era_of(request_of("tools/list"), std::nullopt), era::sessions);
  EXPECT_EQ(era_of(request_of("tools/list"), "2025-11-25"), era::sessions);
  EXPECT_EQ(era_of(request_of("tools/list"), "2026-07-28"), era::stateless);
  EXPECT_EQ(era_of(request_of("tools/list", {{"_meta", whole_meta}}), std::nullopt), era::stateless);
  EXPECT_EQ(era_of(request_of("tools/list", {{"_meta", {{"progressToken", 1}}}}), std::nullopt),
            era::sessions);
}

TEST(Stateless, says_all_of_itself) {
  EXPECT_EQ(check_stateless(request_of("tools/list", {{"_meta", whole_meta}})), std::nullopt);
  EXPECT_EQ(check_stateless(request_of("tools/list"))->code, codes::invalid_params);
  for (const auto& [key, _] : whole_meta.items()) {
    auto part = whole_meta;
    part.erase(key);
    EXPECT_EQ(check_stateless(request_of("tools/list", {{"_meta", part}}))->code, codes::invalid_params)
        << key;
  }
  auto other = whole_meta;
  other["io.modelcontextprotocol/protocolVersion"] = "v9";
  const auto why = check_stateless(request_of("tools/list", {{"_meta", other}}));
  ASSERT_TRUE(why);
  EXPECT_EQ(why->code, codes::unknown_version);
  EXPECT_EQ(why->data.at("requested"), "v9");
}

TEST(Stateless, result_says_that_it_is_complete_and_how_long_it_holds) {
  const auto of = client{era::stateless};
  const auto list = completed(request_of("tools/list"), of, {{"tools", ordered_json::array()}});
  EXPECT_EQ(list.at("resultType"), "complete");
  EXPECT_EQ(list.at("_meta").at("io.modelcontextprotocol/serverInfo").at("name"), "troupe");
  EXPECT_GT(list.at("ttlMs"), 0);
  EXPECT_EQ(list.at("cacheScope"), "public");
  const auto read = completed(request_of("resources/read"), of, ordered_json::object());
  EXPECT_EQ(read.at("ttlMs"), 0);
  EXPECT_EQ(read.at("cacheScope"), "private");
  EXPECT_FALSE(completed(request_of("tools/call"), of, ordered_json::object()).contains("ttlMs"));
  EXPECT_EQ(completed(request_of("tools/list"), client{}, ordered_json::object()), ordered_json::object());
}

TEST(Status, of_a_session_is_a_success_for_what_the_protocol_answers) {
  EXPECT_EQ(http_status(era::sessions, {codes::unknown_method, ""}), 200);
  EXPECT_EQ(http_status(era::sessions, {codes::invalid_request, ""}), 400);
  EXPECT_EQ(http_status(era::stateless, {codes::unknown_method, ""}), 404);
  EXPECT_EQ(http_status(era::stateless, {codes::unknown_version, ""}), 400);
  EXPECT_EQ(http_status(era::stateless, {codes::invalid_params, ""}), 400);
}

} // namespace
} // namespace troupe::http::mcp
