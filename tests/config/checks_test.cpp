#include "config/checks.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace troupe::config {
namespace {

using testing::AllOf;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using testing::SizeIs;

settings listening_on(std::string host) {
  settings s;
  s.host = std::move(host);
  return s;
}

TEST(Checks, LoopbackNeedsNoKeys) {
  for (const auto* host : {"127.0.0.1", "127.255.0.3", "::1", "localhost"})
    EXPECT_THAT(check(listening_on(host)), IsEmpty()) << host;
}

TEST(Checks, OtherAddressesNeedKeys) {
  for (const auto* host :
       {"0.0.0.0", "::", "192.168.1.4", "128.0.0.1", "shop.example", "127.0.0.1.shop.example", "127.1"})
    EXPECT_THAT(check(listening_on(host)),
                ElementsAre(HasSubstr("refuses to bind " + std::string{host} + " without TROUPE_API_KEYS")));
}

TEST(Checks, KeysOpenOtherAddressesButAdminKeysAloneDoNot) {
  auto s = listening_on("0.0.0.0");
  s.admin_keys = {"admin"};
  EXPECT_THAT(check(s), SizeIs(1));
  s.api_keys = {"chat"};
  EXPECT_THAT(check(s), IsEmpty());
}

TEST(Checks, TheOverlapIsSmallerThanTheChunk) {
  settings s;
  s.chunk_size = 100;
  s.overlap_size = 99;
  EXPECT_THAT(check(s), IsEmpty());
  s.overlap_size = 100;
  EXPECT_THAT(check(s), ElementsAre("OVERLAP_SIZE is 100: it must be less than CHUNK_SIZE, which is 100"));
}

TEST(Checks, ATurnDoesNotWaitForHalfOfItsTime) {
  settings s;
  s.turn_deadline = std::chrono::milliseconds{1000};
  s.debounce = std::chrono::milliseconds{499};
  EXPECT_THAT(check(s), IsEmpty());
  s.debounce = std::chrono::milliseconds{500};
  EXPECT_THAT(check(s), ElementsAre(AllOf(HasSubstr("TROUPE_DEBOUNCE_MS is 500"), HasSubstr("is 1000"))));
}

TEST(Checks, ADatabaseIsPostgresqlAndHasEnoughConnections) {
  settings s;
  s.max_store_connections = 1;
  EXPECT_THAT(check(s), IsEmpty()) << "it is not asked";
  s.store_readers = 2;
  s.max_store_connections = 6;
  for (const auto* url : {"postgres://u@h/d", "postgresql:///troupe?host=/run/postgresql"}) {
    s.database_url = url;
    EXPECT_THAT(check(s), IsEmpty());
  }
  s.max_store_connections = 5;
  EXPECT_THAT(check(s), ElementsAre(HasSubstr("MAX_CONNECTIONS is 5")));
  s.max_store_connections = 6;
  s.database_url = "mysql://u:tiger@h/d";
  EXPECT_THAT(check(s), ElementsAre(AllOf(HasSubstr("DATABASE_URL"), Not(HasSubstr("tiger")))));
}

TEST(Checks, CertificateAndKeyGoTogether) {
  settings s;
  s.tls_cert = "shop.pem";
  EXPECT_THAT(check(s), ElementsAre(HasSubstr("TROUPE_TLS_KEY is not set")));
  s.tls_key = "shop.key";
  EXPECT_THAT(check(s), IsEmpty());
  s.tls_cert.clear();
  EXPECT_THAT(check(s), ElementsAre(HasSubstr("TROUPE_TLS_CERT is not")));
}

TEST(Checks, AMessageFitsIntoABody) {
  settings s;
  s.max_message_bytes = s.max_body_bytes + 1;
  EXPECT_THAT(check(s), ElementsAre(HasSubstr("TROUPE_MAX_MESSAGE_BYTES")));
}

TEST(Checks, OriginsHaveASchemeAndNoPath) {
  settings s;
  s.cors_origins = {"*", "https://shop.example", "http://localhost:3000"};
  EXPECT_THAT(check(s), IsEmpty());
  s.cors_origins = {"shop.example", "https://shop.example/", "https://", "https://*.shop.example",
                    "https://shop.example; script-src *"};
  EXPECT_THAT(check(s), SizeIs(5));
}

TEST(Checks, HostsOfMcpHaveNeitherSchemeNorPort) {
  settings s;
  s.mcp_hosts = {"support.shop.example", "10.0.0.5", "[fd00::5]"};
  EXPECT_THAT(check(s), IsEmpty());
  s.mcp_hosts = {"https://shop.example", "shop.example:8000", "fd00::5", "[shop]", "", "a b", "*"};
  EXPECT_THAT(check(s), SizeIs(7));
}

TEST(Checks, ProxiesAreAddressesOrNetworks) {
  settings s;
  s.trusted_proxies = {"10.0.0.1", "10.0.0.0/8", "::1", "fd00::/128", "0.0.0.0/0"};
  EXPECT_THAT(check(s), IsEmpty());
  s.trusted_proxies = {"10.0.0.0/33", "fd00::/129", "proxy", "10.0.0.1/", "10.0.0.1/x", "/8"};
  EXPECT_THAT(check(s), SizeIs(6));
}

TEST(Checks, AKeyThatNoHeaderCanCarryIsRefusedUnseen) {
  settings s;
  s.api_keys = {"two words"};
  EXPECT_THAT(check(s), ElementsAre(testing::AllOf(HasSubstr("TROUPE_API_KEYS"),
                                                   testing::Not(HasSubstr("two words")))));
}

} // namespace
} // namespace troupe::config
