#include "actors/session/escalation.hpp"
#include "language/utf8.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace troupe::session {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

constexpr auto none = escalation_reason::none;
constexpr auto missing = escalation_reason::missing_knowledge;

classified of_intent(std::string intent, double confidence) {
  auto c = classified{};
  c.found.intent = std::move(intent);
  c.found.confidence = confidence;
  return c;
}

generated answer(bool supported, escalation_reason offered) {
  auto g = generated{};
  g.supported = supported;
  g.offered = offered;
  return g;
}

TEST(Escalation, comes_when_it_is_demanded) {
  EXPECT_EQ(called_for({}, {.demands_human = true}), escalation_reason::customer_request);
  EXPECT_EQ(called_for({}, {}), none);
}

TEST(Escalation, comes_when_an_offer_is_accepted_and_for_its_reason) {
  const auto yes = classified{.agrees = true};
  EXPECT_EQ(called_for({}, yes), none) << "yes to something else";
  for (const auto offered : {escalation_reason::customer_request, missing, escalation_reason::policy,
                             escalation_reason::repeated_failure})
    EXPECT_EQ(called_for({.offered = offered}, yes), offered);
  EXPECT_EQ(called_for({.offered = missing}, {}), none) << "another question is no yes";
}

TEST(Escalation, comes_when_a_human_is_asked_for_after_an_offer) {
  EXPECT_EQ(called_for({.offered = missing}, of_intent("human_agent", 0.9)),
            escalation_reason::customer_request);
  EXPECT_EQ(called_for({.offered = missing}, of_intent("human_agent", 0.2)), none);
  EXPECT_EQ(called_for({}, of_intent("human_agent", 0.9)), none) << "first it is offered";
}

TEST(AfterAnAnswer, an_offer_stands_until_the_next_answer) {
  const auto offered = after_answer({}, answer(true, escalation_reason::policy));
  EXPECT_EQ(offered.offered, escalation_reason::policy);
  EXPECT_EQ(after_answer(offered, answer(true, none)).offered, none);
}

TEST(AfterAnAnswer, failures_in_a_row_become_a_repeated_failure) {
  auto standing = escalation{};
  for (auto i = 1U; i < repeated; ++i) {
    standing = after_answer(standing, answer(false, missing));
    EXPECT_EQ(standing.offered, missing);
  }
  standing = after_answer(standing, answer(false, none));
  EXPECT_EQ(standing.unsupported, repeated - 1) << "thanks are no failure, and no answer";
  EXPECT_EQ(after_answer(standing, answer(false, missing)).offered, escalation_reason::repeated_failure);
  EXPECT_EQ(after_answer(standing, answer(true, none)).unsupported, 0U);
}

TEST(Summary, tells_the_last_messages_in_their_order_and_the_mood) {
  auto history = std::vector<message>{{"msg_1c", "", role::customer, "first", 0},
                                      {"msg_2c", "", role::customer, "second", 0},
                                      {"msg_2a", "", role::assistant, "an answer", 0},
                                      {"msg_3c", "", role::customer, "third", 0}};
  auto found = language::classification{};
  found.urgency = language::urgency::high;
  found.urgency_reasons = {"today"};
  found.sentiment = -0.44;
  EXPECT_EQ(summary_of(history, "a human!", found), "The customer said \"second\", then \"third\", then \"a "
                                                    "human!\". Urgency high: today; sentiment -0.4.");
}

TEST(Summary, is_short_and_whole_whatever_was_said) {
  auto text = std::string(199, 'x') + "é and much more";
  const auto told = summary_of({}, text, {});
  EXPECT_THAT(told, HasSubstr("x…\""));
  EXPECT_THAT(told, Not(HasSubstr("more")));
  EXPECT_EQ(language::first_invalid_utf8(told), told.size());
}

} // namespace
} // namespace troupe::session
