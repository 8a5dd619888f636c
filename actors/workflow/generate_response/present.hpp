#pragma once
#include "config/strategies.hpp"
#include "language/classification.hpp"
#include "retrieval/answer.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace troupe::generate_response {

/// What is said to a greeting, to thanks, to a farewell, and to who asks for a person; none for a question.
[[nodiscard]] std::optional<std::string_view> courtesy_for(const language::classification&);

/// An extractive answer as a strategy presents it: its opening, the sentences of the documents with their
/// markers, its closing. Joined the pieces are the text. What the documents do not support is said honestly,
/// with the offer of a human; a greeting, thanks or a farewell is returned.
[[nodiscard]] std::vector<std::string> present(const config::strategy&, const retrieval::composed&,
                                               const language::classification&);

} // namespace troupe::generate_response
