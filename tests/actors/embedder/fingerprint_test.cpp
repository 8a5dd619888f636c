#include "actors/embedder/fingerprint.hpp"

#include <gtest/gtest.h>

#include <vector>

namespace troupe::embedder {
namespace {

std::string of(std::vector<std::string_view> parts) { return fingerprint(parts); }

// printf '1:a' | sha256sum
TEST(Fingerprint, IsTheBeginningOfASha256) { EXPECT_EQ(of({"a"}), "4162fddd39a3e4225e8e2392eced237f"); }

TEST(Fingerprint, TellsWherePartsEnd) {
  EXPECT_NE(of({"ab", "c"}), of({"a", "bc"}));
  EXPECT_NE(of({"ab"}), of({"ab", ""}));
  EXPECT_NE(of({}), of({""}));
}

} // namespace
} // namespace troupe::embedder
