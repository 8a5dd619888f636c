#include "http/client_address.hpp"

#include <gtest/gtest.h>

#include <stdexcept>

namespace troupe::http {
namespace {

using list = std::vector<std::string>;

request from(std::string peer, const list& forwarded) {
  auto r = request{};
  r.peer = std::move(peer);
  for (const auto& f : forwarded) r.headers.emplace_back("X-Forwarded-For", f);
  return r;
}

TEST(AddressSet, holds_addresses_and_networks_of_both_families) {
  const auto set = address_set{list{"10.1.2.3", "192.168.0.0/20", "fd00::/9", "::1"}};
  for (const auto* in : {"10.1.2.3", "192.168.15.255", "fd7f::1", "::1", "::ffff:10.1.2.3"})
    EXPECT_TRUE(set.contains(in)) << in;
  for (const auto* out : {"10.1.2.4", "192.168.16.0", "fd80::1", "::2", "unknown", ""})
    EXPECT_FALSE(set.contains(out)) << out;
}

TEST(AddressSet, of_all_addresses_of_a_family_has_none_of_the_other) {
  EXPECT_TRUE(address_set{list{"0.0.0.0/0"}}.contains("8.8.8.8"));
  EXPECT_FALSE(address_set{list{"0.0.0.0/0"}}.contains("2001:db8::1"));
}

TEST(AddressSet, names_what_is_no_network) {
  for (const auto* bad : {"proxy", "10.0.0.0/33", "::/129", "10.0.0.0/", "10.0.0.0/x", "10.0.0.0/-1", ""})
    EXPECT_THROW(address_set{list{bad}}, std::invalid_argument) << bad;
}

TEST(ClientAddress, is_the_peer_where_no_proxy_is_trusted) {
  EXPECT_EQ(client_address(from("9.9.9.9", {"1.2.3.4"}), address_set{list{}}), "9.9.9.9");
  EXPECT_EQ(client_address(from("9.9.9.9", {"1.2.3.4"}), address_set{list{"10.0.0.0/8"}}), "9.9.9.9");
}

TEST(ClientAddress, is_the_last_one_that_no_trusted_proxy_has) {
  const auto proxies = address_set{list{"10.0.0.0/8"}};
  EXPECT_EQ(client_address(from("10.0.0.1", {"6.6.6.6, 1.2.3.4, 10.0.0.2"}), proxies), "1.2.3.4");
  EXPECT_EQ(client_address(from("10.0.0.1", {"6.6.6.6", "1.2.3.4,10.0.0.2"}), proxies), "1.2.3.4");
  EXPECT_EQ(client_address(from("10.0.0.1", {"10.0.0.3"}), proxies), "10.0.0.3");
  EXPECT_EQ(client_address(from("10.0.0.1", {}), proxies), "10.0.0.1");
}

} // namespace
} // namespace troupe::http
