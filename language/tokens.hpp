#pragma once
#include <cstddef>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

/// Words of a text, by Unicode's rules (UAX #29, ICU). Any bytes are fine: what is no valid UTF-8 separates
/// words. Every function may be called from any thread.
namespace troupe::language {

/// The words in order, lower-cased, unstemmed: letters, digits and the apostrophes within a word ("don't",
/// with ' for ’). What is joined by other punctuation comes apart: "stats.example_site" is three words.
[[nodiscard]] std::vector<std::string> words(std::string_view text);

/// The terms a search compares: words without `'s` and without stop words, stemmed (Snowball English,
/// "Porter2").
[[nodiscard]] std::vector<std::string> terms(std::string_view text);

/// The same, one after the other, without a copy of each.
void each_term(std::string_view text, const std::function<void(std::string_view)>& sink);

/// Function and question words, which say nothing of a question's subject. Expects a lower-cased word.
[[nodiscard]] bool is_stop_word(std::string_view word) noexcept;

/// How many runs of non-space, non-punctuation characters and single punctuation characters there are: the
/// measure of the context budget.
[[nodiscard]] std::size_t count_tokens(std::string_view text) noexcept;

/// How many runs of characters other than white space there are: the measure of CHUNK_SIZE and of word_count.
[[nodiscard]] std::size_t count_words(std::string_view text) noexcept;

} // namespace troupe::language
