#pragma once
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace troupe::language {

/// A message of a conversation.
struct utterance {
  bool by_customer = true;
  std::string_view text;
};

/// How a conversation stands after its last message.
struct conversation_outcome {
  double resolved = 0.5;   ///< 0..1: how likely the customer has got what they wanted
  double frustrated = 0.5; ///< 0..1: how likely they are annoyed
};

/// One or two neighbouring words, and what they say. A word is written "u_thanks" if the customer says it,
/// "a_sorry" if the other side does; ? and ! are words.
struct outcome_gram {
  std::string text;
  double idf = 1;
  double resolved = 0;   ///< log odds for each unit of its tf-idf
  double frustrated = 0; ///< the same
};

struct outcome_weights {
  std::vector<outcome_gram> recent; ///< of the last six messages
  std::vector<outcome_gram> whole;  ///< of all messages
  double resolved_bias = 0;
  double frustrated_bias = 0;
};

/// Two logistic regressions on tf-idf ((1 + ln tf) idf; of length 1 for the last messages, and for the
/// whole), and keywords of the last customer message on top, which mean the same in every domain: thanks and
/// "solved" speak for resolved, "angry" for frustrated. The odds are those between outcomes that are equally
/// frequent.
class outcome_model {
public:
  explicit outcome_model(const outcome_weights&);

  /// The default outcome where nothing of the messages is known.
  [[nodiscard]] conversation_outcome operator()(std::span<const utterance>) const;

private:
  struct weight {
    double idf = 0;
    double resolved = 0;
    double frustrated = 0;
  };
  struct total {
    bool known = false; ///< there was a gram with weights
    double resolved = 0;
    double frustrated = 0;
  };
  using block = std::unordered_map<std::string, weight>;
  [[nodiscard]] static block block_of(std::span<const outcome_gram>);
  [[nodiscard]] static total add_up(const block&, std::span<const utterance>);

  block recent_;
  block whole_;
  double resolved_bias_;
  double frustrated_bias_;
};

} // namespace troupe::language
