#include "actors/llm/completion_reader.hpp"

#include <gtest/gtest.h>

namespace troupe::llm {
namespace {

constexpr auto stream_type = "text/event-stream; charset=utf-8";
constexpr auto json_type = "application/json";
constexpr auto stop = R"(data: {"choices":[{"delta":{},"finish_reason":"stop"}]})"
                      "\n\n";

std::string said(std::string_view text) {
  return R"(data: {"model":"m-1","choices":[{"index":0,"delta":{"content":")" + std::string{text}
         + "\"},\"finish_reason\":null}]}\n\n";
}

completion_reader read(std::string_view type, std::string_view body, completion_reader::limits l = {}) {
  auto reader = completion_reader{type, l};
  reader.push(body);
  reader.end();
  return reader;
}

TEST(CompletionReader, ReadsAStream) {
  auto r = read(stream_type,
                "data: {\"choices\":[{\"delta\":{\"role\":\"assistant\",\"content\":\"\"}}]}\n\n"
                    + said("Five ") + said("days.") + stop
                    + "data: {\"choices\":[],\"usage\":{\"prompt_tokens\":12,\"completion_tokens\":3}}\n\n"
                      "data: [DONE]\n\n");
  EXPECT_TRUE(r.finished());
  EXPECT_EQ(r.take_text(), "Five days.");
  EXPECT_EQ(r.model(), "m-1");
  ASSERT_TRUE(r.usage());
  EXPECT_EQ(r.usage()->prompt, 12);
  EXPECT_EQ(r.usage()->completion, 3);
}

TEST(CompletionReader, GivesTextAsItComes) {
  auto reader = completion_reader{stream_type, {}};
  reader.push(said("Five "));
  EXPECT_EQ(reader.take_text(), "Five ");
  EXPECT_FALSE(reader.has_text());
  const auto next = said("d\xc3\xa4ys");
  const auto middle = next.find('\xa4');
  reader.push(std::string_view{next}.substr(0, middle));
  EXPECT_FALSE(reader.has_text());
  reader.push(std::string_view{next}.substr(middle));
  EXPECT_EQ(reader.take_text(), "d\xc3\xa4ys");
}

TEST(CompletionReader, ReadsAnAnswerInOnePiece) {
  auto r =
      read(json_type, R"({"model":"m","choices":[{"message":{"content":"Yes."},"finish_reason":"stop"}],)"
                      R"("usage":{"prompt_tokens":1,"completion_tokens":2}})");
  EXPECT_TRUE(r.finished());
  EXPECT_EQ(r.take_text(), "Yes.");
  EXPECT_TRUE(r.usage());
}

TEST(CompletionReader, NeedsNeitherUsageNorDone) {
  auto r = read(stream_type, said("Yes.") + stop);
  EXPECT_TRUE(r.finished());
  EXPECT_FALSE(r.usage());
}

TEST(CompletionReader, NeedsNoFinishReasonBeforeDone) {
  EXPECT_TRUE(read(stream_type, said("Yes.") + "data: [DONE]\n\n").finished());
}

TEST(CompletionReader, TakesEveryFinishReasonButThatOfAFilter) {
  for (const std::string reason : {"stop", "length", "tool_calls", "function_call", "eos_token", ""})
    EXPECT_TRUE(read(stream_type, said("Yes.") + R"(data: {"choices":[{"delta":{},"finish_reason":")" + reason
                                      + "\"}]}\n\n")
                    .finished())
        << reason;
  EXPECT_EQ(
      read(stream_type,
           said("Yes.") + R"(data: {"choices":[{"delta":{},"finish_reason":"content_filter"}]})" + "\n\n")
          .failed(),
      fault_kind::reported);
}

TEST(CompletionReader, AStreamThatJustEndsWasCut) {
  auto r = read(stream_type, said("Five "));
  EXPECT_FALSE(r.finished());
  EXPECT_EQ(r.failed(), fault_kind::cut);
}

TEST(CompletionReader, SaysWhatIsWrong) {
  EXPECT_EQ(read(stream_type, said("a") + "data: {\"error\":{\"message\":\"overloaded\"}}\n\n").failed(),
            fault_kind::reported);
  EXPECT_EQ(read(json_type, R"({"error":"no"})").failed(), fault_kind::reported);
  EXPECT_EQ(read(stream_type, "data: {\"choices\":\n\n").failed(), fault_kind::unreadable);
  EXPECT_EQ(read(stream_type, "data: 7\n\n").failed(), fault_kind::unreadable);
  EXPECT_EQ(read(json_type, "<html>").failed(), fault_kind::unreadable);
  EXPECT_EQ(read(json_type, "{}").failed(), fault_kind::unreadable);
  EXPECT_EQ(read("text/html", said("a") + stop).failed(), fault_kind::unreadable);
  EXPECT_EQ(read("", said("a") + stop).failed(), fault_kind::unreadable);
  EXPECT_EQ(read(stream_type, stop).failed(), fault_kind::empty);
}

TEST(CompletionReader, PassesOverMembersOfOtherTypes) {
  auto r = read(stream_type,
                R"(data: {"model":7,"usage":"none","choices":[{"delta":{"content":null},"finish_reason":9}]})"
                "\n\ndata: {\"choices\":{}}\n\ndata: {\"choices\":[7]}\n\n"
                    + said("Yes.") + stop);
  EXPECT_TRUE(r.finished());
  EXPECT_EQ(r.take_text(), "Yes.");
}

TEST(CompletionReader, IsBounded) {
  EXPECT_EQ(read(stream_type, said("12345") + said("6"), {.text_bytes = 5}).failed(), fault_kind::too_long);
  EXPECT_FALSE(read(stream_type, said("12345") + stop, {.text_bytes = 5}).failed());
  EXPECT_EQ(read(stream_type, "data: " + std::string(300, 'x'), {.line_bytes = 200}).failed(),
            fault_kind::too_long);
  EXPECT_EQ(read(json_type, std::string(300, ' '), {.text_bytes = 5, .line_bytes = 200}).failed(),
            fault_kind::too_long);
}

TEST(CompletionReader, IsDoneWithTheFirstEnd) {
  auto r = read(stream_type, said("Yes.") + "data: [DONE]\n\n" + said(" And more."));
  EXPECT_TRUE(r.finished());
  EXPECT_EQ(r.take_text(), "Yes.");
  EXPECT_FALSE(r.failed());
}

} // namespace
} // namespace troupe::llm
