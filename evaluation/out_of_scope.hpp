#pragma once
#include <optional>
#include <span>

/// How well a classifier of intents knows what it was not trained for.
namespace troupe::evaluation {

struct scoped_prediction {
  bool in_scope = true; ///< the text is about one of the intents
  bool correct = false; ///< its intent was found; out of scope never
  double score = 0;     ///< how sure the classifier is that it is in scope
};

/// The share that is treated rightly when all that scores below the threshold is taken to be out of scope:
/// its intent is found and it is not refused, or it is out of scope and is. 0 of none.
[[nodiscard]] double accuracy_at(double threshold, std::span<const scoped_prediction>);

/// The highest such share over all thresholds.
[[nodiscard]] double best_accuracy(std::span<const scoped_prediction>);

/// The largest share of what is out of scope that can be refused while at least the share `kept` of all in
/// scope gets its intent and is not refused. None if that many do not at any threshold, or nothing is out of
/// scope.
[[nodiscard]] std::optional<double> recall_keeping(double kept, std::span<const scoped_prediction>);

} // namespace troupe::evaluation
