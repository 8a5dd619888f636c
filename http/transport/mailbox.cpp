#include "http/transport/mailbox.hpp"

#include "http/transport/exchange.hpp"

#include <sys/eventfd.h>

#include <cerrno>
#include <system_error>

namespace troupe::http {

mailbox::mailbox() : wake_(::eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC)) {
  if (wake_.get() < 0) throw std::system_error(errno, std::generic_category(), "eventfd");
}

void mailbox::post(letter what) {
  {
    const std::lock_guard lock(mutex_);
    if (closed_) return;
    queue_.push_back(std::move(what));
    if (std::exchange(awake_, true)) return;
  }
  wake();
}

void mailbox::attend() {
  const std::lock_guard lock(mutex_);
  awake_ = true;
}

bool mailbox::collect(std::vector<letter>& into) {
  into.clear();
  const std::lock_guard lock(mutex_);
  std::swap(queue_, into);
  return !into.empty();
}

void mailbox::rest() {
  const std::lock_guard lock(mutex_);
  awake_ = !queue_.empty();
  if (awake_) wake();
}

void mailbox::close() {
  std::vector<letter> dropped; // outlives the lock: what it holds may post when it goes
  const std::lock_guard lock(mutex_);
  closed_ = true;
  std::swap(queue_, dropped);
}

void mailbox::wake() const noexcept { ::eventfd_write(wake_.get(), 1); }

} // namespace troupe::http
