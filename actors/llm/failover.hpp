#pragma once
#include "actors/llm/breaker.hpp"
#include "actors/llm/fault.hpp"
#include "learning/random.hpp"

#include <chrono>
#include <cstddef>
#include <span>
#include <variant>
#include <vector>

namespace troupe::llm {

/// Which upstream a completion tries next, and when. Upstreams are tried in their order of preference,
/// passing over those whose breaker is open; after each round there is a pause. One that refused for good is
/// not asked again. Pure: time and seed are parameters.
class failover {
public:
  using time = breaker::time;
  struct ask {
    std::size_t upstream = 0;
  };
  struct pause {
    time until;
  };
  struct give_up {};
  using step = std::variant<ask, pause, give_up>;

  failover(std::size_t upstreams, std::size_t rounds, learning::random_stream random)
      : tried_(upstreams), rounds_{rounds}, random_{random} {}

  /// What to do now; nothing is tried that could only begin after `until`.
  [[nodiscard]] step next(std::span<const breaker> breakers, time now, time until);
  /// The upstream that was asked last gave no answer.
  void failed(std::size_t upstream, const fault&, time now);

private:
  struct attempts {
    std::size_t round = 0; ///< rounds in which it was tried
    bool out = false;      ///< it refused for good
    time not_before;       ///< Retry-After
  };

  std::vector<attempts> tried_;
  std::size_t rounds_;
  learning::random_stream random_;
  std::size_t round_ = 0;
  time not_before_; ///< of this round
};

} // namespace troupe::llm
