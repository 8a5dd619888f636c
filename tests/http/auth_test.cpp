#include "http/auth.hpp"

#include <gtest/gtest.h>

namespace troupe::http {
namespace {

request with(std::string authorization) {
  auto r = request{};
  if (!authorization.empty()) r.headers.emplace_back("authorization", std::move(authorization));
  return r;
}

const auto chat_keys = std::vector<std::string>{"chat-1", "chat-2"};
const auto admin_keys = std::vector<std::string>{"root"};
const auto no_keys = std::vector<std::string>{};

errc refusal(const key_ring& ring, key needed, const std::string& authorization) {
  const auto outcome = ring.admit(needed, with(authorization));
  const auto* f = std::get_if<failure>(&outcome);
  return f ? f->code : errc::none;
}

caller admitted_as(const key_ring& ring, key needed, const std::string& authorization) {
  return std::get<caller>(ring.admit(needed, with(authorization)));
}

TEST(KeyRing, without_keys_trusts_everybody) {
  const auto ring = key_ring{no_keys, no_keys};
  EXPECT_EQ(admitted_as(ring, key::admin, ""), (caller{"", true, true}));
  EXPECT_EQ(admitted_as(ring, key::chat, "Bearer whatever"), (caller{"", true, true}));
}

TEST(KeyRing, tells_callers_apart_by_their_keys) {
  const auto ring = key_ring{chat_keys, admin_keys};
  const auto one = admitted_as(ring, key::chat, "Bearer chat-1");
  const auto two = admitted_as(ring, key::chat, "Bearer chat-2");
  const auto admin = admitted_as(ring, key::chat, "Bearer root");
  EXPECT_TRUE(one.principal.starts_with("key_"));
  EXPECT_NE(one.principal, two.principal);
  EXPECT_EQ(one.principal.find("chat-1"), std::string::npos);
  EXPECT_FALSE(one.trusted || one.admin);
  EXPECT_TRUE(admin.principal.starts_with("adm_"));
  EXPECT_TRUE(admin.trusted && admin.admin);
}

TEST(KeyRing, keeps_a_principal_over_restarts_and_other_keys) {
  const auto before = key_ring{chat_keys, no_keys};
  const auto after = key_ring{std::vector<std::string>{"new", "chat-1"}, admin_keys};
  EXPECT_EQ(admitted_as(before, key::chat, "Bearer chat-1"), admitted_as(after, key::chat, "Bearer chat-1"));
}

TEST(KeyRing, refuses_who_has_no_key_and_who_has_another) {
  const auto ring = key_ring{chat_keys, admin_keys};
  for (const auto* bad : {"", "Bearer", "Bearer ", "Bearer  ", "Basic chat-1", "chat-1", "Bearer chat-",
                          "Bearer chat-11", "Bearerchat-1", "Bearer chat-1 chat-2"})
    EXPECT_EQ(refusal(ring, key::chat, bad), errc::unauthorized) << bad;
  EXPECT_EQ(refusal(ring, key::admin, "Bearer chat-1"), errc::forbidden);
  EXPECT_EQ(refusal(ring, key::admin, "bearer root"), errc::none);
  EXPECT_EQ(refusal(ring, key::none, "Bearer nonsense"), errc::none);
}

TEST(KeyRing, with_admin_keys_alone_chat_takes_one_of_them) {
  const auto ring = key_ring{no_keys, admin_keys};
  EXPECT_EQ(refusal(ring, key::chat, ""), errc::unauthorized);
  EXPECT_EQ(refusal(ring, key::chat, "Bearer root"), errc::none);
}

TEST(KeyRing, a_key_of_both_kinds_is_an_admin_key) {
  const auto ring = key_ring{std::vector<std::string>{"same"}, std::vector<std::string>{"same"}};
  EXPECT_TRUE(admitted_as(ring, key::chat, "Bearer same").admin);
}

TEST(KeyRing, reads_the_key_that_a_websocket_offers_as_a_subprotocol) {
  const auto ring = key_ring{chat_keys, admin_keys};
  const auto offering = [&](const std::string& protocols) {
    auto asked = request{};
    asked.headers.emplace_back("Sec-WebSocket-Protocol", protocols);
    return std::holds_alternative<caller>(ring.admit(key::chat, asked));
  };
  EXPECT_TRUE(offering("troupe.v1, bearer.chat-1"));
  EXPECT_TRUE(offering("bearer.root"));
  EXPECT_FALSE(offering("bearer.other"));
  EXPECT_FALSE(offering("chat-1"));
  EXPECT_FALSE(offering("troupe.v1"));
}

} // namespace
} // namespace troupe::http
