#include "learning/guard.hpp"

namespace troupe::learning {

void guard::see_before(bool escalated) {
  kept_before_.see(escalated ? 0.0 : 1.0);
  ceiling_.reset();
}

void guard::see_since(bool escalated, std::uint64_t position) {
  if (tripped_at_ != 0) return;
  since_.see(escalated ? 1.0 : 0.0);
  if (!ceiling_) ceiling_ = ceiling();
  if (since_.above(*ceiling_, error / 2.0)) tripped_at_ = position;
}

double guard::rate_before() const noexcept {
  return kept_before_.count() == 0 ? 0.0 : 1.0 - kept_before_.mean();
}

double guard::ceiling() const { return 1.0 - kept_before_.lower(error / 2.0); }

void guard::save(checkpoint_writer& out) const {
  kept_before_.save(out);
  since_.save(out);
  out.put(tripped_at_);
}

void guard::load(checkpoint_reader& in) {
  kept_before_.load(in);
  since_.load(in);
  tripped_at_ = in.whole();
  ceiling_.reset();
}

} // namespace troupe::learning
