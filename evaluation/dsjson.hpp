#pragma once
#include "evaluation/logged_bandit.hpp"

#include <cstddef>
#include <string_view>

namespace troupe::evaluation {

/// Decisions in Vowpal Wabbit's dsjson (https://vowpalwabbit.org/docs/vowpal_wabbit/python/latest/reference/
/// formats/dsjson.html), one object a line: `_label_cost`, `_label_probability`, `_labelIndex` (from 0) or
/// `_label_Action` (from 1), and `c`, whose members are features but for `_multi`, the actions. Lines of
/// other events, which have no cost, are passed over. Throws bad_line.
[[nodiscard]] logged_bandit read_dsjson(std::string_view file, std::string_view text, std::size_t numbers);

} // namespace troupe::evaluation
