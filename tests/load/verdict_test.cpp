#include "load/verdict.hpp"
#include "tests/load/answers.hpp"

#include <gtest/gtest.h>

namespace troupe::load {
namespace {

using nlohmann::json;
using test::event;

response json_response(std::string body, int status = 200) {
  auto r = response{};
  r.status = status;
  r.content_type = status == 200 ? "application/json" : "application/problem+json";
  r.body = std::move(body);
  return r;
}

wrong kind_of(const verdict& v) { return std::get<fault>(v).kind; }

TEST(Judge, takes_an_answer) {
  EXPECT_EQ(std::get<json>(judge(json_response(test::right_answer().dump()))), test::right_answer());
}

TEST(Judge, finds_what_is_no_answer) {
  EXPECT_EQ(kind_of(judge(json_response("{\"session_id\":"))), wrong::schema);
  EXPECT_EQ(kind_of(judge(json_response("{}"))), wrong::schema);
  auto marked = test::right_answer();
  marked["answer"] = "No marker";
  EXPECT_EQ(kind_of(judge(json_response(marked.dump()))), wrong::citation);
  auto plain = json_response(test::right_answer().dump());
  plain.content_type = "text/plain";
  EXPECT_EQ(kind_of(judge(plain)), wrong::schema);
}

TEST(Judge, counts_429_and_503_as_refusals_by_kind) {
  auto busy = json_response(R"({"type":"/problems/session_busy","status":429})", 429);
  busy.retry_after = "7";
  const auto refused = std::get<refusal>(judge(busy));
  EXPECT_EQ(refused.kind, "session_busy");
  EXPECT_EQ(refused.retry_after, std::chrono::seconds{7});
  EXPECT_FALSE(refused.may_be_kept);
  const auto failed = std::get<refusal>(judge(json_response(R"({"type":"/problems/not_committed"})", 503)));
  EXPECT_EQ(failed.kind, "not_committed");
  EXPECT_EQ(failed.retry_after, std::chrono::seconds{1});
  EXPECT_TRUE(failed.may_be_kept);
  for (const auto* body : {"", "[]", "{\"type\":1}"})
    EXPECT_EQ(std::get<refusal>(judge(json_response(body, 503))).kind, "status_503");
}

TEST(Judge, takes_any_other_status_for_a_fault) {
  for (const auto status : {204, 400, 401, 404, 409, 500, 502})
    EXPECT_EQ(kind_of(judge(json_response("{}", status))), wrong::status);
}

std::string frame(const json& data) {
  return "id: " + std::to_string(data["id"].get<int>()) + "\ndata: " + data.dump() + "\n\n";
}

response stream(std::string body) {
  auto r = response{};
  r.status = 200;
  r.content_type = "text/event-stream";
  r.body = std::move(body);
  return r;
}

std::string whole_stream() {
  const auto answer = test::right_answer();
  const auto common = json{{"message_id", "msg_1a"}, {"role", "assistant"}};
  auto content = common;
  content["delta"] = answer["answer"];
  return frame(event(1, "RUN_STARTED")) + ": heartbeat\n\n" + frame(event(2, "TEXT_MESSAGE_START", common))
         + frame(event(3, "TEXT_MESSAGE_CONTENT", content)) + frame(event(4, "TEXT_MESSAGE_END", common))
         + frame(event(5, "RUN_FINISHED", {{"result", answer}}));
}

TEST(StreamReader, reads_an_answer_that_comes_in_pieces) {
  const auto text = whole_stream();
  auto reader = stream_reader{"Hi?"};
  for (auto size = std::size_t{0}; size <= text.size(); size += 13) reader.read(stream(text.substr(0, size)));
  reader.read(stream(text));
  EXPECT_TRUE(reader.has_event());
  EXPECT_GT(reader.text_bytes(), 0U);
  EXPECT_EQ(std::get<json>(reader.judge(stream(text))), test::right_answer());
}

verdict read_whole(const response& r) {
  auto reader = stream_reader{"Hi?"};
  reader.read(r);
  return reader.judge(r);
}

TEST(StreamReader, finds_a_stream_without_its_end) {
  const auto text = whole_stream();
  EXPECT_EQ(kind_of(read_whole(stream(text.substr(0, text.size() - 1)))), wrong::stream);
  EXPECT_EQ(kind_of(read_whole(stream(text + "id: 6\n"))), wrong::stream);
  EXPECT_EQ(kind_of(read_whole(stream(""))), wrong::stream);
}

TEST(StreamReader, keeps_the_first_fault) {
  EXPECT_EQ(kind_of(read_whole(stream(frame(event(1, "STEP_STARTED")) + whole_stream()))), wrong::stream);
  EXPECT_EQ(kind_of(read_whole(stream("data: {\n\n" + whole_stream()))), wrong::schema);
}

TEST(StreamReader, tells_refusals_from_faults) {
  const auto ended = [](const char* code, bool retryable) {
    return read_whole(
        stream(frame(event(1, "RUN_STARTED"))
               + frame(event(2, "RUN_ERROR", {{"code", code}, {"message", ""}, {"retryable", retryable}}))));
  };
  EXPECT_EQ(std::get<refusal>(ended("not_committed", true)).kind, "not_committed");
  EXPECT_EQ(kind_of(ended("internal", false)), wrong::status);
  EXPECT_EQ(std::get<refusal>(read_whole(json_response(R"({"type":"/problems/overloaded"})", 429))).kind,
            "overloaded");
  EXPECT_EQ(kind_of(read_whole(json_response(test::right_answer().dump()))), wrong::schema)
      << "JSON for a stream";
}

} // namespace
} // namespace troupe::load
