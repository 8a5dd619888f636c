#pragma once
#include <caf/allowed_unsafe_message_type.hpp>

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace troupe {

/// POST /v1/embeddings: what do these texts mean?
struct embed_texts {
  std::vector<std::string> texts;
  std::size_t dimensions = 0; ///< that the vectors must have; 0: as many as they have
};
struct embedded_texts {
  std::vector<std::vector<float>> vectors; ///< one for each text, in their order, of length 1
  std::uint64_t tokens = 0;                ///< that were read of them
  std::string encoder;                     ///< vectors of different encoders cannot be compared
};

} // namespace troupe

CAF_ALLOW_UNSAFE_MESSAGE_TYPE(troupe::embed_texts)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(troupe::embedded_texts)
