#include "http/transport/channel.hpp"

#include <openssl/err.h>
#include <sys/socket.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <limits>

namespace troupe::http {
namespace {

channel::moved socket_outcome(ssize_t result) noexcept {
  if (result >= 0) return {channel::state::ready, static_cast<std::size_t>(result)};
  const bool later = errno == EAGAIN || errno == EWOULDBLOCK || errno == EINTR;
  return {later ? channel::state::blocked : channel::state::broken};
}

int as_int(std::size_t size) noexcept {
  return static_cast<int>(std::min<std::size_t>(size, std::numeric_limits<int>::max()));
}

} // namespace

channel::channel(int fd, std::optional<tls_session> tls) noexcept : fd_(fd), tls_(std::move(tls)) {}

channel::moved channel::read(std::span<char> into) noexcept {
  if (tls_) {
    ::ERR_clear_error();
    return tls_outcome(::SSL_read(tls_->get(), into.data(), as_int(into.size())));
  }
  const auto result = socket_outcome(::recv(fd_, into.data(), into.size(), 0));
  return result.outcome == state::ready && result.bytes == 0 ? moved{state::ended} : result;
}

channel::moved channel::write(const outbox& from) noexcept {
  std::array<iovec, 64> parts;
  if (tls_) {
    ::ERR_clear_error();
    if (from.front({parts.data(), 1}) == 0) return {state::ready};
    return tls_outcome(::SSL_write(tls_->get(), parts[0].iov_base, as_int(parts[0].iov_len)));
  }
  msghdr message{};
  message.msg_iov = parts.data();
  message.msg_iovlen = from.front(parts);
  return socket_outcome(::sendmsg(fd_, &message, MSG_NOSIGNAL));
}

void channel::finish_writing() noexcept {
  if (tls_ && SSL_is_init_finished(tls_->get())) {
    ::ERR_clear_error();
    ::SSL_shutdown(tls_->get()); // sends close_notify; whether it arrives does not matter any more
  }
  ::shutdown(fd_, SHUT_WR);
}

channel::moved channel::tls_outcome(int result) noexcept {
  wants_write_ = false;
  if (result > 0) return {state::ready, static_cast<std::size_t>(result)};
  switch (::SSL_get_error(tls_->get(), result)) {
  case SSL_ERROR_WANT_READ: return {state::blocked};
  case SSL_ERROR_WANT_WRITE: wants_write_ = true; return {state::blocked};
  case SSL_ERROR_ZERO_RETURN: return {state::ended};
  default: return {state::broken};
  }
}

} // namespace troupe::http
