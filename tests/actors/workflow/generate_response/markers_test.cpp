#include "actors/workflow/generate_response/markers.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace troupe::generate_response {
namespace {

using ::testing::ElementsAre;
using ::testing::Field;
using ::testing::IsEmpty;

/// What is shown of a text with three sources that comes in pieces of `size` bytes.
std::string shown(std::string_view text, std::size_t size = 1000) {
  auto filter = marker_filter{3};
  auto all = std::string{};
  for (; !text.empty(); text.remove_prefix(std::min(size, text.size())))
    all += filter.push(text.substr(0, size));
  return all + filter.finish();
}

TEST(Markers, KeepsThoseOfSourcesAndTakesTheOthersOut) {
  EXPECT_EQ(shown("It takes 5 days [1]. By card [4]."), "It takes 5 days [1]. By card.");
  EXPECT_EQ(shown("[0] It takes [3] days [999]"), " It takes [3] days");
  EXPECT_EQ(shown("Two at once [1, 2], and one of them [2,7]."), "Two at once [1][2], and one of them [2].");
  EXPECT_EQ(shown("Twice [1][1, 1]"), "Twice [1][1]");
}

TEST(Markers, LeavesOtherBracketsAlone) {
  for (const std::string_view text :
       {"[see above]", "a [ ] box", "in [2024]", "[a link](http://x/[1", "open [1", "[", "a  b ", "[[", "[]"})
    EXPECT_EQ(shown(text), text);
}

TEST(Markers, DoesNotDependOnThePieces) {
  constexpr std::string_view text =
      "It takes 5 days [1], or 7 [2, 9].\n- By card  [8]\n- [x] By post [[3]] \xc3\xa4 [2024] [1";
  const auto whole = shown(text);
  for (std::size_t size = 1; size < text.size(); ++size) EXPECT_EQ(shown(text, size), whole) << size;
}

TEST(Markers, HoldsBackOnlyWhatMayBecomeAMarker) {
  auto filter = marker_filter{3};
  EXPECT_EQ(filter.push("It takes"), "It takes");
  EXPECT_EQ(filter.push(" ["), "");
  EXPECT_EQ(filter.push("9"), "");
  EXPECT_EQ(filter.push("] days"), " days");
  EXPECT_EQ(filter.push(" [1"), "");
  EXPECT_EQ(filter.push("st"), " [1st");
}

TEST(Markers, DoesNotHoldBackForEver) {
  auto filter = marker_filter{3};
  EXPECT_FALSE((filter.push("[") + filter.push(std::string(1000, '1'))).empty());
}

TEST(Markers, SaysWhatEachIsGivenFor) {
  auto filter = marker_filter{3};
  static_cast<void>(filter.push(
      "Hello. It takes 3.5 days [1]. It is free. [2][9] By post it takes longer\nBy card [3] not."));
  const auto mention = [](std::uint32_t source, const char* claim) {
    return ::testing::AllOf(Field(&marker_filter::mention::source, source),
                            Field(&marker_filter::mention::claim, claim));
  };
  EXPECT_THAT(filter.mentions(),
              ElementsAre(mention(1, "It takes 3.5 days"), mention(2, "It is free."), mention(3, "By card")));
}

TEST(Markers, KnowsNoneWithoutSources) {
  auto filter = marker_filter{0};
  EXPECT_EQ(filter.push("It is so [1].") + filter.finish(), "It is so.");
  EXPECT_THAT(filter.mentions(), IsEmpty());
}

} // namespace
} // namespace troupe::generate_response
