#include "http/transport/tls.hpp"

#include <openssl/err.h>

#include <array>
#include <stdexcept>

namespace troupe::http {
namespace {

[[noreturn]] void fail(const std::string& what) {
  std::array<char, 256> reason{};
  ::ERR_error_string_n(::ERR_get_error(), reason.data(), reason.size());
  throw std::runtime_error(what + ": " + reason.data());
}

} // namespace

tls_context::tls_context(const std::string& certificate, const std::string& key)
    : context_(::SSL_CTX_new(::TLS_server_method()), &::SSL_CTX_free) {
  ::ERR_clear_error();
  if (!context_) fail("cannot set up TLS");
  SSL_CTX_set_min_proto_version(context_.get(), TLS1_2_VERSION);
  ::SSL_CTX_set_options(context_.get(), SSL_OP_NO_RENEGOTIATION | SSL_OP_CIPHER_SERVER_PREFERENCE);
  // Partial writes from a buffer that moves between tries, and no buffers held by idle connections.
  SSL_CTX_set_mode(context_.get(), SSL_MODE_ENABLE_PARTIAL_WRITE | SSL_MODE_ACCEPT_MOVING_WRITE_BUFFER
                                       | SSL_MODE_RELEASE_BUFFERS);
  if (::SSL_CTX_use_certificate_chain_file(context_.get(), certificate.c_str()) != 1)
    fail("cannot read the TLS certificate " + certificate);
  if (::SSL_CTX_use_PrivateKey_file(context_.get(), key.c_str(), SSL_FILETYPE_PEM) != 1)
    fail("cannot read the TLS key " + key);
  if (::SSL_CTX_check_private_key(context_.get()) != 1)
    fail("the TLS key " + key + " does not belong to the certificate " + certificate);
}

tls_session tls_context::accept(int fd) const {
  tls_session session(::SSL_new(context_.get()), &::SSL_free);
  if (!session || ::SSL_set_fd(session.get(), fd) != 1) fail("cannot begin a TLS session");
  ::SSL_set_accept_state(session.get());
  return session;
}

} // namespace troupe::http
