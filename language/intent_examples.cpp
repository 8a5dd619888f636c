#include "language/intent_examples.hpp"

#include "language/tokens.hpp"

#include <algorithm>
#include <utility>

namespace troupe::language {
namespace {

constexpr bool is_lower(char c) noexcept { return c >= 'a' && c <= 'z'; }
constexpr bool is_upper(char c) noexcept { return c >= 'A' && c <= 'Z'; }

std::vector<std::vector<std::string>> words_of(std::span<const std::string> texts) {
  auto all = std::vector<std::vector<std::string>>{};
  all.reserve(texts.size());
  for (const auto& text : texts) all.push_back(words(text));
  return all;
}

} // namespace

dense_features embed_all(std::span<const std::string> texts, const embedder& encoder) {
  auto rows = dense_features{};
  if (!encoder) return rows;
  for (std::size_t i = 0; i < texts.size(); ++i) {
    const auto made = encoder(texts[i]);
    const auto size = static_cast<Eigen::Index>(made.size());
    if (i == 0) rows.resize(static_cast<Eigen::Index>(texts.size()), size);
    rows.row(static_cast<Eigen::Index>(i)) = Eigen::Map<const Eigen::RowVectorXf>{made.data(), size};
  }
  return rows;
}

std::string spoken_name(std::string_view intent) {
  auto name = std::string{};
  for (std::size_t i = 0; i < intent.size(); ++i) {
    if (i > 0 && is_lower(intent[i - 1]) && is_upper(intent[i])) name += ' ';
    name += intent[i];
  }
  auto joined = std::string{};
  for (const auto& word : words(name)) joined += (joined.empty() ? "" : " ") + word;
  return joined;
}

intent_examples prepare_examples(std::vector<std::string> intents, std::span<const std::string> texts,
                                 std::vector<std::size_t> intent_of, const embedder& encoder) {
  auto names = std::vector<std::string>{};
  std::ranges::transform(intents, std::back_inserter(names), spoken_name);
  return {std::move(intents),        words_of(texts), std::move(intent_of),
          embed_all(texts, encoder), words_of(names), embed_all(names, encoder)};
}

intent_examples prepare_examples(std::span<const intent_rule> rules, const embedder& encoder) {
  auto names = std::vector<std::string>{};
  auto texts = std::vector<std::string>{};
  auto intent_of = std::vector<std::size_t>{};
  for (const auto& rule : rules) {
    for (const auto& text : rule.examples) {
      texts.push_back(text);
      intent_of.push_back(names.size());
    }
    names.push_back(rule.name);
  }
  return prepare_examples(std::move(names), texts, std::move(intent_of), encoder);
}

} // namespace troupe::language
