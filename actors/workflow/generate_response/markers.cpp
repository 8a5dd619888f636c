#include "actors/workflow/generate_response/markers.hpp"

#include <algorithm>
#include <utility>

namespace troupe::generate_response {
namespace {

constexpr std::size_t longest_held = 64;
constexpr std::size_t longest_claim = 2000;
constexpr std::size_t most_digits = 3; // [2024] is no marker

bool is_blank(char c) noexcept { return c == ' ' || c == '\t'; }
bool is_digit(char c) noexcept { return c >= '0' && c <= '9'; }

/// The numbers of "[1, 2]"; none if it is something else in brackets.
std::vector<std::uint32_t> numbers_of(std::string_view marker) {
  auto all = std::vector<std::uint32_t>{};
  auto digits = std::size_t{0};
  for (const auto c : marker.substr(1, marker.size() - 2)) {
    if (!is_digit(c)) {
      digits = 0;
      continue;
    }
    if (digits == 0) all.push_back(0);
    if (++digits > most_digits) return {};
    all.back() = all.back() * 10 + static_cast<std::uint32_t>(c - '0');
  }
  return all;
}

} // namespace

std::string marker_filter::push(std::string_view piece) {
  auto shown = std::string{};
  for (const auto c : piece) take(c, shown);
  return shown;
}

std::string marker_filter::finish() {
  auto shown = std::string{};
  show(std::exchange(held_, {}), shown);
  return shown;
}

void marker_filter::take(char c, std::string& shown) {
  const auto in_marker = held_.find('[') != std::string::npos;
  if (in_marker && c == ']') {
    held_ += c;
    return resolve(shown);
  }
  const auto goes_on = in_marker ? is_digit(c) || c == ',' || c == ' ' : is_blank(c) || c == '[';
  if (goes_on && held_.size() < longest_held) {
    held_ += c;
    return;
  }
  show(std::exchange(held_, {}), shown);
  if (is_blank(c) || c == '[')
    held_ = c;
  else
    show({&c, 1}, shown);
}

void marker_filter::resolve(std::string& shown) {
  const auto held = std::exchange(held_, {});
  // Not held.find: GCC 12 takes its bound for a read beyond all memory.
  const auto opening = static_cast<std::size_t>(std::ranges::find(held, '[') - held.begin());
  const auto marker = std::string_view{held}.substr(opening);
  const auto numbers = numbers_of(marker);
  if (numbers.empty()) return show(held, shown);
  auto known = std::vector<std::uint32_t>{};
  for (const auto n : numbers)
    if (n >= 1 && n <= sources_ && std::ranges::find(known, n) == known.end()) known.push_back(n);
  if (known.empty()) return;
  for (const auto n : known) mentions_.push_back({n, sentence_});
  shown += held.substr(0, opening);
  for (const auto n : known) shown += '[' + std::to_string(n) + ']';
}

void marker_filter::show(std::string_view text, std::string& shown) {
  shown += text;
  for (const auto c : text) {
    if (is_blank(c) || c == '\n' || c == '\r') {
      over_ = over_ || ended_ || c == '\n';
      if (!over_) sentence_ += ' ';
      continue;
    }
    if (std::exchange(over_, false) || sentence_.size() >= longest_claim) sentence_.clear();
    sentence_ += c;
    ended_ = c == '.' || c == '!' || c == '?';
  }
}

} // namespace troupe::generate_response
