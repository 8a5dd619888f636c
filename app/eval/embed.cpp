#include "app/eval/embed.hpp"

#include <iostream>

namespace troupe::app::eval {

std::optional<model> find_model(const config::settings& s) {
  auto loaded = load_model(s);
  if (const auto* error = std::get_if<language::model_error>(&loaded)) {
    std::cerr << "troupe: by words alone, as there is no sentence encoder: " << error->reason << '\n';
    return std::nullopt;
  }
  return std::move(std::get<model>(loaded));
}

retrieval::index embed(const retrieval::index& index, const model& with) {
  std::vector<retrieval::embedding> embeddings;
  for (const auto& chunk : index.chunks())
    embeddings.push_back(retrieval::embed(*chunk, with.encoder, with.tokens()));
  return index.with_embeddings(embeddings, with.encoder.dimensions());
}

} // namespace troupe::app::eval
