#include "learning/drop_alarm.hpp"

#include <algorithm>

namespace troupe::learning {

bool drop_alarm::hear(double drop) noexcept {
  sum_ = std::max(0.0, sum_ + drop - allowance);
  if (sum_ < threshold) return false;
  sum_ = 0.0;
  return true;
}

void drop_alarm::write(checkpoint_writer& to) const { to.put(sum_); }

drop_alarm drop_alarm::read(checkpoint_reader& from) {
  auto alarm = drop_alarm{};
  alarm.sum_ = from.number();
  return alarm;
}

} // namespace troupe::learning
