#include "language/sections.hpp"

#include "language/tokens.hpp"

#include <utility>

namespace troupe::language {
namespace {

constexpr std::uint8_t deepest_section = 2;
constexpr std::size_t tiny_section = 50;
constexpr std::size_t tiny_subsection = 30;

/// The headings that are open where a section begins.
class heading_stack {
public:
  explicit heading_stack(std::string_view title) : title_{title} {}

  std::vector<std::string> enter(const section& next) {
    while (!open_.empty() && open_.back().first >= next.level) open_.pop_back();
    if (!next.heading.empty() && next.heading != title_) open_.emplace_back(next.level, next.heading);
    std::vector<std::string> path{std::string{title_}};
    for (const auto& [level, heading] : open_) path.push_back(heading);
    return path;
  }

private:
  std::string_view title_;
  std::vector<std::pair<std::uint8_t, std::string>> open_;
};

void count(section& counted) {
  counted.word_count = counted.char_count = 0;
  for (const auto& sentence : counted.sentences) {
    counted.word_count += count_words(sentence.text);
    counted.char_count += sentence.text.size();
  }
}

bool is_tiny(const section& candidate) noexcept {
  return candidate.char_count < (candidate.level <= deepest_section ? tiny_section : tiny_subsection);
}

bool is_parent(const section& parent, const section& child) noexcept {
  return parent.heading_path.size() < child.heading_path.size()
         && std::equal(parent.heading_path.begin(), parent.heading_path.end(), child.heading_path.begin());
}

/// "Heading: text", from the heading's first byte to the text's last.
sentence as_sentence(const section& tiny) {
  const bool ended = tiny.heading.empty() || tiny.heading.find_last_of("?!.:") == tiny.heading.size() - 1;
  sentence joined{tiny.heading + (ended ? "" : ":"), tiny.range, block_kind::prose,
                  tiny.sentences.front().block, 0};
  for (const auto& sentence : tiny.sentences) joined.text += (joined.text.empty() ? "" : " ") + sentence.text;
  return joined;
}

} // namespace

std::vector<section> arrange_sections(std::vector<section> found, std::string_view title) {
  heading_stack headings{title};
  std::vector<section> kept;
  std::uint32_t section_index = 0;
  std::uint32_t subsection_index = 0;
  for (auto& next : found) {
    next.heading_path = headings.enter(next);
    if (next.sentences.empty()) continue;
    count(next);
    if (!kept.empty() && is_tiny(next) && is_parent(kept.back(), next)) {
      kept.back().sentences.push_back(as_sentence(next));
      kept.back().range.end = next.range.end;
      count(kept.back());
      continue;
    }
    const bool deeper = next.level > deepest_section && !kept.empty();
    subsection_index = deeper ? subsection_index + 1 : 0;
    if (!deeper && !kept.empty()) ++section_index;
    next.section_index = section_index;
    next.subsection_index = subsection_index;
    if (next.heading.empty()) next.heading = next.heading_path.back();
    kept.push_back(std::move(next));
  }
  return kept;
}

} // namespace troupe::language
