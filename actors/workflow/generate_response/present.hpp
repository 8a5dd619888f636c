#pragma once
#include "config/strategies.hpp"
#include "language/classification.hpp"
#include "retrieval/answer.hpp"

#include <string>
#include <vector>

namespace troupe::generate_response {

/// An extractive answer as a strategy presents it: its opening, the sentences of the documents with their
/// markers, its closing. Joined the pieces are the text. What the documents do not support is said honestly,
/// with the offer of a human; a greeting, thanks or a farewell is returned.
[[nodiscard]] std::vector<std::string> present(const config::strategy&, const retrieval::composed&,
                                               const language::classification&);

} // namespace troupe::generate_response
