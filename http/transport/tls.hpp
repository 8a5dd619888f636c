#pragma once

#include <openssl/ssl.h>

#include <memory>
#include <string>

namespace troupe::http {

using tls_session = std::unique_ptr<SSL, decltype(&::SSL_free)>;

/// The server's certificate and key; immutable, so that reactors share it.
class tls_context {
public:
  /// PEM files. Throws std::runtime_error naming the file and OpenSSL's reason.
  tls_context(const std::string& certificate, const std::string& key);

  /// A session that has yet to shake hands over the connected socket.
  [[nodiscard]] tls_session accept(int fd) const;

private:
  std::unique_ptr<SSL_CTX, decltype(&::SSL_CTX_free)> context_;
};

} // namespace troupe::http
