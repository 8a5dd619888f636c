#include "http/event_stream.hpp"
#include "http/json.hpp"
#include "http/render.hpp"
#include "http/sse.hpp"

#include <gtest/gtest.h>

namespace troupe::http {
namespace {

event an_event(event_type type, std::string name = {}, std::string text = {}) {
  return {event_id({1, 0, 7}), type, "trn_1", std::move(name), std::move(text)};
}

/// The object of the one data line; the frame around it is checked on the way.
json data_of(const event& e) {
  const auto text = sse(e, "ses_1");
  const auto head = "id: " + std::to_string(e.id) + "\ndata: ";
  EXPECT_TRUE(text.starts_with(head)) << text;
  EXPECT_TRUE(text.ends_with("}\n\n")) << text;
  EXPECT_EQ(text.find('\n', head.size()), text.size() - 2) << text;
  return json::parse(text.substr(head.size()));
}

json common(const char* type) {
  return {{"type", type}, {"id", event_id({1, 0, 7})}, {"session_id", "ses_1"}, {"turn_id", "trn_1"}};
}

json with(json object, const json& more) {
  object.update(more);
  return object;
}

TEST(Sse, has_the_members_of_each_type) {
  EXPECT_EQ(data_of(an_event(event_type::run_started)), common("RUN_STARTED"));
  EXPECT_EQ(data_of(an_event(event_type::step_started, "classify")),
            with(common("STEP_STARTED"), {{"step_name", "classify"}}));
  EXPECT_EQ(data_of(an_event(event_type::step_finished, "classify")),
            with(common("STEP_FINISHED"), {{"step_name", "classify"}}));
  EXPECT_EQ(data_of(an_event(event_type::text_start, "msg_1a", "assistant")),
            with(common("TEXT_MESSAGE_START"), {{"message_id", "msg_1a"}, {"role", "assistant"}}));
  EXPECT_EQ(data_of(an_event(event_type::text_content, "msg_1c", "Hi")),
            with(common("TEXT_MESSAGE_CONTENT"),
                 {{"message_id", "msg_1c"}, {"role", "customer"}, {"delta", "Hi"}}));
  EXPECT_EQ(data_of(an_event(event_type::text_end, "msg_1a")),
            with(common("TEXT_MESSAGE_END"), {{"message_id", "msg_1a"}, {"role", "assistant"}}));
  EXPECT_EQ(data_of(an_event(event_type::run_error, "not_committed", "The disk is full")),
            with(common("RUN_ERROR"),
                 {{"code", "not_committed"}, {"message", "The disk is full"}, {"retryable", true}}));
  EXPECT_EQ(data_of(an_event(event_type::custom, "closed", R"({"a":1})")),
            with(common("CUSTOM"), {{"name", "closed"}, {"value", {{"a", 1}}}}));
  EXPECT_EQ(data_of(an_event(event_type::custom, "closed")),
            with(common("CUSTOM"), {{"name", "closed"}, {"value", nullptr}}));
}

TEST(Sse, tells_which_attempt_a_restart_begins) {
  auto e = an_event(event_type::run_restarted);
  e.id = event_id({9, 3, 0});
  EXPECT_EQ(data_of(e)["attempt"], 3);
}

TEST(Sse, carries_the_answer_byte_for_byte) {
  const auto answer = std::string{R"({"b":1.10,"a":"é\u0041", "z":[ ]})"};
  EXPECT_NE(
      sse(an_event(event_type::run_finished, {}, answer), "ses_1").find(R"("result":)" + answer + "}\n\n"),
      std::string::npos);
}

TEST(Sse, keeps_any_text_on_one_line) {
  EXPECT_EQ(data_of(an_event(event_type::text_content, "msg_1a", "a\r\n\ndata: x\u2028"))["delta"],
            "a\r\n\ndata: x\u2028");
  EXPECT_EQ(data_of(an_event(event_type::text_content, "msg_1a", "\xff"))["delta"], "\ufffd");
}

TEST(Rfc3339, keeps_microseconds_on_both_sides_of_1970) {
  EXPECT_EQ(rfc3339(0), "1970-01-01T00:00:00.000000Z");
  EXPECT_EQ(rfc3339(951'782'400'000'001), "2000-02-29T00:00:00.000001Z");
  EXPECT_EQ(rfc3339(-1), "1969-12-31T23:59:59.999999Z");
}

TEST(CodeNamed, is_the_way_back_of_every_name) {
  for (auto code = 1; code <= static_cast<int>(errc::internal); ++code)
    EXPECT_EQ(code_named(name(static_cast<errc>(code))), static_cast<errc>(code));
  EXPECT_EQ(code_named("nonsense"), errc::internal);
}

} // namespace
} // namespace troupe::http
