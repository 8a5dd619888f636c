#include "actors/workflow/get_context/query.hpp"

#include <algorithm>

namespace troupe::get_context {

std::vector<retrieval::query_part> query_of(std::string_view text, std::span<const message> history) {
  constexpr auto earlier_weight = 0.3;
  constexpr auto answer_weight = 0.1;
  auto parts = std::vector<retrieval::query_part>{{text, 1.0}};
  for (const auto& m : history)
    if (m.from == role::customer) parts.push_back({m.text, earlier_weight});
  const auto answer = std::find_if(history.rbegin(), history.rend(),
                                   [](const message& m) { return m.from != role::customer; });
  if (answer != history.rend()) parts.push_back({answer->text, answer_weight});
  return parts;
}

} // namespace troupe::get_context
