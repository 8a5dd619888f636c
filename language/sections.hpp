#pragma once
#include "language/document.hpp"

#include <string_view>

namespace troupe::language {

/// Makes a document's sections of what stands under each heading, in order: drops those without text, joins
/// tiny ones to their parent, and sets paths, indexes and counts. The rule stands at parse_markdown().
[[nodiscard]] std::vector<section> arrange_sections(std::vector<section> found, std::string_view title);

} // namespace troupe::language
