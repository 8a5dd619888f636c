#include "tests/http/transport/served.hpp"
#include "tests/support/temporary_directory.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <openssl/pem.h>
#include <openssl/ssl.h>
#include <openssl/x509.h>

#include <array>
#include <cstdio>
#include <memory>
#include <stdexcept>
#include <string>

namespace troupe::http {
namespace {

using ::testing::EndsWith;
using ::testing::HasSubstr;
using ::testing::StartsWith;

template <auto Free>
using owned = decltype([](auto* thing) { Free(thing); });
using key_pointer = std::unique_ptr<EVP_PKEY, owned<&::EVP_PKEY_free>>;

key_pointer write_key(const std::string& path) {
  key_pointer key(::EVP_EC_gen("P-256"));
  const std::unique_ptr<std::FILE, owned<&std::fclose>> file(std::fopen(path.c_str(), "w"));
  if (!key || !file
      || ::PEM_write_PrivateKey(file.get(), key.get(), nullptr, nullptr, 0, nullptr, nullptr) != 1)
    throw std::runtime_error("no key written to " + path);
  return key;
}

void write_certificate(const std::string& path, EVP_PKEY* key) {
  const std::unique_ptr<X509, owned<&::X509_free>> certificate(::X509_new());
  ::X509_gmtime_adj(X509_getm_notBefore(certificate.get()), 0);
  ::X509_gmtime_adj(X509_getm_notAfter(certificate.get()), 3600);
  ::X509_set_pubkey(certificate.get(), key);
  const std::unique_ptr<std::FILE, owned<&std::fclose>> file(std::fopen(path.c_str(), "w"));
  if (::X509_sign(certificate.get(), key, ::EVP_sha256()) == 0 || !file
      || ::PEM_write_X509(file.get(), certificate.get()) != 1)
    throw std::runtime_error("no certificate written to " + path);
}

/// A certificate of its own, for as long as it lives.
struct certified {
  testing::temporary_directory folder;
  tls_files files{(folder.path() / "certificate.pem").string(), (folder.path() / "key.pem").string()};

  certified() { write_certificate(files.certificate, write_key(files.key).get()); }
  [[nodiscard]] server_options options() const {
    server_options made;
    made.tls = files;
    return made;
  }
};

/// A blocking TLS client over a raw one. It trusts anybody.
class tls_client {
public:
  explicit tls_client(std::uint16_t port)
      : socket_(port), context_(::SSL_CTX_new(::TLS_client_method())), session_(::SSL_new(context_.get())) {
    ::SSL_set_fd(session_.get(), socket_.fd());
    if (::SSL_connect(session_.get()) != 1) throw std::runtime_error("no TLS handshake");
  }

  void send(const std::string& bytes) {
    ASSERT_EQ(::SSL_write(session_.get(), bytes.data(), static_cast<int>(bytes.size())),
              static_cast<int>(bytes.size()));
  }
  std::string read_until(const std::string& end) {
    while (received_.find(end) == std::string::npos)
      if (!receive()) throw std::runtime_error("closed after: " + received_.substr(0, 1000));
    const auto taken = received_.substr(0, received_.find(end) + end.size());
    received_.erase(0, taken.size());
    return taken;
  }
  std::string read_all() {
    while (receive()) {
    }
    return received_;
  }
  [[nodiscard]] bool ended_in_order() const {
    return (::SSL_get_shutdown(session_.get()) & SSL_RECEIVED_SHUTDOWN) != 0;
  }

private:
  bool receive() {
    std::array<char, 16384> buffer;
    const int count = ::SSL_read(session_.get(), buffer.data(), buffer.size());
    if (count > 0) received_.append(buffer.data(), static_cast<std::size_t>(count));
    return count > 0;
  }

  testing::raw_client socket_;
  std::unique_ptr<SSL_CTX, owned<&::SSL_CTX_free>> context_;
  std::unique_ptr<SSL, owned<&::SSL_free>> session_;
  std::string received_;
};

TEST(tls, serves_requests_and_streams) {
  const certified owner;
  served s(owner.options());
  tls_client client(s.server.port());
  client.send(served::get("/now/1") + served::get("/now/2"));
  client.read_until("/now/1");
  client.read_until("/now/2");
  client.send(served::get("/stream"));
  const auto who = s.next().who;
  who.begin_stream({});
  client.read_until("\r\n\r\n");
  EXPECT_TRUE(who.write("piece"));
  EXPECT_EQ(client.read_until("piece\r\n"), "5\r\npiece\r\n");
  who.end();
  client.read_until("0\r\n\r\n");
  client.send(served::get("/now/last", "Connection: close\r\n"));
  EXPECT_THAT(client.read_all(), EndsWith("/now/last"));
  EXPECT_TRUE(client.ended_in_order());
}

TEST(tls, carries_large_bodies) {
  const certified owner;
  auto options = owner.options();
  options.limits.body_bytes = 4 << 20;
  served s(options);
  tls_client client(s.server.port());
  const std::string body(3 << 20, 'b');
  client.send(served::post("/now", body));
  client.read_until("\r\n\r\n" + body);
}

TEST(tls, is_not_held_up_by_a_client_that_never_shakes_hands) {
  const certified owner;
  auto options = owner.options();
  options.limits.sweep = 10ms;
  options.limits.header_timeout = 300ms;
  served s(options);
  auto silent = s.client();
  tls_client client(s.server.port());
  client.send(served::get("/now"));
  client.read_until("/now");
  EXPECT_TRUE(silent.at_end());
}

TEST(tls, ends_clients_that_speak_plainly_or_nonsense) {
  const certified owner;
  served s(owner.options());
  for (const auto& bytes : {served::get("/now"), std::string(3000, '\x16')}) {
    auto plain = s.client();
    plain.send(bytes);
    plain.finish_sending();
    EXPECT_EQ(plain.read_all().find("HTTP/1.1 200"), std::string::npos);
  }
  tls_client client(s.server.port());
  client.send(served::get("/now"));
  client.read_until("/now");
}

TEST(tls, refuses_a_key_that_does_not_fit) {
  const certified owner, other;
  auto options = owner.options();
  options.port = 0;
  options.tls->key = other.files.key;
  EXPECT_THAT([&] { const server failing(options, [](std::size_t) { return service{}; }); },
              ::testing::ThrowsMessage<std::runtime_error>(HasSubstr(other.files.key)));
}

} // namespace
} // namespace troupe::http
