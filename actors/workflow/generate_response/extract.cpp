#include "actors/workflow/generate_response/extract.hpp"

#include "actors/workflow/generate_response/present.hpp"

namespace troupe::generate_response {
namespace {

learning::context context_of(const generate_request& asked) {
  const auto& c = asked.classification;
  return {c.group, c.urgency, c.sentiment, asked.turn_number, c.confidence};
}

} // namespace

decision decide(const generate_request& asked, const config::strategies& strategies, std::uint64_t seed) {
  const auto context = context_of(asked);
  auto random = learning::random_stream{seed, asked.turn_id};
  const auto chosen = learning::choose(asked.policy->policy, context, random);
  return {strategies[chosen.action].name, std::string{learning::name(asked.policy->policy)},
          asked.policy->version, chosen.propensity, learning::features(context)};
}

generated extract(const generate_request& asked, const config::strategies& strategies, decision choice,
                  double answerable) {
  const auto sources = asked.context.sources ? *asked.context.sources : retrieval::context{};
  auto answer = retrieval::compose(sources, {.answerable = answerable});
  const auto& strategy = *std::ranges::find(strategies, choice.strategy, &config::strategy::name);
  auto shown = present(strategy, answer, asked.classification);
  auto made =
      generated{std::move(shown.pieces), std::move(answer.citations), answer.supported, std::move(choice)};
  made.offered = shown.offered;
  return made;
}

} // namespace troupe::generate_response
