#include "learning/linucb.hpp"

#include "learning/checkpoint.hpp"

#include <algorithm>
#include <limits>
#include <utility>

namespace troupe::learning {

linucb::linucb(reward_model rewards, double width, double floor)
    : rewards_{std::move(rewards)}, width_{width}, floor_{floor} {
  check_range("the width of a bound", width_, 0.0, std::numeric_limits<double>::max());
  check_floor(floor_, rewards_.actions());
}

std::vector<double> linucb::distribution(std::span<const double> features) const {
  std::vector<double> bounds;
  for (const auto& [mean, deviation] : rewards_(features)) bounds.push_back(mean + width_ * deviation);
  return with_floor(greedy(bounds, 0.0), floor_);
}

bool linucb::correct(const experience& of, double reward, std::uint64_t age) {
  rewards_.correct(of, reward, age);
  return true;
}

void linucb::write(checkpoint_writer& to) const {
  to.put(width_);
  to.put(floor_);
  rewards_.write(to);
}

linucb linucb::read(checkpoint_reader& from) {
  const auto width = from.number();
  const auto floor = from.number();
  return {reward_model::read(from), width, floor};
}

} // namespace troupe::learning
