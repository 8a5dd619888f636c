#include "load/workload.hpp"

namespace troupe::load {

start open_loop::take() {
  auto taken = start{*plan_.next(), plan_.piece_of_next(), std::nullopt};
  plan_.advance();
  if (!waiting_.empty()) {
    taken.conversation = waiting_.front();
    waiting_.pop_front();
  }
  return taken;
}

closed_loop::closed_loop(std::size_t users, instant think, instant length) : think_(think), length_(length) {
  for (auto i = std::size_t{0}; i < users; ++i) ready_.push({instant::zero(), std::nullopt});
}

std::optional<instant> closed_loop::next() const noexcept {
  if (ready_.empty() || ready_.top().from >= length_) return std::nullopt;
  return ready_.top().from;
}

start closed_loop::take() {
  const auto first = ready_.top();
  ready_.pop();
  return {first.from, 0, first.conversation};
}

} // namespace troupe::load
