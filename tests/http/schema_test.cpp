#include "http/forms.hpp"
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
    {.name = "count", .type = member_type::number, .least = 2, .most = 4},
});

std::vector<field_error> errors(const json& body) { return check({.members = rows}, body); }

TEST(Schema, takes_what_fits) {
  EXPECT_THAT(errors({{"text", "ab"}}), IsEmpty());
  EXPECT_THAT(
      errors({{"text", "abcd"}, {"flag", true}, {"who", {{"id", ""}}}, {"free", {{"x", 1}}}, {"count", 3}}),
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

TEST(Schema, a_number_is_whole_and_within_its_range) {
  for (const auto& good : {json(2), json(4), json(3.0)})
    EXPECT_THAT(errors({{"text", "ab"}, {"count", good}}), IsEmpty()) << good;
  for (const auto& bad : {json(1), json(5), json(-3), json(2.5), json(1e300)})
    EXPECT_THAT(errors({{"text", "ab"}, {"count", bad}}),
                ElementsAre(field_error{"/count", "must be a whole number from 2 to 4"}))
        << bad;
  EXPECT_THAT(errors({{"text", "ab"}, {"count", "3"}}),
              ElementsAre(field_error{"/count", "must be a number, not string"}));
}

constexpr auto wheels =
    std::to_array<member>({{.name = "wheels", .type = member_type::number, .required = true}});
constexpr auto kinds = std::to_array<choice>({{"boat"}, {"car", wheels}, {"cart", wheels}});
constexpr auto vehicle =
    std::to_array<member>({{.name = "kind", .required = true, .choices = kinds}, {.name = "colour"}});

TEST(Schema, a_choice_brings_members_of_its_own) {
  const auto found = [](const json& body) { return check({.members = vehicle}, body); };
  EXPECT_THAT(found({{"kind", "boat"}, {"colour", "red"}}), IsEmpty());
  EXPECT_THAT(found({{"kind", "car"}, {"wheels", 4}}), IsEmpty());
  EXPECT_THAT(found({{"kind", "car"}}), ElementsAre(field_error{"/wheels", "is missing"}));
  EXPECT_THAT(found({{"kind", "boat"}, {"wheels", 4}}), ElementsAre(field_error{"/wheels", "is unknown"}));
}

TEST(Schema, judges_by_the_choice_alone_while_that_is_wrong) {
  const auto found = [](const json& body) { return check({.members = vehicle}, body); };
  EXPECT_THAT(found({{"kind", "bike"}, {"wheels", 2}}),
              ElementsAre(field_error{"/kind", "must be boat, car or cart"}));
  EXPECT_THAT(found({{"kind", 1}, {"wheels", 2}}),
              ElementsAre(field_error{"/kind", "must be a string, not number"}));
  EXPECT_THAT(found({{"wheels", 2}}), ElementsAre(field_error{"/kind", "is missing"}));
}

TEST(Schema, needs_one_of_the_members_that_are_named_together) {
  constexpr auto optional = std::to_array<member>({{.name = "a"}, {.name = "b"}, {.name = "c"}});
  constexpr auto names = std::to_array<std::string_view>({"a", "b"});
  const auto form = body_form{.members = optional, .any_of = names};
  EXPECT_THAT(check(form, {{"a", "x"}}), IsEmpty());
  EXPECT_THAT(check(form, {{"b", "x"}, {"a", "x"}}), IsEmpty());
  EXPECT_THAT(check(form, {{"c", "x"}}), ElementsAre(field_error{"", "needs a or b"}));
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

TEST(Forms, a_time_is_one_that_there_is) {
  for (const auto* good : {"2026-01-31T09:30:00Z", "2024-02-29T23:59:59Z", "1970-01-01T00:00:00Z"})
    EXPECT_TRUE(forms::is_utc_time(good)) << good;
  for (const auto* bad :
       {"", "2026-01-31", "2026-02-29T00:00:00Z", "2026-01-31T24:00:00Z", "2026-01-31T09:60:00Z",
        "2026-13-01T00:00:00Z", "2026-01-31T09:30:00+01:00", "2026-01-31t09:30:00Z", "2026-1-31T09:30:00Z"})
    EXPECT_FALSE(forms::is_utc_time(bad)) << bad;
  EXPECT_EQ(forms::time_in("1970-01-02T00:00:01Z"), 86'401'000'000);
}

} // namespace
} // namespace troupe::http
