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

recalled recall(const retrieval::index& of, std::vector<embedding_record> stored) {
  auto known = std::unordered_map<std::string_view, std::vector<float>*>{};
  for (auto& record : stored) known.emplace(record.text_hash, &record.rows);
  auto made = recalled{};
  for (const auto& chunk : of.chunks()) {
    made.hashes.push_back(hash_of(*chunk));
    const auto found = known.find(made.hashes.back());
    if (found == known.end()) made.missing.push_back(made.embeddings.size());
    made.embeddings.push_back({found == known.end() ? std::vector<float>{} : *found->second});
  }
  std::ranges::reverse(made.missing);
  return made;
}

} // namespace troupe::embedder
