#pragma once
#include <optional>
#include <span>

/// How well a score tells two classes apart, whatever the threshold.
namespace troupe::evaluation {

/// The area under the ROC curve: how likely one of `high` scores above one of `low`, a tie counting half
/// (Hanley, McNeil, "The Meaning and Use of the Area under a Receiver Operating Characteristic Curve", 1982).
/// None if either is empty.
[[nodiscard]] std::optional<double> auc(std::span<const double> high, std::span<const double> low);

/// What is refused when everything that scores below a threshold is.
struct refusal {
  double threshold = 0;
  double answerable = 0;   ///< share of the answerable that is refused, by mistake
  double unanswerable = 0; ///< share of the unanswerable that is refused, rightly
};

[[nodiscard]] refusal refusal_at(double threshold, std::span<const double> answerable,
                                 std::span<const double> unanswerable);

/// The threshold that refuses most of the unanswerable while it refuses no larger share than `bound` of the
/// answerable. None if either is empty.
[[nodiscard]] std::optional<refusal> refusal_within(double bound, std::span<const double> answerable,
                                                    std::span<const double> unanswerable);

} // namespace troupe::evaluation
