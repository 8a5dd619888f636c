#include "app/chat/interruption.hpp"

#include <csignal>

namespace troupe::app::chat {
namespace {

std::atomic<bool> interrupted = false;
static_assert(std::atomic<bool>::is_always_lock_free); // a handler may do nothing else

void note(int) noexcept { interrupted = true; }

} // namespace

interruption::interruption() {
  struct sigaction action {};
  action.sa_handler = &note; // without SA_RESTART: a read that waits comes back
  ::sigaction(SIGINT, &action, nullptr);
}

interruption::~interruption() { std::signal(SIGINT, SIG_DFL); }

const std::atomic<bool>& interruption::listen() noexcept {
  interrupted = false;
  return interrupted;
}

} // namespace troupe::app::chat
