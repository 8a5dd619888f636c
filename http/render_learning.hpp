#pragma once
#include "http/json.hpp"
#include "messages/local/evaluation.hpp"
#include "messages/local/learning.hpp"

/// The public objects of learning; see http/render.hpp.
namespace troupe::http {

/// Which policy chooses, and what it is made of. The report has a fold.
[[nodiscard]] ordered_json policy_json(const policy_report&);
/// What the ways of answering have earned.
[[nodiscard]] ordered_json learning_metrics_json(const policy_report&);
[[nodiscard]] ordered_json evaluation_json(const policy_evaluation&);
[[nodiscard]] ordered_json promotion_json(const learning::promotion&);

} // namespace troupe::http
