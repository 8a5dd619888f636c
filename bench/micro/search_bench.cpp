#include "actors/knowledge/corpus.hpp"
#include "actors/knowledge/folder.hpp"
#include "config/classifier.hpp"
#include "retrieval/answer.hpp"
#include "retrieval/context.hpp"

#include <benchmark/benchmark.h>

#include <cstdlib>

namespace troupe {
namespace {

constexpr std::size_t max_bytes = 8U << 20U;

/// The markdown of DOCUMENTS_PATH, or else the sample documents.
const knowledge::corpus& documents() {
  static const auto all = [] {
    const auto* path = std::getenv("DOCUMENTS_PATH");
    const auto from = knowledge::folder{path ? path : TROUPE_SOURCE_DIR "/data/documents", max_bytes};
    auto read = knowledge::corpus{};
    for (const auto& file : from.look().files)
      if (auto version = from.read(file.path))
        read.emplace(file.path, knowledge::succeed(nullptr, file.path, std::move(*version), max_bytes));
    return read;
  }();
  return all;
}

const retrieval::index& index() {
  static const auto made = knowledge::index_of(documents(), {});
  return *made;
}

/// What is asked: the headings of the documents, one after the other.
const std::string& next_question() {
  static const auto all = [] {
    auto headings = std::vector<std::string>{};
    for (const auto& [_, d] : documents())
      if (d.parsed)
        for (const auto& s : d.parsed->sections) headings.push_back(s.heading);
    return headings;
  }();
  static auto next = std::size_t{0};
  return all[next++ % all.size()];
}

void build_index(benchmark::State& runs) {
  for (auto _ : runs) benchmark::DoNotOptimize(knowledge::index_of(documents(), {}));
  runs.counters["documents"] = static_cast<double>(index().documents());
  runs.counters["chunks"] = static_cast<double>(index().chunks().size());
}
BENCHMARK(build_index)->Unit(benchmark::kMillisecond);

/// What get_context computes.
void search(benchmark::State& runs) {
  index();
  for (auto _ : runs) benchmark::DoNotOptimize(retrieval::cut_to_budget(index().search(next_question())));
}
BENCHMARK(search)->Unit(benchmark::kMicrosecond);

/// What generate_response computes, the choice of a strategy apart.
void compose_answer(benchmark::State& runs) {
  auto contexts = std::vector<retrieval::context>{};
  for (auto i = 0; i < 64; ++i) contexts.push_back(retrieval::cut_to_budget(index().search(next_question())));
  auto next = std::size_t{0};
  for (auto _ : runs) benchmark::DoNotOptimize(retrieval::compose(contexts[next++ % contexts.size()], {}));
}
BENCHMARK(compose_answer)->Unit(benchmark::kMicrosecond);

/// What classify computes.
void classify(benchmark::State& runs) {
  const auto by = config::load_classifier(TROUPE_SOURCE_DIR "/config");
  for (auto _ : runs) benchmark::DoNotOptimize(by.classify(next_question()));
}
BENCHMARK(classify)->Unit(benchmark::kMicrosecond);

} // namespace
} // namespace troupe
