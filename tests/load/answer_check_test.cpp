#include "load/answer_check.hpp"
#include "load/schema.hpp"
#include "tests/load/answers.hpp"

#include <gtest/gtest.h>

namespace troupe::load {
namespace {

using nlohmann::json;
using test::right_answer;

/// The kind of what is wrong with an answer when the value at a pointer is another one.
std::string with(const char* pointer, const json& value) {
  auto answer = right_answer();
  answer[json::json_pointer{pointer}] = value;
  const auto found = check_answer(answer);
  return found ? std::string{name(found->kind)} + " " + found->detail : "right";
}

std::string without(const char* object, const char* member) {
  auto answer = right_answer();
  answer[json::json_pointer{object}].erase(member);
  const auto found = check_answer(answer);
  return found ? found->detail : "right";
}

TEST(AnswerCheck, accepts_what_the_interface_allows) {
  EXPECT_FALSE(check_answer(right_answer()));
  for (const auto* nullable :
       {"/insight", "/escalation", "/usage", "/superseded_by", "/generator", "/strategy", "/usage/upstream"})
    EXPECT_EQ(with(nullable, nullptr), "right") << nullable;
  EXPECT_EQ(with("/citations", json::array()), "right");
  EXPECT_EQ(with("/added_later", 1), "right");
  EXPECT_EQ(with("/insight/satisfaction_score", 0.5), "right");
  EXPECT_EQ(with("/timings_ms/total", 3), "right");
}

TEST(AnswerCheck, misses_every_member) {
  const auto whole = right_answer();
  for (const auto* object :
       {"", "/classification", "/strategy", "/escalation", "/usage", "/timings_ms", "/citations/0"})
    for (const auto& [member, value] : whole[json::json_pointer{object}].items())
      EXPECT_EQ(without(object, member.c_str()), std::string{object} + "/" + member + ": is missing");
  for (const auto* member : {"relationship_stage", "communication_style", "similar_customers"})
    EXPECT_EQ(without("/insight", member), std::string{"/insight/"} + member + ": is missing");
}

TEST(AnswerCheck, refuses_another_type_for_every_value) {
  const auto values = right_answer().flatten();
  for (const auto& [pointer, value] : values.items()) {
    if (pointer.starts_with("/insight/similar_customers/0/")) continue; // these are open
    const auto other = value.is_string() ? json(1) : json("text");
    EXPECT_TRUE(with(pointer.c_str(), other).starts_with("schema " + pointer + ": is not")) << pointer;
  }
  EXPECT_EQ(with("", json::array()), "schema : is not an object but a JSON array");
  EXPECT_EQ(with("/citations/0/marker", 1.5),
            "schema /citations/0/marker: is not an integer but a JSON number");
}

TEST(AnswerCheck, refuses_values_out_of_range) {
  for (const auto* share :
       {"/classification/in_scope", "/classification/confidence", "/strategy/propensity"}) {
    EXPECT_NE(with(share, 1.001), "right");
    EXPECT_NE(with(share, -0.001), "right");
    EXPECT_EQ(with(share, 0), "right");
  }
  EXPECT_NE(with("/classification/sentiment", -1.1), "right");
  EXPECT_NE(with("/timings_ms/classify", -0.1), "right");
  EXPECT_NE(with("/classification/urgency", "dire"), "right");
  EXPECT_NE(with("/status", "closed"), "right");
  EXPECT_NE(with("/escalation/reason", "whim"), "right");
  EXPECT_NE(with("/generator", "oracle"), "right");
  EXPECT_NE(with("/session_id", "sess_1"), "right");
  EXPECT_NE(with("/turn_id", "1"), "right");
}

TEST(AnswerCheck, looks_for_each_citation_in_the_text) {
  EXPECT_EQ(with("/answer", "Send it back. [1] Wait."), "citation citation 2 is not marked in the answer");
  EXPECT_EQ(with("/answer", "Send it back. [12] Wait. [2]"),
            "citation citation 1 is not marked in the answer");
  EXPECT_EQ(with("/citations/1/marker", 1), "citation citation 1 is there twice");
  for (const auto& range :
       {json::array(), json::array({1}), json::array({1, 2, 3}), json::array({5, 5}), json::array({6, 5})})
    EXPECT_EQ(with("/citations/0/range", range), "citation citation 1 has no range [from, to]");
  EXPECT_EQ(with("/citations/0/quote", ""), "citation citation 1 quotes nothing");
}

TEST(AnswerCheck, lets_only_a_human_leave_the_bot_silent) {
  EXPECT_NE(with("/answer", nullptr), "right");
  auto answer = right_answer();
  answer["answer"] = nullptr;
  answer["status"] = "escalated";
  EXPECT_FALSE(check_answer(answer));
}

TEST(HistorySchema, holds_the_members_of_a_message) {
  const auto page =
      json::parse(R"({"messages":[{"message_id":"msg_1c","turn_id":"trn_1","role":"customer","text":"Hi",
                                    "created_at":"2026-11-24T06:12:39.202379Z"}],"has_more":false})");
  EXPECT_FALSE(mismatch(page, history_shape()));
  auto other = page;
  other["messages"][0]["role"] = "bot";
  EXPECT_EQ(mismatch(other, history_shape()),
            "/messages/0/role: \"bot\" is none of the names of the interface");
  EXPECT_TRUE(mismatch(json::object(), history_shape()));
}

} // namespace
} // namespace troupe::load
