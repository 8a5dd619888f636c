#include "http/openai/answer.hpp"
#include "http/problem.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace troupe::http::openai {
namespace {

using ::testing::EndsWith;
using ::testing::IsEmpty;

const auto answer_text = std::string{
    R"({"session_id":"ses_1","turn_id":"trn_1","answer":"So. [1]","citations":[{"marker":1}],"status":"awaiting_user_reply","usage":{"prompt_tokens":3,"completion_tokens":4}})"};

std::vector<json> chunks_of(const std::string& events) {
  auto all = std::vector<json>{};
  for (std::size_t at = 0; at < events.size();) {
    const auto end = events.find("\n\n", at);
    const auto data = events.substr(at + 6, end - at - 6); // behind "data: "
    if (data != "[DONE]") all.push_back(json::parse(data));
    at = end + 2;
  }
  return all;
}

TEST(Completion, HoldsTheAnswerAndWhatIsOurs) {
  const auto c = json::parse(whole({"m", 7, false}, answer_text));
  EXPECT_EQ(c["id"], "chatcmpl-trn_1");
  EXPECT_EQ(c["model"], "m");
  EXPECT_EQ(c["created"], 7);
  EXPECT_EQ(c["choices"][0]["message"]["content"], "So. [1]");
  EXPECT_EQ(c["choices"][0]["finish_reason"], "stop");
  EXPECT_EQ(c["usage"]["total_tokens"], 7);
  EXPECT_EQ(c["citations"], json::parse(R"([{"marker":1}])"));
  EXPECT_EQ(c["session_id"], "ses_1");
}

TEST(Completion, SaysNothingWhileAHumanHasTheSession) {
  auto silent = json::parse(answer_text);
  silent["answer"] = nullptr;
  silent["usage"] = nullptr;
  const auto c = json::parse(whole({}, silent.dump()));
  EXPECT_EQ(c["choices"][0]["message"]["content"], "");
  EXPECT_EQ(c["usage"]["total_tokens"], 0);
}

TEST(Chunks, AddUpToTheAnswer) {
  const auto about = completion{"m", 7, true};
  auto text = std::string{};
  for (const auto& e : {event{1, event_type::run_started, "trn_1", "", ""},
                        event{2, event_type::text_start, "trn_1", "msg_1c", "customer"},
                        event{3, event_type::text_content, "trn_1", "msg_1c", "A question"},
                        event{4, event_type::step_started, "trn_1", "classify", ""},
                        event{5, event_type::text_content, "trn_1", "msg_1a", "So."},
                        event{6, event_type::text_content, "trn_1", "msg_1a", " [1]"},
                        event{7, event_type::run_finished, "trn_1", "", answer_text}})
    text += piece(about, e);
  EXPECT_THAT(text, EndsWith("data: [DONE]\n\n"));
  const auto chunks = chunks_of(text);
  ASSERT_EQ(chunks.size(), 5U);
  EXPECT_EQ(chunks[0]["choices"][0]["delta"]["role"], "assistant");
  EXPECT_EQ(chunks[1]["choices"][0]["delta"]["content"], "So.");
  EXPECT_EQ(chunks[2]["choices"][0]["delta"]["content"], " [1]");
  EXPECT_EQ(chunks[3]["choices"][0]["finish_reason"], "stop");
  EXPECT_EQ(chunks[3]["citations"].size(), 1U);
  EXPECT_THAT(chunks[4]["choices"], IsEmpty());
  EXPECT_EQ(chunks[4]["usage"]["completion_tokens"], 4);
}

TEST(Chunks, LeaveTheUsageOutUnlessItIsWanted) {
  const auto chunks =
      chunks_of(piece({"m", 7, false}, {7, event_type::run_finished, "trn_1", "", answer_text}));
  ASSERT_EQ(chunks.size(), 1U);
  EXPECT_FALSE(chunks[0].contains("usage"));
}

TEST(Chunks, SayThatAnAnswerFailed) {
  const auto chunks = chunks_of(piece({}, {7, event_type::run_error, "trn_1", "turn_failed", "it failed"}));
  ASSERT_EQ(chunks.size(), 1U);
  EXPECT_EQ(chunks[0]["error"]["message"], "it failed");
  EXPECT_EQ(chunks[0]["error"]["code"], "turn_failed");
}

TEST(Refusals, AreInTheirForm) {
  const auto problem = refuse(failure{errc::overloaded, "512 turns are under way"});
  const auto theirs = as_refusal(problem);
  EXPECT_EQ(theirs.status, 429);
  EXPECT_EQ(find_field(theirs.headers, "Content-Type"), "application/json");
  EXPECT_EQ(find_field(theirs.headers, "Retry-After"), find_field(problem.headers, "Retry-After"));
  const auto error = json::parse(theirs.body)["error"];
  EXPECT_EQ(error["message"], "512 turns are under way");
  EXPECT_EQ(error["type"], "rate_limit_error");
  EXPECT_EQ(error["code"], "overloaded");
  const auto own = refusal({"n: one answer", "n"});
  EXPECT_EQ(own.status, 400);
  EXPECT_EQ(json::parse(own.body)["error"]["code"], "bad_request");
  EXPECT_EQ(json::parse(own.body)["error"]["param"], "n");
  EXPECT_EQ(as_refusal(own).body, own.body) << "what is theirs already stays as it is";
  EXPECT_EQ(as_refusal({200, {}, "{}"}).body, "{}");
}

} // namespace
} // namespace troupe::http::openai
