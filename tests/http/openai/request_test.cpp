#include "http/openai/request.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace troupe::http::openai {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

completion_request read(const json& body) {
  auto r = read_request(body);
  if (const auto* wrong = std::get_if<fault>(&r)) {
    ADD_FAILURE() << wrong->message;
    return {};
  }
  return std::get<completion_request>(std::move(r));
}

std::string param_refused(const json& body) {
  const auto r = read_request(body);
  const auto* wrong = std::get_if<fault>(&r);
  return wrong ? wrong->param : "nothing";
}

json with(const char* name, const json& value) {
  return {{"messages", {{{"role", "user"}, {"content", "Hi"}}}}, {name, value}};
}

TEST(CompletionRequest, TakesTheLastMessageAndWhatWasSaidBefore) {
  const auto r = read({{"model", "gpt-4o"},
                       {"messages",
                        {{{"role", "system"}, {"content", "Be brief."}},
                         {{"role", "user"}, {"content", "One?"}},
                         {{"role", "assistant"}, {"content", "First."}},
                         {{"role", "user"}, {"content", "Two?"}}}},
                       {"stream", true},
                       {"stream_options", {{"include_usage", true}}},
                       {"metadata", {{"session_id", "ses_1"}}},
                       {"user", "c-1"},
                       {"temperature", 0.2}});
  EXPECT_EQ(r.model, "gpt-4o");
  EXPECT_EQ(r.text, "Two?");
  EXPECT_THAT(r.before, ElementsAre(said{role::customer, "One?"}, said{role::assistant, "First."}));
  EXPECT_TRUE(r.streamed);
  EXPECT_TRUE(r.usage_wanted);
  EXPECT_EQ(r.session_id, "ses_1");
  EXPECT_EQ(r.user, "c-1");
}

TEST(CompletionRequest, TakesMessagesInARowAsOne) {
  const auto r =
      read({{"messages",
             {{{"role", "user"}, {"content", "Hello."}}, {{"role", "user"}, {"content", "Refund?"}}}}});
  EXPECT_EQ(r.text, "Hello.\nRefund?");
  EXPECT_THAT(r.before, IsEmpty());
  EXPECT_EQ(r.model, "troupe");
}

TEST(CompletionRequest, TakesPartsOfTextAndNothingElse) {
  const auto of = [](const json& content) {
    return json{{"messages", {{{"role", "user"}, {"content", content}}}}};
  };
  EXPECT_EQ(read(of({{{"type", "text"}, {"text", "A"}}, {{"type", "text"}, {"text", "B"}}})).text, "AB");
  EXPECT_EQ(param_refused(of({{{"type", "image_url"}, {"image_url", {{"url", "x"}}}}})),
            "messages[0].content");
  EXPECT_EQ(param_refused(of(7)), "messages[0].content");
}

TEST(CompletionRequest, NamesWhatIsWrong) {
  EXPECT_EQ(param_refused(json::array()), "");
  EXPECT_EQ(param_refused(json::object()), "messages");
  EXPECT_EQ(param_refused({{"messages", json::array()}}), "messages");
  EXPECT_EQ(param_refused({{"messages", {"Hi"}}}), "messages[0]");
  EXPECT_EQ(param_refused({{"messages", {{{"role", "robot"}, {"content", "Hi"}}}}}), "messages[0].role");
  EXPECT_EQ(param_refused({{"messages", {{{"role", "user"}, {"content", " \n"}}}}}), "messages");
  EXPECT_EQ(
      param_refused({{"messages",
                      {{{"role", "user"}, {"content", "Hi"}}, {{"role", "assistant"}, {"content", "Ho"}}}}}),
      "messages");
  EXPECT_EQ(param_refused(with("stream", "yes")), "stream");
  EXPECT_EQ(param_refused(with("user", 7)), "user");
}

TEST(CompletionRequest, RefusesWhatWouldChangeTheMeaningAndPassesOverWhatTunes) {
  EXPECT_EQ(param_refused(with("n", 2)), "n");
  EXPECT_EQ(param_refused(with("tool_choice", "required")), "tool_choice");
  EXPECT_EQ(param_refused(with("response_format", {{"type", "json_object"}})), "response_format");
  EXPECT_EQ(param_refused(with("modalities", json::array({"text", "audio"}))), "modalities");
  for (const auto* tuning : {"temperature", "max_tokens", "top_p", "seed", "tools", "logprobs"})
    EXPECT_EQ(param_refused(with(tuning, 1)), "nothing") << tuning;
  EXPECT_EQ(param_refused(with("n", 1)), "nothing");
  EXPECT_EQ(param_refused(with("user", nullptr)), "nothing")
      << "some clients send what they leave out as null";
}

} // namespace
} // namespace troupe::http::openai
