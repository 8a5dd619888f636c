#pragma once
#include "language/classification.hpp"
#include "language/phrases.hpp"
#include "language/sentiment.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace troupe::language {

/// What a message may be about, and the phrases that tell.
struct intent_rule {
  std::string name;
  intent_group group = intent_group::other;
  std::vector<std::string> phrases;
};

/// What makes a message urgent, and how people name the reason.
struct urgency_rule {
  urgency level = urgency::medium;
  std::string reason;
  std::vector<std::string> phrases;
};

struct classifier_rules {
  std::vector<intent_rule> intents;
  std::vector<urgency_rule> urgencies;
  sentiment_lexicon lexicon;
};

/// Classifies by rules; compiled once, used by many threads.
///
/// An intent's score is the number of the message's words that its matching phrases cover, a phrase of n
/// words counting n^2 as it says more. confidence = best / (best + second + 1); in_scope = 1 - 2^-best.
/// Urgency is the highest level that matches; a message that is only courteous is low, everything else
/// medium.
class classifier {
public:
  explicit classifier(classifier_rules);

  [[nodiscard]] classification classify(std::string_view message) const;

private:
  void classify_intent(const std::vector<std::string>& words, classification&) const;
  void classify_urgency(const std::vector<std::string>& words, classification&) const;

  classifier_rules rules_;
  phrases intents_;
  phrases urgencies_;
};

} // namespace troupe::language
