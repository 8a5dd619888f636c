#include "retrieval/follow_up.hpp"

#include "language/tokens.hpp"

#include <algorithm>
#include <array>
#include <string>

namespace troupe::retrieval {
namespace {

constexpr auto pointers =
    std::to_array<std::string_view>({"he", "her", "him", "it", "it's", "its", "one", "ones", "she", "that",
                                     "that's", "them", "these", "they", "this", "those"});
static_assert(std::ranges::is_sorted(pointers));

constexpr auto continuations =
    std::to_array<std::string_view>({"also", "and", "but", "or", "otherwise", "so", "then"});

} // namespace

bool leans_on_what_was_said(std::string_view message) {
  const auto words = language::words(message);
  if (words.empty()) return false;
  const auto points_back = [](const std::string& word) { return std::ranges::binary_search(pointers, word); };
  const auto about = words.size() > 2 && (words[0] == "what" || words[0] == "how") && words[1] == "about";
  return about || std::ranges::find(continuations, words.front()) != continuations.end()
         || std::ranges::any_of(words, points_back) || language::terms(message).empty();
}

} // namespace troupe::retrieval
