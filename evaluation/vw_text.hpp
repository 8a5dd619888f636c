#pragma once
#include "evaluation/logged_bandit.hpp"

#include <cstddef>
#include <string_view>
#include <vector>

/// Vowpal Wabbit's text format (https://github.com/VowpalWabbit/vowpal_wabbit/wiki/Input-format): labels, an
/// optional tag, and namespaces of features `|space name:value name…`. Labels and actions count from 1.
namespace troupe::evaluation {

/// Lines of `action:cost:probability | features`, the action being the one that was taken; other labels name
/// actions that could have been. Throws bad_line.
[[nodiscard]] logged_bandit read_vw_decisions(std::string_view file, std::string_view text,
                                              std::size_t numbers);

struct vw_example {
  std::size_t label = 0; ///< from 0
  std::vector<double> features;
};

/// Lines of `label | features`, of at most `classes` classes. Throws bad_line.
[[nodiscard]] std::vector<vw_example> read_vw_examples(std::string_view file, std::string_view text,
                                                       std::size_t classes, std::size_t numbers);

} // namespace troupe::evaluation
