#include "language/chunk.hpp"

#include "language/tokens.hpp"

#include <array>
#include <span>
#include <utility>

namespace troupe::language {
namespace {

/// FNV-1a, 64 bits (Fowler, Noll, Vo): the same on every machine. Not for secrets.
class stable_hash {
public:
  stable_hash& add(std::string_view bytes) noexcept {
    for (const char c : bytes) value_ = (value_ ^ static_cast<unsigned char>(c)) * 0x100000001b3U;
    value_ = (value_ ^ 0xffU) * 0x100000001b3U; // a byte that is in no UTF-8 parts the fields
    return *this;
  }

  [[nodiscard]] std::string hex() const {
    constexpr std::string_view digits = "0123456789abcdef";
    std::string out;
    for (int shift = 60; shift >= 0; shift -= 4)
      out += digits[(value_ >> static_cast<unsigned>(shift)) & 0xfU];
    return out;
  }

private:
  std::uint64_t value_ = 0xcbf29ce484222325U;
};

std::vector<std::size_t> words_per_sentence(std::span<const sentence> sentences) {
  std::vector<std::size_t> counts;
  for (const auto& sentence : sentences) counts.push_back(count_words(sentence.text));
  return counts;
}

/// Index ranges of sentences, each at most `size` words unless a sentence alone is longer.
std::vector<std::pair<std::size_t, std::size_t>> windows(std::span<const std::size_t> words,
                                                         const chunk_options& options) {
  std::vector<std::pair<std::size_t, std::size_t>> found;
  for (std::size_t begin = 0; begin < words.size();) {
    auto end = begin + 1;
    for (auto total = words[begin]; end < words.size() && total + words[end] <= options.size; ++end)
      total += words[end];
    found.emplace_back(begin, end);
    if (end == words.size()) break;
    auto next = end;
    for (std::size_t repeated = 0; next - 1 > begin && repeated + words[next - 1] <= options.overlap; --next)
      repeated += words[next - 1];
    begin = next;
  }
  return found;
}

byte_range range_of(const section& from, std::span<const sentence> window) noexcept {
  if (window.size() == from.sentences.size()) return from.range;
  return {window.front().range.begin, window.back().range.end};
}

chunk make_chunk(const document& parsed, const section& from, std::span<const sentence> window,
                 std::size_t number) {
  chunk made;
  made.path = parsed.path;
  made.title = parsed.title;
  made.category = parsed.category;
  made.heading = from.heading;
  made.heading_path = from.heading_path;
  made.anchor = from.anchor;
  made.range = range_of(from, window);
  made.source = parsed.source.substr(made.range.begin, made.range.end - made.range.begin);
  made.section_index = from.section_index;
  made.subsection_index = from.subsection_index;
  for (const auto& sentence : window) made.text += (made.text.empty() ? "" : "\n") + sentence.text;
  made.sentences.assign(window.begin(), window.end());
  made.id =
      "chk_" + stable_hash{}.add(made.path).add(made.anchor).add(std::to_string(number)).add(made.text).hex();
  return made;
}

} // namespace

std::vector<chunk> chunk_document(const document& parsed, const chunk_options& options) {
  std::vector<chunk> chunks;
  for (const auto& from : parsed.sections) {
    std::size_t window = 0;
    for (const auto& [begin, end] : windows(words_per_sentence(from.sentences), options))
      chunks.push_back(
          make_chunk(parsed, from, std::span{from.sentences}.subspan(begin, end - begin), window++));
  }
  return chunks;
}

} // namespace troupe::language
