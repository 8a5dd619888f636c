#pragma once
#include "evaluation/ranking.hpp"

namespace troupe::evaluation {

/// Relevance judgements, by query.
using qrels = std::map<std::string, judgements, std::less<>>;

/// Reads lines of `query TAB passage TAB grade`; a grade below 0 is 0, as in TREC's collections. Throws
/// bad_line.
[[nodiscard]] qrels read_qrels(std::string_view file, std::string_view text);

} // namespace troupe::evaluation
