#include "load/capacity.hpp"

namespace troupe::load {

void capacity_search::record(bool held) noexcept {
  if (!held && !tried_) {
    tried_ = true;
    return;
  }
  tried_ = false;
  if (held)
    held_ = rate_;
  else
    failed_ = rate_;
  rate_ = failed_ ? (held_ + *failed_) / 2 : rate_ * 2;
  over_ = rate_ < lowest || rate_ > highest || (failed_ && *failed_ - held_ <= precision * *failed_);
}

} // namespace troupe::load
