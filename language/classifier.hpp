#pragma once
#include "language/embedder.hpp"
#include "language/intent_rule.hpp"
#include "language/phrases.hpp"
#include "language/sentiment.hpp"

#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace troupe::language {

/// What makes a message urgent, and how people name the reason.
struct urgency_rule {
  urgency level = urgency::medium;
  std::string reason;
  std::vector<std::string> phrases;
};

/// Messages as urgent as this.
struct urgency_examples {
  urgency level = urgency::medium;
  std::vector<std::string> examples;
};

struct classifier_rules {
  std::vector<intent_rule> intents;
  std::vector<urgency_rule> urgencies;
  std::vector<urgency_examples> urgency_levels; ///< none: urgency by rules alone
  sentiment_lexicon lexicon;
  sentiment_weights mood;
};

class intent_model;
struct n_grams;

/// Classifies messages; trained when it is made, used by many threads.
///
/// The intent is an intent_model's guess, or unknown where in_scope is below .5. Urgency is the highest level
/// of a rule that matches; examples of urgent messages raise it where they make a higher level likelier than
/// all others together, and the nearest of them is the reason. A message that is only courteous is low,
/// everything else medium.
class classifier {
public:
  /// Without an encoder it knows words alone.
  explicit classifier(classifier_rules, const embedder& = {});
  ~classifier();
  classifier(classifier&&) noexcept;
  classifier& operator=(classifier&&) noexcept;

  /// An empty embedding: by words alone.
  [[nodiscard]] classification classify(std::string_view message,
                                        std::span<const float> embedding = {}) const;

private:
  void classify_intent(const n_grams&, std::span<const float> embedding, classification&) const;
  void classify_urgency(std::span<const std::string> words, const n_grams&, std::span<const float> embedding,
                        classification&) const;

  classifier_rules rules_;
  std::unique_ptr<const intent_model> intents_; ///< null where there are no intents
  phrases urgencies_;
  std::unique_ptr<const intent_model> urgency_levels_; ///< null where there are no examples
  std::vector<std::string> urgency_texts_;             ///< the examples in their order
};

} // namespace troupe::language
