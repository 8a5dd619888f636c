#pragma once
#include <string_view>

namespace troupe::language {

/// Whether a message so classified wants no document: a greeting, thanks, a goodbye, the wish for a person. A
/// courtesy in the wrong place is worse than none, so the classifier has to be rather sure.
[[nodiscard]] bool is_courtesy(std::string_view intent, double confidence) noexcept;

} // namespace troupe::language
