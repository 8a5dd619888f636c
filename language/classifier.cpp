#include "language/classifier.hpp"

#include "language/intent_model.hpp"
#include "language/tokens.hpp"

#include <algorithm>
#include <utility>

namespace troupe::language {
namespace {

constexpr double in_scope_from = 0.5;
constexpr double raised_from = 0.5; // probability of a level

void add_reason(classification& to, std::string reason) {
  auto& reasons = to.urgency_reasons;
  if (std::ranges::find(reasons, reason) == reasons.end()) reasons.push_back(std::move(reason));
}

} // namespace

classifier::classifier(classifier_rules rules, const embedder& encoder) : rules_{std::move(rules)} {
  if (!rules_.intents.empty())
    intents_ = std::make_unique<intent_model>(prepare_examples(rules_.intents, encoder));
  for (std::size_t i = 0; i < rules_.urgencies.size(); ++i)
    for (const auto& p : rules_.urgencies[i].phrases) urgencies_.add(p, i);

  if (rules_.urgency_levels.empty()) return;
  auto names = std::vector<std::string>{};
  auto level_of = std::vector<std::size_t>{};
  for (const auto& level : rules_.urgency_levels) {
    for (const auto& text : level.examples) {
      urgency_texts_.push_back(text);
      level_of.push_back(names.size());
    }
    names.emplace_back(name(level.level));
  }
  urgency_levels_ = std::make_unique<intent_model>(
      prepare_examples(std::move(names), urgency_texts_, std::move(level_of), encoder));
}

classifier::~classifier() = default;
classifier::classifier(classifier&&) noexcept = default;
classifier& classifier::operator=(classifier&&) noexcept = default;

classification classifier::classify(std::string_view message, std::span<const float> embedding) const {
  const auto words = language::words(message);
  const auto grams = n_grams_of(words);
  auto found = classification{};
  classify_intent(grams, embedding, found);
  found.sentiment = sentiment(message, rules_.lexicon, rules_.mood, embedding);
  classify_urgency(words, grams, embedding, found);
  return found;
}

void classifier::classify_intent(const n_grams& text, std::span<const float> embedding,
                                 classification& found) const {
  const auto guess = intents_ ? (*intents_)(text, embedding) : std::nullopt;
  if (!guess) return;
  found.confidence = guess->confidence;
  found.in_scope = guess->in_scope;
  if (guess->in_scope < in_scope_from) return;
  found.intent = rules_.intents[guess->intent].name;
  found.group = rules_.intents[guess->intent].group;
}

void classifier::classify_urgency(std::span<const std::string> words, const n_grams& text,
                                  std::span<const float> embedding, classification& found) const {
  found.urgency = found.group == intent_group::conversation ? urgency::low : urgency::medium;
  for (const auto& m : urgencies_.find(words)) {
    const auto& rule = rules_.urgencies[m.owner];
    found.urgency = std::max(found.urgency, rule.level);
    add_reason(found, rule.reason);
  }
  const auto learned = urgency_levels_ ? (*urgency_levels_)(text, embedding) : std::nullopt;
  if (!learned || learned->in_scope < in_scope_from || learned->confidence < raised_from) return;
  const auto level = rules_.urgency_levels[learned->intent].level;
  if (level <= std::max(found.urgency, urgency::medium)) return;
  found.urgency = level;
  add_reason(found, learned->nearest < urgency_texts_.size()
                        ? "it reads like \"" + urgency_texts_[learned->nearest] + '"'
                        : "it reads like urgent messages");
}

} // namespace troupe::language
