#pragma once
#include "retrieval/answer.hpp"
#include "retrieval/context.hpp"

#include <span>
#include <string>

namespace troupe::retrieval {

struct quoted {
  citation cited;       ///< its marker is the source's number
  bool related = false; ///< the quote has a word of what it is given for; stop words aside
};

/// What a source says about each of `claims`, which somebody else wrote and referred to it: the sentences of
/// the source that share most words with them, and what stands between these.
[[nodiscard]] quoted quote(const source& from, std::span<const std::string> claims);

} // namespace troupe::retrieval
