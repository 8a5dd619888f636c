#include "http/list_field.hpp"
#include "http/upgrade.hpp"

#include <gtest/gtest.h>

namespace troupe::http {
namespace {

const auto nobody = cors{std::vector<std::string>{}};

/// The request of RFC 6455 §1.2, with a field changed; "": without it.
request opening(const std::string& name = "Host", const std::string& value = "server.example") {
  auto asked = request{.method = "GET", .path = "/chat"};
  asked.headers = {{"Host", "server.example"},
                   {"Upgrade", "websocket"},
                   {"Connection", "Upgrade"},
                   {"Sec-WebSocket-Key", "dGhlIHNhbXBsZSBub25jZQ=="},
                   {"Sec-WebSocket-Version", "13"}};
  std::erase_if(asked.headers, [&](const auto& field) { return field.first == name; });
  if (!value.empty()) asked.headers.emplace_back(name, value);
  return asked;
}

int status(const std::string& name, const std::string& value, const cors& allowed = nobody) {
  return upgrade(opening(name, value), allowed).status;
}

TEST(Upgrade, agrees_as_the_rfc_shows) {
  const auto agreed = upgrade(opening(), nobody);
  EXPECT_EQ(agreed.status, 101);
  EXPECT_EQ(find_field(agreed.headers, "Sec-WebSocket-Accept"), "s3pPLMBiTxaQ9kYGzzhZRbK+xOo=");
  EXPECT_FALSE(find_field(agreed.headers, "Sec-WebSocket-Protocol"));
}

TEST(Upgrade, takes_its_words_in_lists_and_any_case) {
  EXPECT_EQ(status("Connection", "keep-alive, UPGRADE"), 101);
  EXPECT_EQ(status("Upgrade", "h2c,WebSocket"), 101);
  const auto agreed = upgrade(opening("Sec-WebSocket-Protocol", "bearer.k, troupe.v1"), nobody);
  EXPECT_EQ(find_field(agreed.headers, "Sec-WebSocket-Protocol"), "troupe.v1");
}

TEST(Upgrade, refuses_what_asks_for_no_websocket_of_its_version) {
  EXPECT_EQ(status("Upgrade", ""), 426);
  EXPECT_EQ(status("Connection", "close"), 426);
  EXPECT_EQ(status("Sec-WebSocket-Version", "8"), 426);
  EXPECT_EQ(
      find_field(upgrade(opening("Sec-WebSocket-Version", ""), nobody).headers, "Sec-WebSocket-Version"),
      "13");
  EXPECT_EQ(status("Sec-WebSocket-Key", ""), 400);
  EXPECT_EQ(status("Sec-WebSocket-Key", "dGhlIHNhbXBsZSBub25jZQ"), 400);
  auto old = opening();
  old.minor_version = 0;
  EXPECT_EQ(upgrade(old, nobody).status, 426);
}

TEST(Upgrade, lets_in_its_own_pages_and_those_that_may_call) {
  EXPECT_EQ(status("Origin", "https://SERVER.example"), 101);
  EXPECT_EQ(status("Origin", "https://server.example.evil.example"), 403);
  EXPECT_EQ(status("Origin", "https://evil.example"), 403);
  EXPECT_EQ(status("Origin", "null"), 403);
  const auto shop = cors{std::vector<std::string>{"https://shop.example"}};
  EXPECT_EQ(status("Origin", "https://shop.example", shop), 101);
  EXPECT_EQ(status("Origin", "https://evil.example", shop), 403);
  EXPECT_EQ(status("Origin", "null", cors{std::vector<std::string>{"*"}}), 101);
}

TEST(ListField, finds_elements_between_commas_and_spaces) {
  EXPECT_TRUE(lists("a, b ,c", "B"));
  EXPECT_TRUE(lists(",, \tb", "b"));
  EXPECT_FALSE(lists("ab, bc", "b"));
  EXPECT_FALSE(lists("", ""));
}

} // namespace
} // namespace troupe::http
