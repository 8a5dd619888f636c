#pragma once
#include <cstddef>
#include <span>

namespace troupe::retrieval {

/// A document's score from those of its chunks: the best, and .05 of the 2nd to 10th best. A document of
/// hundreds of chunks has ten good ones for any question by chance; beyond 80 chunks what the others add
/// shrinks with their number. Reorders `scores`.
[[nodiscard]] double page_score(std::span<float> scores, std::size_t chunks_of_page);

/// What a document of many chunks, and each of them, loses for their number: one in hundreds is near to any
/// question by chance, above all in a changelog. Nothing up to 80 chunks, then .1 of the natural logarithm.
[[nodiscard]] double size_penalty(std::size_t chunks_of_page) noexcept;

} // namespace troupe::retrieval
