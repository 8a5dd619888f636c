#include "retrieval/embedding.hpp"

#include <algorithm>
#include <string_view>

namespace troupe::retrieval {
namespace {

constexpr std::size_t window = 120; // words
constexpr std::size_t step = 90;
constexpr std::size_t first_window = 1; // among the views

/// The words between white space.
std::vector<std::string_view> words_of(std::string_view text) {
  constexpr std::string_view space = " \t\n\r";
  std::vector<std::string_view> found;
  for (auto begin = text.find_first_not_of(space); begin != std::string_view::npos;
       begin = text.find_first_not_of(space, begin)) {
    const auto end = std::min(text.find_first_of(space, begin), text.size());
    found.push_back(text.substr(begin, end - begin));
    begin = end;
  }
  return found;
}

} // namespace

std::string heading_trail(const language::chunk& of) {
  std::string trail;
  for (const auto& heading : of.heading_path) trail += (trail.empty() ? "" : " > ") + heading;
  return trail;
}

std::vector<std::string> views_of(const language::chunk& of) {
  std::vector<std::string> views{of.heading + '\n' + of.text};
  const auto trail = heading_trail(of);
  const auto words = words_of(of.text);
  for (std::size_t begin = 0; begin < words.size(); begin += step) {
    const auto end = std::min(begin + window, words.size());
    // The view reaches from the first word to the last as the text has them.
    views.push_back(trail + '\n'
                    + std::string{words[begin].data(), words[end - 1].data() + words[end - 1].size()});
    if (end == words.size()) break;
  }
  return views;
}

embedding embed(const language::chunk& of, const language::encoder& encoder,
                const language::token_projection* projection) {
  embedding made;
  const auto views = views_of(of);
  for (std::size_t i = 0; i < views.size(); ++i) {
    const auto read = encoder.read(views[i]);
    made.rows.insert(made.rows.end(), read.mean.begin(), read.mean.end());
    if (i == first_window && projection) made.tokens = (*projection)(read.tokens);
  }
  return made;
}

} // namespace troupe::retrieval
