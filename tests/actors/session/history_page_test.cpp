#include "actors/session/history_page.hpp"

#include <gtest/gtest.h>

namespace troupe::session {
namespace {

TEST(MessageId, NamesItsTurn) {
  EXPECT_EQ(turn_of("msg_7a"), 7U);
  EXPECT_EQ(turn_of("msg_18446744073709551615c"), 18446744073709551615U);
  for (const auto* bad : {"", "msg_", "msg_a", "msg_0a", "msg_7", "msg_7x", "msg_-1a",
                          "msg_18446744073709551616a", "trn_7a", "msg_7 a"})
    EXPECT_FALSE(turn_of(bad)) << bad;
}

std::vector<message> messages(std::initializer_list<const char*> ids) {
  auto all = std::vector<message>{};
  for (const auto* id : ids) all.push_back({.message_id = id});
  return all;
}

TEST(HistoryPage, IsTheLastOnesBeforeAMessage) {
  const auto page = page_of(messages({"msg_1c", "msg_1a", "msg_2c", "msg_2a"}), "msg_2a", 2);
  ASSERT_EQ(page.messages.size(), 2U);
  EXPECT_EQ(page.messages.front().message_id, "msg_1a");
  EXPECT_TRUE(page.has_more);
}

TEST(HistoryPage, HasNoMoreWhenItHoldsAll) {
  EXPECT_FALSE(page_of(messages({"msg_1c", "msg_1a"}), "", 2).has_more);
  EXPECT_FALSE(page_of({}, "", 2).has_more);
}

} // namespace
} // namespace troupe::session
