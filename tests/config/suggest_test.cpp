#include "config/suggest.hpp"

#include <gtest/gtest.h>

#include <array>

namespace troupe::config {
namespace {

constexpr auto names = std::to_array<std::string_view>({"TROUPE_PORT", "TROUPE_HOST", "server.port"});

TEST(Suggest, FindsASwapAMissingAnExtraAndAWrongLetter) {
  for (const auto* misspelt : {"TROUPE_PROT", "TROUPE_POT", "TROUPE_PORTS", "TROUPE_FORT"})
    EXPECT_EQ(suggest(misspelt, names), "TROUPE_PORT") << misspelt;
}

TEST(Suggest, FindsNothingFarAway) {
  EXPECT_FALSE(suggest("TROUPE_COLOUR", names));
  EXPECT_FALSE(suggest("", names));
  EXPECT_FALSE(suggest("abc", names));
  EXPECT_FALSE(suggest(std::string(100'000, 'T'), names));
}

TEST(Suggest, OfEquallyNearNamesTakesTheFirst) { EXPECT_EQ(suggest("TROUPE_XOYT", names), "TROUPE_PORT"); }

} // namespace
} // namespace troupe::config
