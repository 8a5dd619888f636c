#include "actors/workflow/get_context/query.hpp"

#include "language/assent.hpp"
#include "language/sentences.hpp"
#include "retrieval/follow_up.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <ranges>
#include <string>

namespace troupe::get_context {

std::string_view question_of(std::string_view text, std::span<const message> history) {
  if (history.empty() || history.back().from == role::customer || !language::is_assent(text)) return text;
  const auto said = language::split_sentences(history.back().text);
  return !said.empty() && said.back().ends_with('?') ? said.back() : text;
}

std::vector<retrieval::query_part> query_of(std::string_view text, std::span<const message> history) {
  if (const auto asked = question_of(text, history); asked.data() != text.data()) return {{asked, 1.0}};
  // The last answer finds the passage that it came from. That is wanted of a message that leans on it; any
  // other would be answered by the same passage again.
  const auto leans = retrieval::leans_on_what_was_said(text);
  const auto earlier_weight = leans ? 0.3 : 0.15;
  constexpr auto answer_weight = 0.1;
  auto parts = std::vector<retrieval::query_part>{{text, 1.0}};
  for (const auto& m : history)
    if (m.from == role::customer) parts.push_back({m.text, earlier_weight, leans});
  const auto newest_first = history | std::views::reverse;
  const auto answer =
      std::ranges::find_if(newest_first, [](const message& m) { return m.from != role::customer; });
  if (leans && answer != newest_first.end()) parts.push_back({answer->text, answer_weight, leans});
  return parts;
}

std::vector<float> vector_of(language::remembering_encoder& encoder, std::vector<float> vector,
                             std::string_view text, std::span<const message> history) {
  constexpr auto conversation_share = 0.2F;
  auto said = std::string{};
  for (const auto& m : history)
    if (m.from == role::customer) said += m.text + '\n';
  if (said.empty()) return vector;
  const auto conversation = encoder(said.append(text));
  for (std::size_t i = 0; i < vector.size(); ++i)
    vector[i] += conversation_share * (conversation->vector[i] - vector[i]);
  const auto length = std::sqrt(std::inner_product(vector.begin(), vector.end(), vector.begin(), 0.0F));
  if (length > 0)
    for (auto& value : vector) value /= length;
  return vector;
}

std::vector<float> guess(const language::distilled_encoder& by, std::string_view text,
                         std::span<const message> history) {
  if (const auto asked = question_of(text, history); asked.data() != text.data()) return by.encode(asked);
  auto encoder = language::remembering_encoder{[&by](std::string_view of) {
                                                 return language::text_embedding{by.encode(of), {}};
                                               },
                                               0};
  return vector_of(encoder, by.encode(text), text, history);
}

} // namespace troupe::get_context
