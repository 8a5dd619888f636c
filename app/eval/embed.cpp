#include "app/eval/embed.hpp"

#include <iostream>

namespace troupe::app::eval {

std::optional<search_model> find_model(const config::settings& s) {
  auto loaded = load_model(s);
  if (const auto* error = std::get_if<language::model_error>(&loaded)) {
    std::cerr << "troupe: by words alone, as there is no sentence encoder: " << error->reason << '\n';
    return std::nullopt;
  }
  auto found = search_model{std::move(std::get<model>(loaded)), std::nullopt};
  auto projection = load_token_projection(s.config_dir, found.loaded.encoder);
  if (const auto* error = std::get_if<language::model_error>(&projection))
    std::cerr << "troupe: without late interaction: " << error->reason << '\n';
  else
    found.projection = std::move(std::get<retrieval::token_projection>(projection));
  return found;
}

retrieval::index embed(const retrieval::index& index, const search_model& with) {
  std::vector<retrieval::embedding> embeddings;
  for (const auto& chunk : index.chunks())
    embeddings.push_back(retrieval::embed(*chunk, with.loaded.encoder, with.tokens()));
  return index.with_embeddings(embeddings, with.loaded.encoder.dimensions());
}

} // namespace troupe::app::eval
