#include "language/tokens.hpp"

#include "language/break_iterator.hpp"

#include <unicode/uchar.h>
#include <unicode/utf8.h>

#include <algorithm>
#include <array>
#include <functional>
#include <libstemmer.h>
#include <memory>
#include <stdexcept>
#include <unordered_map>

namespace troupe::language {
namespace {

constexpr auto stop_words = std::to_array<std::string_view>({
    "a",     "about",   "am",    "an",    "and",   "any",   "are",    "aren't", "as",    "at",     "be",
    "been",  "being",   "but",   "by",    "can",   "can't", "cannot", "could",  "did",   "didn't", "do",
    "does",  "doesn't", "doing", "don't", "for",   "from",  "get",    "had",    "has",   "have",   "having",
    "he",    "her",     "his",   "how",   "i",     "i'd",   "i'll",   "i'm",    "i've",  "if",     "in",
    "into",  "is",      "isn't", "it",    "its",   "just",  "let",    "may",    "me",    "might",  "must",
    "my",    "need",    "of",    "on",    "or",    "our",   "please", "shall",  "she",   "should", "so",
    "some",  "than",    "that",  "the",   "their", "them",  "then",   "there",  "these", "they",   "this",
    "those", "to",      "us",    "want",  "was",   "we",    "were",   "what",   "when",  "where",  "which",
    "who",   "whom",    "whose", "why",   "will",  "with",  "won't",  "would",  "you",   "your",
});
static_assert(std::ranges::is_sorted(stop_words));

struct stemmer_delete {
  void operator()(sb_stemmer* stemmer) const noexcept { sb_stemmer_delete(stemmer); }
};

constexpr bool is_ascii_byte(char c) noexcept { return static_cast<unsigned char>(c) < 0x80; }
constexpr bool is_space_byte(char c) noexcept { return c == ' ' || (c >= '\t' && c <= '\r'); }
constexpr bool is_letter(char c) noexcept { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }
constexpr bool is_alphanumeric(char c) noexcept { return is_letter(c) || (c >= '0' && c <= '9'); }
constexpr char lower(char c) noexcept { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

void append_utf8(std::string& out, UChar32 c) {
  std::array<char, U8_MAX_LENGTH> bytes{};
  std::size_t size = 0;
  U8_APPEND_UNSAFE(bytes.data(), size, c);
  out.append(bytes.data(), size);
}

constexpr UChar32 right_single_quote = 0x2019;

bool belongs_to_word(UChar32 c) noexcept { return u_isalnum(c) || (U_GET_GC_MASK(c) & U_GC_M_MASK) != 0; }

/// Collects a word's characters and passes it on when it ends.
template <class Sink>
class word_builder {
public:
  explicit word_builder(Sink& sink) : sink_{sink} {}
  void letter(char c) { word_ += lower(c); }
  void letter(UChar32 c) { append_utf8(word_, u_tolower(c)); }
  void apostrophe() {
    if (!word_.empty()) word_ += '\'';
  }
  void end() {
    while (word_.ends_with('\'')) word_.pop_back();
    if (!word_.empty()) sink_(std::string_view{word_});
    word_.clear();
  }

private:
  Sink& sink_;
  std::string word_;
};

template <class Sink>
void each_ascii_word(std::string_view run, word_builder<Sink>& word) {
  for (const char c : run) {
    if (is_alphanumeric(c))
      word.letter(c);
    else if (c == '\'')
      word.apostrophe();
    else
      word.end();
  }
  word.end();
}

template <class Sink>
void each_unicode_word(std::string_view run, word_builder<Sink>& word) {
  thread_local break_iterator segmenter{UBRK_WORD};
  segmenter.each_segment(run, [&](std::string_view segment) {
    for (std::int32_t i = 0, size = static_cast<std::int32_t>(segment.size()); i < size;) {
      UChar32 c = 0;
      U8_NEXT(segment.data(), i, size, c);
      if (c == '\'' || c == right_single_quote)
        word.apostrophe();
      else if (c >= 0 && belongs_to_word(c))
        word.letter(c);
      else
        word.end();
    }
    word.end();
  });
}

/// Between white space, ASCII needs no tables: UAX #29's words, split at punctuation, are its runs of letters
/// and digits.
template <class Sink>
void each_word(std::string_view text, Sink&& sink) {
  auto word = word_builder<Sink>{sink};
  for (auto begin = text.begin(); begin != text.end();) {
    begin = std::find_if_not(begin, text.end(), is_space_byte);
    const auto end = std::find_if(begin, text.end(), is_space_byte);
    const auto run = std::string_view{begin, end};
    if (std::ranges::all_of(run, is_ascii_byte))
      each_ascii_word(run, word);
    else
      each_unicode_word(run, word);
    begin = end;
  }
}

std::string_view without_possessive(std::string_view word) noexcept {
  return word.ends_with("'s") ? word.substr(0, word.size() - 2) : word;
}

std::string stem(std::string_view word) {
  thread_local const std::unique_ptr<sb_stemmer, stemmer_delete> stemmer{sb_stemmer_new("english", "UTF_8")};
  if (!stemmer) throw std::runtime_error{"Snowball has no English stemmer: install libstemmer0d"};
  const auto* stemmed = sb_stemmer_stem(stemmer.get(), reinterpret_cast<const sb_symbol*>(word.data()),
                                        static_cast<int>(word.size()));
  if (!stemmed) throw std::bad_alloc{};
  return {reinterpret_cast<const char*>(stemmed), static_cast<std::size_t>(sb_stemmer_length(stemmer.get()))};
}

/// The term of a word; none (empty) of a stop word.
std::string make_term(std::string_view word) {
  const auto plain = without_possessive(word);
  return plain.empty() || is_stop_word(plain) ? std::string{} : stem(plain);
}

/// make_term() of the words of late: a language's words come again and again, and stemming is what costs.
class recent_terms {
public:
  const std::string& of(std::string_view word) {
    if (const auto known = terms_.find(word); known != terms_.end()) return known->second;
    if (terms_.size() == most) terms_.clear();
    return terms_.emplace(word, make_term(word)).first->second;
  }

private:
  struct hash {
    using is_transparent = void;
    std::size_t operator()(std::string_view word) const noexcept {
      return std::hash<std::string_view>{}(word);
    }
  };
  static constexpr std::size_t most = 16'384;
  std::unordered_map<std::string, std::string, hash, std::equal_to<>> terms_;
};

} // namespace

std::vector<std::string> words(std::string_view text) {
  std::vector<std::string> found;
  each_word(text, [&](std::string_view word) { found.emplace_back(word); });
  return found;
}

void each_term(std::string_view text, const std::function<void(std::string_view)>& sink) {
  thread_local recent_terms recent;
  each_word(text, [&](std::string_view word) {
    if (const auto& term = recent.of(word); !term.empty()) sink(term);
  });
}

std::vector<std::string> terms(std::string_view text) {
  std::vector<std::string> found;
  each_term(text, [&](std::string_view term) { found.emplace_back(term); });
  return found;
}

bool is_stop_word(std::string_view word) noexcept { return std::ranges::binary_search(stop_words, word); }

std::size_t count_tokens(std::string_view text) noexcept {
  std::size_t count = 0;
  bool in_word = false;
  for (const char c : text) {
    const bool part_of_word = !is_ascii_byte(c) || is_alphanumeric(c);
    if (part_of_word ? !in_word : c > ' ' && c != '\x7f') ++count;
    in_word = part_of_word;
  }
  return count;
}

std::size_t count_words(std::string_view text) noexcept {
  std::size_t count = 0;
  bool in_word = false;
  for (const char c : text) {
    if (!is_space_byte(c) && !in_word) ++count;
    in_word = !is_space_byte(c);
  }
  return count;
}

} // namespace troupe::language
