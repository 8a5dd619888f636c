#include "http/routes/bodies.hpp"
#include "http/routes/customer_bodies.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace troupe::http {
namespace {

using ::testing::ElementsAre;
using ::testing::Field;
using ::testing::IsEmpty;

std::vector<field_error> chat_errors(json body) {
  if (!body.contains("message")) body["message"] = "Hello";
  return check(bodies::chat, body);
}

auto at(std::string pointer) { return ElementsAre(Field(&field_error::pointer, std::move(pointer))); }

TEST(ChatBody, takes_all_of_its_members) {
  EXPECT_THAT(chat_errors({{"session_id", "ses_abc"},
                           {"customer", {{"external_id", "c-1"}, {"email", "a@b"}, {"name", "Ann"}}},
                           {"client_message_id", "0123456789abcdef"},
                           {"stream", true}}),
              IsEmpty());
}

TEST(ChatBody, needs_a_message_with_something_to_read) {
  EXPECT_THAT(check(bodies::chat, json::object()), at("/message"));
  for (const auto* blank : {"", " ", "\n\t", "\u00a0"})
    EXPECT_THAT(chat_errors({{"message", blank}}), at("/message"));
  EXPECT_THAT(chat_errors({{"message", 42}}), at("/message"));
  EXPECT_THAT(chat_errors({{"message", std::string("a\0", 2)}}), at("/message"));
}

TEST(ChatBody, holds_the_retry_id_to_16_to_64_of_its_characters) {
  EXPECT_THAT(chat_errors({{"client_message_id", std::string(15, 'a')}}), at("/client_message_id"));
  EXPECT_THAT(chat_errors({{"client_message_id", std::string(16, '_')}}), IsEmpty());
  EXPECT_THAT(chat_errors({{"client_message_id", std::string(64, '-')}}), IsEmpty());
  EXPECT_THAT(chat_errors({{"client_message_id", std::string(65, 'a')}}), at("/client_message_id"));
  EXPECT_THAT(chat_errors({{"client_message_id", "0123456789abcde."}}), at("/client_message_id"));
}

TEST(ChatBody, holds_the_customer_to_its_lengths) {
  EXPECT_THAT(chat_errors({{"customer", {{"external_id", ""}}}}), at("/customer/external_id"));
  EXPECT_THAT(chat_errors({{"customer", {{"external_id", std::string(256, 'x')}}}}), IsEmpty());
  EXPECT_THAT(chat_errors({{"customer", {{"external_id", std::string(257, 'x')}}}}),
              at("/customer/external_id"));
  EXPECT_THAT(chat_errors({{"customer", {{"name", std::string(257, 'x')}}}}), at("/customer/name"));
  EXPECT_THAT(chat_errors({{"customer", {{"email", "nobody"}}}}), at("/customer/email"));
  EXPECT_THAT(chat_errors({{"customer", {{"phone", "1"}}}}), at("/customer/phone"));
}

TEST(ChatBody, in_a_session_names_no_other_session) {
  EXPECT_THAT(check(bodies::session_message, {{"message", "a"}, {"session_id", "ses_b"}}), at("/session_id"));
}

TEST(CustomerIn, is_empty_where_nobody_is_named) {
  EXPECT_TRUE(bodies::customer_in(json::object()).empty());
  EXPECT_EQ(bodies::customer_in({{"customer", {{"email", "a@b"}}}}), (customer_ref{"", "a@b", ""}));
}

double value_of(std::string_view metric, const json& value) {
  const auto body = json{{"metric", metric}, {"value", value}};
  EXPECT_THAT(check(bodies::feedback, body), IsEmpty());
  return bodies::feedback_value(body);
}
auto errors_of(std::string_view metric, const json& value) {
  return check(bodies::feedback, {{"metric", metric}, {"value", value}});
}

TEST(FeedbackValue, is_what_each_metric_takes) {
  EXPECT_EQ(value_of("thumbs", "up"), 1.0);
  EXPECT_EQ(value_of("thumbs", "down"), 0.0);
  EXPECT_EQ(value_of("csat", 1), 1.0);
  EXPECT_EQ(value_of("csat", 5), 5.0);
  EXPECT_EQ(value_of("resolved", true), 1.0);
  EXPECT_EQ(value_of("escalated", false), 0.0);
}

TEST(FeedbackValue, refuses_the_rest_by_name) {
  for (const auto& value : {json(0), json(6), json(-1), json(2.5), json("3"), json(true)})
    EXPECT_THAT(errors_of("csat", value), at("/value"));
  for (const auto& value : {json(true), json("Up"), json(1), json(nullptr)})
    EXPECT_THAT(errors_of("thumbs", value), at("/value"));
  EXPECT_THAT(errors_of("resolved", 1), at("/value"));
  EXPECT_THAT(errors_of("stars", 5), at("/metric"));
  EXPECT_THAT(check(bodies::feedback, {{"metric", "resolved"}}), at("/value"));
}

TEST(NewCustomer, is_known_again_by_one_of_two_names) {
  EXPECT_THAT(check(bodies::new_customer, {{"external_id", "c-1"}}), IsEmpty());
  EXPECT_THAT(check(bodies::new_customer, {{"email", "a@b"}}), IsEmpty());
  EXPECT_THAT(check(bodies::new_customer, {{"name", "Ann"}}), at(""));
}

} // namespace
} // namespace troupe::http
