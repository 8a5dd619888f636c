#include "app/eval/embeddings.hpp"

#include "app/model.hpp"

#include <iostream>
#include <memory>
#include <string>
#include <unordered_map>

namespace troupe::app::eval {
namespace {

/// The encoder, and what it has encoded.
struct remembering_encoder {
  model loaded;
  std::unordered_map<std::string, std::vector<float>> known;

  std::vector<float> operator()(std::string_view text) {
    const auto [found, is_new] = known.try_emplace(std::string{text});
    if (is_new) found->second = loaded.encoder.encode(text);
    return found->second;
  }
};

} // namespace

language::embedder load_embedder(const config::settings& s) {
  if (s.model_dir.empty()) return {};
  auto loaded = load_model(s.model_dir);
  if (const auto* error = std::get_if<language::model_error>(&loaded)) {
    std::cerr << "troupe: by words alone: " << error->reason << '\n';
    return {};
  }
  const auto encoder =
      std::make_shared<remembering_encoder>(remembering_encoder{std::get<model>(std::move(loaded)), {}});
  return [encoder](std::string_view text) { return (*encoder)(text); };
}

} // namespace troupe::app::eval
