#include "http/forms.hpp"
#include "http/openapi/json_schema.hpp"
#include "http/routes/bodies.hpp"
#include "http/routes/customer_bodies.hpp"
#include "tests/http/openapi/described.hpp"

#include <gtest/gtest.h>
#include <unicode/regex.h>

namespace troupe::http {
namespace {

/// What the rows take, the schema takes, and nothing else.
void expect_agreement(const body_form& form, const std::vector<json>& bodies) {
  for (const auto& body : bodies)
    EXPECT_EQ(bool{testing::is_a(std::string{form.name}, body)}, check(form, body).empty())
        << form.name << " " << body;
}

std::string with_nul(const std::string& before) { return before + '\0'; }

TEST(JsonSchema, agrees_with_the_check_of_chat) {
  const auto with = [](const char* name, const json& value) {
    return json{{"message", "Hello"}, {name, value}};
  };
  expect_agreement(bodies::chat, {
                                     json::object(),
                                     json::array(),
                                     nullptr,
                                     "Hello",
                                     {{"message", "Hello"}},
                                     {{"message", ""}},
                                     {{"message", " \t\r\n"}},
                                     {{"message", "\n?\n"}},
                                     {{"message", "Grüße"}},
                                     {{"message", with_nul("a")}},
                                     {{"message", 1}},
                                     {{"message", nullptr}},
                                     with("more", 1),
                                     with("session_id", "ses_abc"),
                                     with("session_id", ""),
                                     with("session_id", "a.b"),
                                     with("session_id", "a\n"),
                                     with("session_id", std::string(64, 'a')),
                                     with("session_id", std::string(65, 'a')),
                                     with("client_message_id", std::string(15, 'a')),
                                     with("client_message_id", std::string(16, 'a')),
                                     with("stream", true),
                                     with("stream", "true"),
                                     with("customer", json::object()),
                                     with("customer", nullptr),
                                     with("customer", {{"phone", "1"}}),
                                     with("customer", {{"external_id", ""}}),
                                     with("customer", {{"external_id", std::string(256, 'x')}}),
                                     with("customer", {{"external_id", std::string(257, 'x')}}),
                                     with("customer", {{"name", ""}}),
                                     with("customer", {{"name", with_nul("")}}),
                                     with("customer", {{"email", "a@b"}}),
                                     with("customer", {{"email", "a@b@c"}}),
                                     with("customer", {{"email", "a b@c"}}),
                                     with("customer", {{"email", "ab@"}}),
                                     with("customer", {{"email", with_nul("a@b")}}),
                                 });
}

TEST(JsonSchema, counts_characters_not_bytes) {
  auto text = std::string{};
  for (auto i = 0; i < 256; ++i) text += "é";
  expect_agreement(bodies::new_customer, {{{"external_id", text}}, {{"external_id", text + "é"}}});
}

TEST(JsonSchema, agrees_with_the_check_of_feedback) {
  auto cases = std::vector<json>{json::object(), {{"metric", "thumbs"}}, {{"value", "up"}}};
  for (const auto* metric : {"thumbs", "csat", "resolved", "escalated", "stars"})
    for (const auto& value : {json("up"), json("down"), json("Up"), json(true), json(false), json(0), json(1),
                              json(5), json(6), json(2.5), json(-1), json(nullptr), json("3")})
      cases.push_back({{"metric", metric}, {"value", value}});
  for (const auto& comment : {json("Why"), json(""), json(std::string(4097, 'x')), json(1)})
    cases.push_back({{"metric", "csat"}, {"value", 3}, {"comment", comment}});
  cases.push_back({{"metric", "csat"}, {"value", 3}, {"more", 1}});
  expect_agreement(bodies::feedback, cases);
}

TEST(JsonSchema, agrees_with_the_check_of_a_new_customer) {
  expect_agreement(bodies::new_customer, {
                                             json::object(),
                                             {{"external_id", "c-1"}},
                                             {{"email", "a@b"}},
                                             {{"external_id", "c-1"}, {"email", "a@b"}},
                                             {{"name", "Ann"}},
                                             {{"external_id", "c-1"}, {"email", "nobody"}},
                                             {{"external_id", "c-1"}, {"language", "en-GB"}},
                                             {{"external_id", "c-1"}, {"language", "en GB"}},
                                             {{"external_id", "c-1"}, {"attributes", {{"any", {1, 2}}}}},
                                             {{"external_id", "c-1"}, {"attributes", json::array()}},
                                             {{"external_id", "c-1"}, {"customer_id", "cus_1"}},
                                         });
}

TEST(JsonSchema, agrees_with_the_check_of_the_other_bodies) {
  expect_agreement(bodies::session_message,
                   {{{"message", "a"}}, {{"message", "a"}, {"session_id", "ses_b"}}, json::object()});
  expect_agreement(bodies::new_session,
                   {json::object(), {{"customer", {{"name", "Ann"}}}}, {{"message", "a"}}});
  expect_agreement(bodies::classify,
                   {{{"message", "a"}}, json::object(), {{"message", "a"}, {"stream", true}}});
}

/// The regular expressions are told to programs; what is checked are the functions.
TEST(Forms, have_patterns_that_say_the_same) {
  const auto matches = [](std::string_view pattern, const std::string& text) {
    auto status = U_ZERO_ERROR;
    const auto regex = icu::UnicodeString::fromUTF8({pattern.data(), static_cast<int>(pattern.size())});
    auto matcher = icu::RegexMatcher{regex, icu::UnicodeString::fromUTF8(text), 0, status};
    EXPECT_TRUE(U_SUCCESS(status)) << pattern;
    return matcher.matches(status) != 0; // all of it: ICU's $ stands before the last line break, too
  };
  for (const auto& form : {forms::visible, forms::word, forms::email, forms::visible_line})
    for (const auto* text : {"",         " ",
                             "\t",       "a",
                             "a b",      " a ",
                             "_-",       "a.b",
                             "é",        "\u0085",
                             "\u00a0",   "\u1680",
                             "\u180e",   "\u2003",
                             "\u200b",   "\u2028",
                             "\u202f",   "\u205f",
                             "\u3000",   "\ufeff",
                             "\u3000何", "\u00a0\u2003",
                             "a@b",      "@",
                             "a@",       "@b",
                             "a@b@c",    "a @b",
                             "\u00a0@b", "(",
                             "/",        "_"})
      EXPECT_EQ(matches(form.pattern, text), form.fits(text)) << form.pattern << " \"" << text << '"';
}

} // namespace
} // namespace troupe::http
