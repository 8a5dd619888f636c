#pragma once
#include "learning/choice.hpp"
#include "learning/epsilon_greedy.hpp"
#include "learning/fixed.hpp"
#include "learning/uniform.hpp"

#include <array>
#include <cstdint>
#include <string_view>
#include <variant>
#include <vector>

namespace troupe::learning {

/// Which way of answering to take. A policy gives a distribution over the actions for a context, and learns
/// from rewards; choosing is a draw from that distribution, so that every logged propensity is exact.
using policy = std::variant<epsilon_greedy, fixed, uniform>;

/// The names of the alternatives, in their order: the values of RL_POLICY.
constexpr auto policy_names = std::to_array<std::string_view>({"epsilon_greedy", "fixed", "uniform"});
static_assert(policy_names.size() == std::variant_size_v<policy>);

struct policy_options {
  double exploration_rate = 0.1;
  std::vector<double> initial_values; ///< one for each action; `fixed` takes the first of the highest
};

/// A policy that has learned nothing. Throws std::invalid_argument on an unknown name or options that it
/// cannot have.
[[nodiscard]] policy make_policy(std::string_view name, const policy_options&);

[[nodiscard]] std::string_view name(const policy&) noexcept;
[[nodiscard]] choice choose(const policy&, const context&, random_stream&);
void learn(policy&, const decision&, double reward);

/// A policy as it stood at some point of the log: immutable, shared by every turn that begins under it.
struct snapshot {
  std::uint64_t version = 0; ///< grows with every publication
  learning::policy policy;
};

} // namespace troupe::learning
