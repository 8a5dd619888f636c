#include "config/load.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <regex>
#include <sstream>

namespace troupe::config {
namespace {

using testing::IsEmpty;

/// config/troupe.toml; with `uncommented`, as if somebody had removed the # of every setting.
named_text shipped_file(bool uncommented) {
  std::ifstream stream{TROUPE_SOURCE_DIR "/config/troupe.toml"};
  std::ostringstream text;
  text << stream.rdbuf();
  if (!uncommented) return {"troupe.toml", text.str()};
  return {"troupe.toml", std::regex_replace(text.str(), std::regex{"(^|\n)#(\\w+ = )"}, "$1$2")};
}

TEST(DefaultFile, ChangesNothing) {
  const auto result = load({}, shipped_file(false));
  EXPECT_THAT(result.problems, IsEmpty());
  for (std::size_t i = 0; i < definitions().size(); ++i)
    EXPECT_EQ(result.origins[i], origin::built_in) << definitions()[i].key;
}

TEST(DefaultFile, ShowsEverySettingWithItsDefault) {
  const auto result = load({}, shipped_file(true));
  EXPECT_THAT(result.problems, IsEmpty());
  EXPECT_EQ(result.values, settings{});
  for (std::size_t i = 0; i < definitions().size(); ++i)
    EXPECT_EQ(result.origins[i], origin::file) << definitions()[i].key << " is missing in config/troupe.toml";
}

} // namespace
} // namespace troupe::config
