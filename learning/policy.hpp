#pragma once
#include "learning/choice.hpp"
#include "learning/context.hpp"
#include "learning/epsilon_greedy.hpp"
#include "learning/fixed.hpp"
#include "learning/lin_ts.hpp"
#include "learning/linucb.hpp"
#include "learning/q_learning.hpp"
#include "learning/square_cb.hpp"
#include "learning/uniform.hpp"

#include <array>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace troupe::learning {

/// Which way of answering to take. A policy gives a distribution over the actions for features, and learns
/// from rewards; choosing is a draw from that distribution, so that every logged propensity is exact.
using policy = std::variant<epsilon_greedy, fixed, lin_ts, linucb, q_learning, square_cb, uniform>;

/// The names of the alternatives, in their order: the values of RL_POLICY.
constexpr auto policy_names = std::to_array<std::string_view>(
    {"epsilon_greedy", "fixed", "lin_ts", "linucb", "q_learning", "square_cb", "uniform"});
static_assert(policy_names.size() == std::variant_size_v<policy>);

struct policy_options {
  double exploration_rate = 0.1;      ///< epsilon, of epsilon_greedy and q_learning
  std::vector<double> initial_values; ///< one for each action; `fixed` takes the first of the highest
  double learning_rate = 0.1;         ///< alpha, of q_learning
  double discount_factor = 0.9;       ///< gamma, of q_learning
  double floor = 0.001;   ///< least probability of every action in the linear policies; 1/k at most
  double half_life = 0.0; ///< experiences after which one counts half, in the linear policies; 0: never
  feature_space space;    ///< what features are, and what the linear policies see of them
};

/// A policy that has learned nothing. Throws std::invalid_argument on an unknown name or options that it
/// cannot have.
[[nodiscard]] policy make_policy(std::string_view name, const policy_options&);

[[nodiscard]] std::string_view name(const policy&) noexcept;

/// The probability of every action. What takes features throws std::invalid_argument if they are not those of
/// the policy's feature space.
[[nodiscard]] std::vector<double> distribution(const policy&, std::span<const double> features);
[[nodiscard]] choice choose(const policy&, std::span<const double> features, random_stream&);
[[nodiscard]] choice choose(const policy&, const context&, random_stream&);

/// Folds one experience in. Throws std::invalid_argument, and is unchanged, on one that cannot be.
void learn(policy&, const experience&);

/// Makes it as if what was learned `age` experiences ago (0: the last one) had come with another reward. The
/// experience is the one that was learned, later corrections included. False, with nothing changed, if the
/// policy is not made of sums: then the log has to be learned anew.
bool correct(policy&, const experience&, double reward, std::uint64_t age);

/// The policy as bytes (learning/checkpoint.hpp): "troupe policy", the format's number, the policy's name,
/// its options and what it has learned. The same fold gives the same bytes.
[[nodiscard]] std::string serialize(const policy&);

/// Throws std::invalid_argument with the reason on bytes that are no policy's.
[[nodiscard]] policy parse(std::string_view bytes);

/// A policy as it stood at some point of the log: immutable, shared by every turn that begins under it.
struct snapshot {
  std::uint64_t version = 0; ///< grows with every publication
  learning::policy policy;
};

} // namespace troupe::learning
