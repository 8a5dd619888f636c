#include "language/utf8.hpp"

#include <gtest/gtest.h>

namespace troupe::language {
namespace {

TEST(utf8, finds_the_first_byte_that_belongs_to_no_character) {
  EXPECT_EQ(first_invalid_utf8(""), 0U);
  EXPECT_EQ(first_invalid_utf8("né ✓ 🙂"), std::string_view{"né ✓ 🙂"}.size());
  EXPECT_EQ(first_invalid_utf8("ab\xff"), 2U);
  EXPECT_EQ(first_invalid_utf8("a\xe2\x82"), 1U) << "cut in the middle of a character";
  EXPECT_EQ(first_invalid_utf8("\xc0\x80"), 0U) << "longer than it need be";
  EXPECT_EQ(first_invalid_utf8("\xed\xa0\x80"), 0U) << "half of a surrogate pair";
}

TEST(utf8, replaces_what_is_none) {
  EXPECT_EQ(valid_utf8("né"), "né");
  EXPECT_EQ(valid_utf8("a\xffz"), "a\xef\xbf\xbdz");
  EXPECT_EQ(first_invalid_utf8(valid_utf8("\xe2\x82\xff\xed\xa0\x80")),
            valid_utf8("\xe2\x82\xff\xed\xa0\x80").size());
}

} // namespace
} // namespace troupe::language
