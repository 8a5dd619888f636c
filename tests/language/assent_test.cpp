#include "language/assent.hpp"

#include <gtest/gtest.h>

namespace troupe::language {
namespace {

TEST(Assent, IsAYesAndNothingElse) {
  for (const auto* message : {"yes please", "Yes.", "yeah, sure", "Sure, go ahead!", "ok", "of course",
                              "Please do", "yes, that would be great, thank you", "YES PLEASE!!"})
    EXPECT_TRUE(is_assent(message)) << message;
}

TEST(Assent, IsNoMessageWithASubjectOfItsOwn) {
  for (const auto* message :
       {"yes, but where is my parcel?", "please refund me", "sure it is broken", "is that ok with returns"})
    EXPECT_FALSE(is_assent(message)) << message;
}

TEST(Assent, IsNeitherThanksNorSilence) {
  for (const auto* message : {"", "ok, thanks", "okay thank you", "great", "no", "no thanks", "thanks", "👍"})
    EXPECT_FALSE(is_assent(message)) << message;
}

} // namespace
} // namespace troupe::language
