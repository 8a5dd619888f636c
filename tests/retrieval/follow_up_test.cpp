#include "retrieval/follow_up.hpp"

#include <gtest/gtest.h>

namespace troupe::retrieval {
namespace {

TEST(follow_up, leans_on_what_was_said_when_it_points_back_or_goes_on) {
  for (const auto* message :
       {"and how long does it take?", "how much does it cost?", "And by card?", "what about Norway",
        "is that all?", "where can I find them", "how?", "But why", "what about"})
    EXPECT_TRUE(leans_on_what_was_said(message)) << message;
}

TEST(follow_up, stands_by_itself_otherwise) {
  for (const auto* message : {"", "thanks", "I want a human", "What is the capital of Mongolia?",
                              "where is my parcel?", "items, italics and handles"})
    EXPECT_FALSE(leans_on_what_was_said(message)) << message;
}

} // namespace
} // namespace troupe::retrieval
