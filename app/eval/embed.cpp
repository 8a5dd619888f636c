#include "app/eval/embed.hpp"

#include "language/encoder/distillation.hpp"
#include "retrieval/texts_to_distil.hpp"

#include <iostream>
#include <memory>

namespace troupe::app::eval {
namespace {

std::shared_ptr<const language::distilled_encoder> distil(const retrieval::index& index,
                                                          const language::encoder& encoder) {
  auto pieces = language::piece_states{};
  language::add_piece_states(pieces, encoder, encoder.vocabulary());
  auto learning =
      language::distillation{encoder, std::make_shared<const language::piece_states>(std::move(pieces)),
                             retrieval::texts_to_distil(index.chunks())};
  for (;;)
    if (auto made = learning.advance()) return made;
}

} // namespace

std::optional<model> find_model(const config::settings& s) {
  auto loaded = load_model(s);
  if (const auto* error = std::get_if<language::model_error>(&loaded)) {
    std::cerr << "troupe: by words alone, as there is no sentence encoder: " << error->reason << '\n';
    return std::nullopt;
  }
  return std::move(std::get<model>(loaded));
}

retrieval::index embed(const retrieval::index& index, const model& with, const config::settings& s) {
  std::vector<retrieval::embedding> embeddings;
  for (const auto& chunk : index.chunks())
    embeddings.push_back(retrieval::embed(*chunk, with.encoder, with.tokens()));
  auto made = index.with_embeddings(embeddings, with.encoder.dimensions());
  return s.query_tier == "distilled" ? made.with_query_encoder(distil(made, with.encoder)) : made;
}

} // namespace troupe::app::eval
