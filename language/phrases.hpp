#pragma once
#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace troupe::language {

/// Phrases of whole words that are looked for in a message. "money back" matches these two words in this
/// order; "refund*" every word that begins with it. What a phrase stands for is its owner's number.
class phrases {
public:
  struct match {
    std::size_t owner = 0;
    std::size_t words = 0; ///< the phrase's length: a longer one says more
    std::size_t first = 0; ///< the message's word where it begins
  };

  void add(std::string_view phrase, std::size_t owner);

  /// Every match in a message's words (lower-cased, see words()), in their order.
  [[nodiscard]] std::vector<match> find(std::span<const std::string> words) const;

private:
  struct pattern {
    std::vector<std::string> words; ///< a trailing * stands for any ending
    std::size_t owner = 0;
  };
  void find_at(std::span<const std::string> words, std::size_t first, std::string_view key,
               std::vector<match>& found) const;

  struct hash {
    using is_transparent = void;
    std::size_t operator()(std::string_view s) const noexcept { return std::hash<std::string_view>{}(s); }
  };
  std::unordered_map<std::string, std::vector<pattern>, hash, std::equal_to<>> by_first_word_;
};

} // namespace troupe::language
