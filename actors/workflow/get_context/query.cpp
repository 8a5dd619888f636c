#include "actors/workflow/get_context/query.hpp"

#include "retrieval/follow_up.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <string>

namespace troupe::get_context {

std::vector<retrieval::query_part> query_of(std::string_view text, std::span<const message> history) {
  // The last answer finds the passage that it came from. That is wanted of a message that leans on it; any
  // other would be answered by the same passage again.
  const auto leans = retrieval::leans_on_what_was_said(text);
  const auto earlier_weight = leans ? 0.3 : 0.15;
  constexpr auto answer_weight = 0.1;
  auto parts = std::vector<retrieval::query_part>{{text, 1.0}};
  for (const auto& m : history)
    if (m.from == role::customer) parts.push_back({m.text, earlier_weight, leans});
  const auto answer = std::find_if(history.rbegin(), history.rend(),
                                   [](const message& m) { return m.from != role::customer; });
  if (leans && answer != history.rend()) parts.push_back({answer->text, answer_weight, leans});
  return parts;
}

std::vector<float> vector_of(const language::encoder& encoder, std::string_view text,
                             std::span<const message> history) {
  constexpr auto conversation_share = 0.2F;
  auto vector = encoder.encode(text);
  auto said = std::string{};
  for (const auto& m : history)
    if (m.from == role::customer) said += m.text + '\n';
  if (said.empty()) return vector;
  const auto conversation = encoder.encode(said.append(text));
  for (std::size_t i = 0; i < vector.size(); ++i)
    vector[i] += conversation_share * (conversation[i] - vector[i]);
  const auto length = std::sqrt(std::inner_product(vector.begin(), vector.end(), vector.begin(), 0.0F));
  if (length > 0)
    for (auto& value : vector) value /= length;
  return vector;
}

} // namespace troupe::get_context
