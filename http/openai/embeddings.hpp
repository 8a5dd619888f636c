#pragma once
#include "http/openai/request.hpp"
#include "messages/local/embeddings.hpp"

#include <string>
#include <variant>
#include <vector>

/// OpenAI's embeddings, made by Troupe's own encoder.
namespace troupe::http::openai {

constexpr std::size_t most_inputs = 2048;

struct embeddings_request {
  std::string model; ///< said again in the answer
  std::vector<std::string> texts;
  std::size_t dimensions = 0; ///< 0: as many as there are
  bool base64 = false;        ///< the vectors as little-endian 32-bit floats in base64; else as numbers
};

/// Reads the body of POST /v1/embeddings. Tokens are refused: they are of another model's vocabulary.
[[nodiscard]] std::variant<embeddings_request, fault> read_embeddings(const json& body);

/// The answer, as a client of OpenAI reads it; `encoder` beside it names what made the vectors.
[[nodiscard]] std::string render(const embeddings_request&, const embedded_texts&);

} // namespace troupe::http::openai
