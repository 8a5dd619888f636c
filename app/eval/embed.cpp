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

retrieval::index embed(const retrieval::index& index, const language::encoder& encoder) {
  std::vector<retrieval::embedding> embeddings;
  for (const auto& chunk : index.chunks()) {
    auto& rows = embeddings.emplace_back().rows;
    for (const auto& view : retrieval::views_of(*chunk)) {
      const auto vector = encoder.encode(view);
      rows.insert(rows.end(), vector.begin(), vector.end());
    }
  }
  return index.with_embeddings(embeddings, encoder.dimensions());
}

} // namespace troupe::app::eval
