#pragma once
#include "language/tokens.hpp"

#include <cstdint>
#include <functional>
#include <limits>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace troupe::retrieval {

/// The number of a term in its vocabulary, from 0.
using term_id = std::uint32_t;
inline constexpr auto no_term = std::numeric_limits<term_id>::max(); ///< of a term that no document holds

/// The terms of an index, numbered in the order of their first use: text is compared by its terms' numbers,
/// never a second time by its letters.
class vocabulary {
public:
  /// Appends the numbers of a text's terms. A term gets one here if it has none.
  void add_terms(std::string_view text, std::vector<term_id>& into) {
    language::each_term(text, [&](std::string_view term) {
      auto known = terms_.find(term);
      if (known == terms_.end()) known = terms_.emplace(term, static_cast<term_id>(terms_.size())).first;
      into.push_back(known->second);
    });
  }

  [[nodiscard]] term_id find(std::string_view term) const noexcept {
    const auto known = terms_.find(term);
    return known == terms_.end() ? no_term : known->second;
  }

  [[nodiscard]] std::size_t size() const noexcept { return terms_.size(); }

private:
  struct hash {
    using is_transparent = void;
    std::size_t operator()(std::string_view term) const noexcept {
      return std::hash<std::string_view>{}(term);
    }
  };
  std::unordered_map<std::string, term_id, hash, std::equal_to<>> terms_;
};

} // namespace troupe::retrieval
