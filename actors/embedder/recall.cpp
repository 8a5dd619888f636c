#include "actors/embedder/recall.hpp"

#include "actors/embedder/fingerprint.hpp"
#include "retrieval/embedding.hpp"

#include <algorithm>
#include <string_view>
#include <unordered_map>

namespace troupe::embedder {
namespace {

std::string hash_of(const language::chunk& section) {
  const auto views = retrieval::views_of(section);
  return fingerprint(std::vector<std::string_view>{views.begin(), views.end()});
}

} // namespace

recalled recall(const retrieval::index& of, std::span<const embedding_record> stored) {
  auto known = std::unordered_map<std::string_view, const embedding_record*>{};
  for (const auto& record : stored) known.emplace(record.text_hash, &record);
  auto made = recalled{};
  for (const auto& chunk : of.chunks()) {
    made.hashes.push_back(hash_of(*chunk));
    const auto found = known.find(made.hashes.back());
    if (found == known.end()) {
      made.missing.push_back(made.embeddings.size());
      made.embeddings.emplace_back();
    } else
      made.embeddings.push_back({found->second->rows, found->second->tokens});
  }
  std::ranges::reverse(made.missing);
  return made;
}

} // namespace troupe::embedder
