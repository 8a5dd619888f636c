#include "learning/reward_model.hpp"

#include "learning/checkpoint.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <stdexcept>
#include <utility>

namespace troupe::learning {
namespace {

constexpr double half_lives_of_alarm = 20.0; // what is so old counts a millionth
constexpr double longest_jump = 1e15;

} // namespace

reward_model::reward_model(const feature_space& space, const reward_options& options,
                           std::vector<double> initial_values)
    : map_{space}, options_{options}, initial_values_{std::move(initial_values)},
      models_(initial_values_.size(), linear_model{map_.dimension(), options.linear}) {
  check_initial_values(initial_values_);
  constexpr auto most = std::numeric_limits<double>::max();
  check_range("the noise of rewards", options.noise, std::numeric_limits<double>::min(), most);
  check_range("the weight of the noise", options.noise_weight, std::numeric_limits<double>::min(), most);
}

std::vector<estimate> reward_model::operator()(std::span<const double> features) const {
  const auto x = map_(features);
  const auto variance = noise();
  const auto now = clock_at(learned_ + 1) - 1;
  std::vector<estimate> all;
  all.reserve(models_.size());
  for (std::size_t action = 0; action < models_.size(); ++action) {
    const auto [mean, spread] = models_[action].predict(x, now);
    all.push_back({initial_values_[action] + mean, std::sqrt(variance * spread)});
  }
  return all;
}

double reward_model::noise() const {
  auto residuals = options_.noise_weight * options_.noise;
  auto count = options_.noise_weight;
  for (const auto& model : models_) {
    residuals += std::max(model.residuals(), 0.0);
    count += model.count();
  }
  return residuals / count;
}

std::uint64_t reward_model::clock_at(std::uint64_t n) const {
  const auto raised = std::ranges::lower_bound(alarms_, n) - alarms_.begin();
  const auto jump =
      static_cast<std::uint64_t>(std::min(half_lives_of_alarm * options_.linear.half_life, longest_jump));
  return n + static_cast<std::uint64_t>(raised) * jump;
}

void reward_model::hear(double drop) {
  if (options_.linear.half_life <= 0.0 || !alarm_.hear(drop)) return;
  alarms_.push_back(learned_);
  for (auto& model : models_) model.forget(clock_at(learned_ + 1) - 1);
}

void reward_model::learn(const experience& of) {
  check(of, actions());
  const auto action = of.made.chosen.action;
  const auto x = map_(of.made.features);
  const auto variance = noise();
  const auto reward = of.reward - initial_values_[action];
  const auto [mean, spread] = models_[action].learn(x, reward, clock_at(++learned_));
  hear((mean - reward) / std::sqrt(variance * (1.0 + spread)));
}

void reward_model::correct(const experience& of, double reward, std::uint64_t age) {
  check(of, actions());
  check({of.made, reward, {}}, actions());
  if (age >= learned_) throw std::invalid_argument{"a correction of what was never learned"};
  const auto action = of.made.chosen.action;
  models_[action].correct(map_(of.made.features), of.reward - initial_values_[action], reward - of.reward,
                          clock_at(learned_ - age));
}

void reward_model::write(checkpoint_writer& to) const {
  const auto& space = map_.space();
  to.put(std::uint64_t{space.numbers});
  to.put(std::uint64_t{space.fourier});
  to.put(space.length_scale);
  to.put(space.seed);
  to.put(options_.linear.precision);
  to.put(options_.noise);
  to.put(options_.noise_weight);
  to.put(options_.linear.half_life);
  to.put(std::span{initial_values_});
  to.put(learned_);
  alarm_.write(to);
  to.put(std::span{alarms_});
  for (const auto& model : models_) model.write(to);
}

reward_model reward_model::read(checkpoint_reader& from) {
  auto space = feature_space{};
  space.numbers = from.whole(largest_dimension);
  space.fourier = from.whole(largest_dimension);
  space.length_scale = from.number();
  space.seed = from.whole();
  auto options = reward_options{};
  options.linear.precision = from.number();
  options.noise = from.number();
  options.noise_weight = from.number();
  options.linear.half_life = from.number();
  auto values = from.numbers();
  const auto learned = from.whole();
  const auto alarm = drop_alarm::read(from);
  auto alarms = from.wholes();
  const auto dimension = feature_map::dimension_of(space);
  from.expect(values.size() * (dimension * (dimension + 1) / 2)); // before so much is allocated
  auto model = reward_model{space, options, std::move(values)};
  model.learned_ = learned;
  model.alarm_ = alarm;
  model.alarms_ = std::move(alarms);
  if (!std::ranges::is_sorted(model.alarms_, std::ranges::less_equal{})
      || (!model.alarms_.empty() && model.alarms_.back() > learned))
    throw std::invalid_argument{"not a checkpoint: alarms out of their order"};
  for (auto& one : model.models_) {
    one.read(from);
    if (one.clock() >= model.clock_at(learned + 1))
      throw std::invalid_argument{"not a checkpoint: an action is ahead of the clock"};
  }
  return model;
}

} // namespace troupe::learning
