#include "language/classifier.hpp"

#include "language/tokens.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

namespace troupe::language {

classifier::classifier(classifier_rules rules) : rules_{std::move(rules)} {
  for (std::size_t i = 0; i < rules_.intents.size(); ++i)
    for (const auto& p : rules_.intents[i].phrases) intents_.add(p, i);
  for (std::size_t i = 0; i < rules_.urgencies.size(); ++i)
    for (const auto& p : rules_.urgencies[i].phrases) urgencies_.add(p, i);
}

classification classifier::classify(std::string_view message) const {
  const auto words = language::words(message);
  auto found = classification{};
  classify_intent(words, found);
  classify_urgency(words, found);
  found.sentiment = sentiment(message, words, rules_.lexicon);
  return found;
}

void classifier::classify_intent(const std::vector<std::string>& words, classification& found) const {
  auto scores = std::vector<double>(rules_.intents.size());
  for (const auto& m : intents_.find(words)) scores[m.owner] += static_cast<double>(m.words * m.words);
  const auto best = std::ranges::max_element(scores);
  if (best == scores.end() || *best == 0) return;
  const auto top = std::exchange(*best, 0.0);
  const auto second = *std::ranges::max_element(scores);
  const auto& rule = rules_.intents[static_cast<std::size_t>(best - scores.begin())];
  found.intent = rule.name;
  found.group = rule.group;
  found.confidence = top / (top + second + 1);
  found.in_scope = 1 - std::exp2(-top);
}

void classifier::classify_urgency(const std::vector<std::string>& words, classification& found) const {
  found.urgency = found.group == intent_group::conversation ? urgency::low : urgency::medium;
  for (const auto& m : urgencies_.find(words)) {
    const auto& rule = rules_.urgencies[m.owner];
    found.urgency = std::max(found.urgency, rule.level);
    if (std::ranges::find(found.urgency_reasons, rule.reason) == found.urgency_reasons.end())
      found.urgency_reasons.push_back(rule.reason);
  }
}

} // namespace troupe::language
