#pragma once
#include "language/aligned_text.hpp"

#include <cmark-gfm.h>

namespace troupe::language {

/// Appends the text of the inline nodes of `block`, which `iterator` has just entered; leaves it where it
/// exits `block`. Images are left out, and so is markup that cmark does not know: the fences of admonitions
/// (`:::note`) and the frames of alerts and inclusions (`[!NOTE]`; `[!INCLUDE [name](file)]` becomes "name").
void read_inline_text(cmark_iter* iterator, cmark_node* block, aligned_text& out);

} // namespace troupe::language
