#include "learning/square_cb.hpp"

#include "learning/checkpoint.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>

namespace troupe::learning {

square_cb::square_cb(reward_model rewards, double scale, double floor)
    : rewards_{std::move(rewards)}, scale_{scale}, floor_{floor} {
  check_range("the scale of a learning rate", scale_, 0.0, std::numeric_limits<double>::max());
  check_floor(floor_, rewards_.actions());
}

std::vector<double> square_cb::distribution(std::span<const double> features) const {
  const auto estimates = rewards_(features);
  const auto best = std::ranges::max_element(estimates, {}, &estimate::mean);
  const auto actions = static_cast<double>(estimates.size());
  const auto rate = scale_ * std::sqrt(actions * static_cast<double>(rewards_.learned()));
  std::vector<double> probabilities;
  auto rest = 1.0;
  for (const auto& one : estimates) {
    probabilities.push_back(1.0 / (actions + rate * (best->mean - one.mean)));
    rest -= probabilities.back();
  }
  probabilities[static_cast<std::size_t>(best - estimates.begin())] += rest;
  return with_floor(std::move(probabilities), floor_);
}

bool square_cb::correct(const experience& of, double reward, std::uint64_t age) {
  rewards_.correct(of, reward, age);
  return true;
}

void square_cb::write(checkpoint_writer& to) const {
  to.put(scale_);
  to.put(floor_);
  rewards_.write(to);
}

square_cb square_cb::read(checkpoint_reader& from) {
  const auto scale = from.number();
  const auto floor = from.number();
  return {reward_model::read(from), scale, floor};
}

} // namespace troupe::learning
