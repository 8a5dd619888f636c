#pragma once
#include <string_view>
#include <vector>

namespace troupe::language {

/// The sentences of a text in order, white space around them trimmed (ICU, UAX #29), put together again where
/// an abbreviation ("e.g.", "No. 5") looked like an end.
[[nodiscard]] std::vector<std::string_view> split_sentences(std::string_view text);

} // namespace troupe::language
