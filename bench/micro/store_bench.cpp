#include "storage/sqlite/checkpointer.hpp"
#include "storage/sqlite/open.hpp"
#include "storage/sqlite/reader.hpp"
#include "storage/sqlite/writer.hpp"
#include "tests/storage/sample.hpp"

#include <benchmark/benchmark.h>

#include <filesystem>
#include <optional>

namespace troupe::storage::sqlite {
namespace {

/// A store in the working directory, which should be on the disk that counts.
class fresh_store {
public:
  fresh_store() { std::filesystem::remove_all(folder_), opened_.emplace(open(folder_)); }
  fresh_store(const fresh_store&) = delete;
  fresh_store& operator=(const fresh_store&) = delete;
  ~fresh_store() { opened_.reset(), std::filesystem::remove_all(folder_); }
  [[nodiscard]] const std::filesystem::path& file() const { return opened_->file; }

private:
  std::filesystem::path folder_ = std::filesystem::current_path() / "store-bench";
  std::optional<opened> opened_;
};

/// Answered turns, each the first of a session of its own.
std::vector<turn_record> next_group(std::size_t size, std::uint64_t& sessions) {
  auto group = std::vector<turn_record>{};
  for (auto i = std::size_t{0}; i < size; ++i)
    group.push_back(sample::answered("ses_" + std::to_string(++sessions), 1));
  return group;
}

/// One transaction with an fsync; items are turns. Wall time: CPU time has no fsync in it.
void commit_group(benchmark::State& runs) {
  const auto in = fresh_store{};
  auto by = writer{in.file()};
  auto copier = checkpointer{in.file()};
  const auto size = static_cast<std::size_t>(runs.range(0));
  auto sessions = std::uint64_t{0};
  for (auto _ : runs) {
    runs.PauseTiming();
    const auto group = next_group(size, sessions);
    if (sessions % 4096 < size) copier.run();
    runs.ResumeTiming();
    for (const auto& outcome : by.commit(group))
      if (outcome.code != errc::none) return runs.SkipWithError(outcome.detail.c_str());
  }
  runs.SetItemsProcessed(runs.iterations() * runs.range(0));
}
BENCHMARK(commit_group)
    ->ArgName("turns")
    ->Arg(1)
    ->Arg(16)
    ->Arg(64)
    ->UseRealTime()
    ->Unit(benchmark::kMicrosecond);

/// What load_customer reads of a conversation of 20 messages.
void read_history(benchmark::State& runs) {
  const auto in = fresh_store{};
  auto by = writer{in.file()};
  for (auto seq = std::uint64_t{1}; seq <= 10; ++seq) {
    const auto turn = sample::answered("ses_1", seq);
    by.commit({&turn, 1});
  }
  auto from = reader{in.file()};
  for (auto _ : runs) benchmark::DoNotOptimize(from.history("ses_1", 0, 10));
}
BENCHMARK(read_history)->Unit(benchmark::kMicrosecond);

} // namespace
} // namespace troupe::storage::sqlite
