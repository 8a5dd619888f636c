#pragma once
#include "config/strategies.hpp"
#include "language/classification.hpp"
#include "messages/wire/session_record.hpp"
#include "retrieval/answer.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace troupe::generate_response {

struct presented {
  std::vector<std::string> pieces; ///< joined they are the text
  escalation_reason offered = escalation_reason::none;
};

/// An extractive answer as a strategy presents it: its opening, the sentences of the documents with their
/// markers, its closing. What the documents do not support is said honestly, with the offer of a human; a
/// greeting, thanks or a farewell is returned.
[[nodiscard]] presented present(const config::strategy&, const retrieval::composed&,
                                const language::classification&);

} // namespace troupe::generate_response
