#pragma once
#include "messages/wire/given_answer.hpp"

#include <vector>

namespace troupe::gaps {

/// The questions for which the documents held no answer: not the courtesies, which want none, and not those
/// that a human dealt with. Answers that cannot be read are left out.
[[nodiscard]] std::vector<given_answer> refused(const std::vector<given_answer>& all);

} // namespace troupe::gaps
