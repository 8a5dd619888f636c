#include "http/mcp/confirmation.hpp"

#include <gtest/gtest.h>

namespace troupe::http::mcp {
namespace {

constexpr timestamp asked_at = 1'000'000;
const auto agrees = json{{"action", "accept"}, {"content", {{"confirmed", true}}}};
const auto about = question_about("Remove it?", {{"document", "a.md"}});
const auto subject = subject_of("office", "delete_document", {{"document", "a.md"}});

auto outcome_of(const json& params, const std::string& of = subject, timestamp now = asked_at) {
  return consent_of(params, of, about, now);
}

json answered(const json& response) {
  const auto question = outcome_of(json::object());
  const auto state = std::get<ordered_json>(question).at("requestState").get<std::string>();
  return {{"requestState", state}, {"inputResponses", {{"confirmation", response}}}};
}

TEST(Confirmation, is_what_the_human_clearly_said) {
  EXPECT_EQ(std::get<consent>(outcome_of(answered(agrees))), consent::given);
  for (const auto& response :
       {json{{"action", "decline"}}, json{{"action", "accept"}}, json{{"action", 1}}, json(nullptr),
        json("accept"), json{{"action", "accept"}, {"content", {{"confirmed", "true"}}}},
        json{{"action", "cancel"}, {"content", {{"confirmed", true}}}}})
    EXPECT_EQ(std::get<consent>(outcome_of(answered(response))), consent::withheld) << response;
}

TEST(Confirmation, holds_for_one_principal_tool_and_arguments) {
  const auto arguments = json{{"document", "a.md"}};
  for (const auto& other :
       {subject_of("lodge", "delete_document", arguments), subject_of("office", "read_document", arguments),
        subject_of("office", "delete_document", {{"document", "b.md"}})})
    EXPECT_TRUE(std::holds_alternative<fault>(outcome_of(answered(agrees), other))) << other;
}

TEST(Confirmation, ends_with_its_time) {
  const auto params = answered(agrees);
  EXPECT_TRUE(std::holds_alternative<consent>(outcome_of(params, subject, asked_at + question_holds)));
  EXPECT_TRUE(
      std::holds_alternative<ordered_json>(outcome_of(params, subject, asked_at + question_holds + 1)));
}

TEST(Confirmation, refuses_a_state_that_was_changed) {
  auto params = answered(agrees);
  const auto state = params["requestState"].get<std::string>();
  for (const auto& changed : {json("9" + state), json(state + "0"), json(""), json("."), json(7)}) {
    params["requestState"] = changed;
    EXPECT_TRUE(std::holds_alternative<fault>(outcome_of(params))) << changed;
  }
}

TEST(Confirmation, needs_an_answer_to_a_question_that_was_asked) {
  const auto unasked = json{{"inputResponses", {{"confirmation", agrees}}}};
  EXPECT_TRUE(std::holds_alternative<ordered_json>(outcome_of(unasked)));
  auto unanswered = answered(agrees);
  unanswered.erase("inputResponses");
  EXPECT_TRUE(std::holds_alternative<ordered_json>(outcome_of(unanswered)));
}

} // namespace
} // namespace troupe::http::mcp
