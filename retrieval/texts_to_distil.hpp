#pragma once
#include "retrieval/indexed_chunk.hpp"

#include <memory>
#include <span>
#include <string>
#include <vector>

namespace troupe::retrieval {

/// The texts of chunks from which a distilled encoder learns their language: sentences, headings, and short
/// pieces of sentences, as questions are short. At most some ten thousand, taken evenly from everywhere.
[[nodiscard]] std::vector<std::string>
texts_to_distil(std::span<const std::shared_ptr<const indexed_chunk>> chunks);

} // namespace troupe::retrieval
