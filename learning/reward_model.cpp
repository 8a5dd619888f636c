#include "learning/reward_model.hpp"

#include "learning/checkpoint.hpp"

#include <stdexcept>
#include <utility>

namespace troupe::learning {

reward_model::reward_model(const feature_space& space, const linear_options& options,
                           std::vector<double> initial_values)
    : map_{space}, options_{options}, initial_values_{std::move(initial_values)},
      models_(initial_values_.size(), linear_model{map_.dimension(), options}) {
  check_initial_values(initial_values_);
}

std::vector<estimate> reward_model::operator()(std::span<const double> features) const {
  const auto x = map_(features);
  std::vector<estimate> all;
  all.reserve(models_.size());
  for (std::size_t action = 0; action < models_.size(); ++action) {
    all.push_back(models_[action].predict(x, clock_));
    all.back().mean += initial_values_[action];
  }
  return all;
}

void reward_model::learn(const experience& of) {
  check(of, actions());
  const auto action = of.made.chosen.action;
  const auto x = map_(of.made.features);
  models_[action].learn(x, of.reward - initial_values_[action], ++clock_);
}

void reward_model::correct(const experience& of, double reward, std::uint64_t age) {
  check(of, actions());
  check({of.made, reward, {}}, actions());
  if (age >= clock_) throw std::invalid_argument{"a correction of what was never learned"};
  const auto action = of.made.chosen.action;
  models_[action].correct(map_(of.made.features), of.reward - initial_values_[action], reward - of.reward,
                          clock_ - age);
}

void reward_model::write(checkpoint_writer& to) const {
  const auto& space = map_.space();
  to.put(std::uint64_t{space.numbers});
  to.put(std::uint64_t{space.fourier});
  to.put(space.length_scale);
  to.put(space.seed);
  to.put(options_.precision);
  to.put(options_.noise);
  to.put(options_.noise_weight);
  to.put(options_.half_life);
  to.put(std::span{initial_values_});
  to.put(clock_);
  for (const auto& model : models_) model.write(to);
}

reward_model reward_model::read(checkpoint_reader& from) {
  auto space = feature_space{};
  space.numbers = from.whole(largest_dimension);
  space.fourier = from.whole(largest_dimension);
  space.length_scale = from.number();
  space.seed = from.whole();
  auto options = linear_options{};
  options.precision = from.number();
  options.noise = from.number();
  options.noise_weight = from.number();
  options.half_life = from.number();
  auto values = from.numbers();
  const auto clock = from.whole();
  const auto dimension = feature_map::dimension_of(space);
  from.expect(values.size() * (dimension * (dimension + 1) / 2)); // before so much is allocated
  auto model = reward_model{space, options, std::move(values)};
  model.clock_ = clock;
  for (auto& one : model.models_) {
    one.read(from);
    if (one.clock() > clock) throw std::invalid_argument{"not a checkpoint: an action is ahead of the clock"};
  }
  return model;
}

} // namespace troupe::learning
