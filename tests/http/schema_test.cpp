#include "http/schema.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace troupe::http {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

constexpr auto inner = std::to_array<member>({{.name = "id", .required = true}});
constexpr auto rows = std::to_array<member>({
    {.name = "text", .required = true, .least = 2, .most = 4},
    {.name = "flag", .type = member_type::boolean},
    {.name = "who", .type = member_type::object, .members = inner},
    {.name = "free", .type = member_type::object},
    {.name = "any", .type = member_type::any},
});

std::vector<field_error> errors(const json& body) { return check(rows, body); }

TEST(Schema, takes_what_fits) {
  EXPECT_THAT(errors({{"text", "ab"}}), IsEmpty());
  EXPECT_THAT(
      errors({{"text", "abcd"}, {"flag", true}, {"who", {{"id", ""}}}, {"free", {{"x", 1}}}, {"any", 3}}),
      IsEmpty());
}

TEST(Schema, counts_characters_not_bytes) {
  EXPECT_THAT(errors({{"text", "éüöß"}}), IsEmpty());
  EXPECT_THAT(errors({{"text", "é"}}),
              ElementsAre(field_error{"/text", "must have 2 to 4 characters, not 1"}));
}

TEST(Schema, names_every_fault_by_its_pointer) {
  EXPECT_THAT(errors({{"flag", "yes"}, {"who", {{"id", 1}, {"x/y", 2}}}, {"more", 1}}),
              ElementsAre(field_error{"/text", "is missing"},
                          field_error{"/flag", "must be true or false, not string"},
                          field_error{"/who/id", "must be a string, not number"},
                          field_error{"/who/x~1y", "is unknown"}, field_error{"/more", "is unknown"}));
}

TEST(Schema, refuses_null_where_a_value_is_meant) {
  EXPECT_THAT(errors({{"text", nullptr}}), ElementsAre(field_error{"/text", "must be a string, not null"}));
  EXPECT_THAT(errors({{"text", "ab"}, {"who", nullptr}}),
              ElementsAre(field_error{"/who", "must be an object, not null"}));
}

TEST(Schema, refuses_a_nul_character) {
  EXPECT_THAT(errors({{"text", std::string("a\0b", 3)}}),
              ElementsAre(field_error{"/text", "has a NUL character"}));
}

TEST(Schema, refuses_a_body_that_is_no_object) {
  for (const auto& body : {json(1), json("a"), json::array(), json(nullptr)}) {
    const auto found = errors(body);
    ASSERT_EQ(found.size(), 1U);
    EXPECT_EQ(found[0].pointer, "");
  }
}

TEST(Forms, white_space_of_any_script_is_not_visible) {
  EXPECT_FALSE(forms::is_visible(""));
  EXPECT_FALSE(forms::is_visible(" \t\r\n\v\f"));
  EXPECT_FALSE(forms::is_visible("\u00a0\u2003\u3000 "));
  EXPECT_TRUE(forms::is_visible(" ? "));
  EXPECT_TRUE(forms::is_visible("\u3000何"));
}

TEST(Forms, an_email_has_one_at_within) {
  for (const auto* good : {"a@b", "first.last+tag@shop.example"}) EXPECT_TRUE(forms::is_email(good)) << good;
  for (const auto* bad : {"", "@", "a@", "@b", "ab", "a@b@c", "a b@c", "a@b\n"})
    EXPECT_FALSE(forms::is_email(bad)) << bad;
}

TEST(Forms, a_word_has_no_other_characters) {
  EXPECT_TRUE(forms::is_word("azAZ09_-"));
  for (const auto* bad : {"a b", "a/b", "é", "a.b"}) EXPECT_FALSE(forms::is_word(bad)) << bad;
}

} // namespace
} // namespace troupe::http
