#include "actors/session/history_page.hpp"

#include <algorithm>
#include <charconv>

namespace troupe::session {

std::optional<std::uint64_t> turn_of(std::string_view id) noexcept {
  constexpr auto prefix = std::string_view{"msg_"};
  if (!id.starts_with(prefix) || !(id.ends_with('a') || id.ends_with('c') || id.ends_with('h')))
    return std::nullopt;
  const auto digits = id.substr(prefix.size(), id.size() - prefix.size() - 1);
  auto seq = std::uint64_t{0};
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), seq);
  if (error != std::errc{} || end != digits.data() + digits.size() || seq == 0) return std::nullopt;
  return seq;
}

history_page page_of(std::vector<message> messages, std::string_view before, std::size_t limit) {
  if (!before.empty()) {
    const auto cut = std::ranges::find(messages, before, &message::message_id);
    messages.erase(cut, messages.end());
  }
  const auto more = messages.size() > limit;
  if (more) messages.erase(messages.begin(), messages.end() - static_cast<std::ptrdiff_t>(limit));
  return {std::move(messages), more};
}

} // namespace troupe::session
