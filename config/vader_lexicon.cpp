#include "config/vader_lexicon.hpp"

#include <charconv>
#include <optional>
#include <stdexcept>

namespace troupe::config {
namespace {

std::optional<double> number(std::string_view text) {
  auto value = 0.0;
  const auto [end, error] = std::from_chars(text.begin(), text.end(), value);
  const auto whole = error == std::errc{} && end == text.end();
  return whole && value >= -4 && value <= 4 ? std::optional{value} : std::nullopt;
}

} // namespace

void add_vader_lexicon(std::string_view text, const std::string& file, language::sentiment_lexicon& to) {
  for (std::size_t begin = 0, line = 1; begin < text.size(); ++line) {
    const auto end = std::min(text.find('\n', begin), text.size());
    const auto row = text.substr(begin, end - begin);
    begin = end + 1;
    if (row.empty()) continue;
    const auto tab = std::min(row.find('\t'), row.size());
    const auto rest = row.substr(std::min(tab + 1, row.size()));
    const auto valence = number(rest.substr(0, rest.find('\t')));
    if (tab == 0 || !valence)
      throw std::runtime_error{file + ':' + std::to_string(line)
                               + ": expected a word, a tab and a number of -4..4"};
    to.valences.try_emplace(std::string{row.substr(0, tab)}, *valence);
  }
}

} // namespace troupe::config
