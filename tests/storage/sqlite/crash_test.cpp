#include "storage/sqlite/checkpointer.hpp"
#include "storage/sqlite/open.hpp"
#include "storage/sqlite/reader.hpp"
#include "storage/sqlite/writer.hpp"
#include "tests/storage/sample.hpp"
#include "tests/support/crash_vfs.hpp"
#include "tests/support/temporary_directory.hpp"

#include <gtest/gtest.h>

#include <functional>
#include <optional>

namespace troupe::storage::sqlite {
namespace {

using sample::accepted;
using sample::answered;
using testing::crash_vfs;
using testing::survival;

/// A store as a server has it: all its connections open at once.
struct running_store {
  running_store(const std::filesystem::path& directory, const options& o)
      : store{open(directory, o)}, options_used{o} {}

  opened store;
  options options_used;
  writer writing{store.file, options_used};
  reader reading{store.file, options_used};
  checkpointer checkpoints{store.file, options_used};
};

using step = std::function<void(running_store&)>;

void commit(running_store& s, const std::vector<turn_record>& turns) {
  for (const auto& outcome : s.writing.commit(turns))
    if (outcome.code != errc::none) throw std::logic_error{outcome.detail};
}

/// Turns one by one and in groups, in one commit and in two, over several sessions, with everything else that
/// writes between them, and with checkpoints, so that the log is begun anew over old frames.
std::vector<step> workload() {
  const std::string long_answer(9'000, 'x');
  std::vector<step> steps;
  for (std::uint64_t seq = 1; seq <= 4; ++seq) {
    steps.emplace_back([=](running_store& s) { commit(s, {accepted("ses_a", seq)}); });
    steps.emplace_back([=](running_store& s) {
      commit(s, {answered("ses_a", seq), answered("ses_b", seq)});
    });
    steps.emplace_back([=](running_store& s) {
      s.reading.history("ses_a", 0, 10);
      s.checkpoints.run();
      commit(s, {answered(accepted("ses_c", seq), long_answer, 100), accepted("ses_d", seq)});
    });
  }
  steps.emplace_back([](running_store& s) { s.writing.create(sample::someone("cus_1")); });
  steps.emplace_back([](running_store& s) {
    s.writing.add({answered("ses_a", 1).turn_id, "csat", 5, "", "", 1});
  });
  steps.emplace_back([](running_store& s) { s.writing.write(accepted("ses_e", 1).session); });
  steps.emplace_back([](running_store& s) {
    s.checkpoints.run();
    s.writing.update(
        std::vector{document_record{.path = "a.md", .reason = {}, .content = std::string(9'000, 'y')}}, {});
  });
  return steps;
}

/// Every row of every table but `meta`, which counts the starts.
std::vector<std::string> contents(const std::filesystem::path& file, const options& o) {
  database db{file, access::read_only, o};
  std::vector<std::string> all;
  for (const std::string table :
       {"sessions", "turns", "experience", "feedback", "customers", "documents", "changes"}) {
    auto columns = db.query(
        "SELECT group_concat('quote(' || name || ')', '||'',''||') FROM pragma_table_info(?)", table);
    if (!columns.next()) throw error{"no columns"};
    auto row = db.query("SELECT " + columns.text(0) + " FROM " + table + " ORDER BY 1");
    while (row.next()) all.push_back(table + ": " + row.text(0));
  }
  return all;
}

std::string integrity(const std::filesystem::path& file, const options& o) {
  database db{file, access::read_only, o};
  auto row = db.query("PRAGMA integrity_check");
  return row.next() ? row.text(0) : "no answer";
}

class crash : public ::testing::Test {
protected:
  /// The workload's steps from `first` on; how many of them were acknowledged when the power went off.
  std::size_t run(crash_vfs& disk, std::size_t first) {
    auto done = first;
    try {
      running_store store{directory.path(), over(disk)};
      for (; done < steps.size(); ++done) steps[done](store);
    } catch (const error&) {
      if (!disk.crashed()) throw;
    }
    return done;
  }

  options over(const crash_vfs& disk) const { return {.durable = durable, .vfs = disk.name()}; }

  /// What stands in the store after each number of steps, as a run without a crash leaves it.
  void SetUp() override {
    crash_vfs disk{"troupe-calm"};
    running_store store{directory.path(), over(disk)};
    expected.push_back(contents(file(), over(disk)));
    for (const auto& next : steps) {
      next(store);
      expected.push_back(contents(file(), over(disk)));
    }
  }

  /// Cuts the power at that step of the disk. Says what is wrong with what survives; empty if nothing is,
  /// nothing if the workload ended before.
  std::optional<std::string> fault_after(std::size_t disk_step, survival kept) {
    crash_vfs disk{"troupe-crash"};
    std::mt19937 random{static_cast<std::mt19937::result_type>(disk_step)};
    disk.crash_at(disk_step);
    const auto acknowledged = run(disk, 0);
    if (!disk.crashed()) return std::nullopt;
    disk.restart(kept, random);

    try {
      { auto reopened = open(directory.path(), over(disk)); }
      if (const auto verdict = integrity(file(), over(disk)); verdict != "ok")
        return "integrity_check: " + verdict;
      const auto found = contents(file(), over(disk));
      auto stands = acknowledged;
      if (found != expected[stands])
        ++stands; // the step that was under way may have become durable: all of it
      if (stands == expected.size() || found != expected[stands])
        return "after " + std::to_string(acknowledged) + " acknowledged steps something else is stored";
      if (run(disk, stands) != steps.size() || contents(file(), over(disk)) != expected.back())
        return std::string{"going on leads to something else"};
    } catch (const error& e) {
      return std::string{e.what()};
    }
    return std::string{};
  }

  std::filesystem::path file() const { return database_file(directory.path()); }

  testing::temporary_directory directory;
  std::vector<step> steps = workload();
  std::vector<std::vector<std::string>> expected;
  bool durable = true;
};

TEST_F(crash, at_any_point_loses_nothing_that_was_acknowledged) {
  for (const auto kept : {survival::nothing, survival::sectors}) {
    std::size_t points = 0;
    while (const auto fault = fault_after(points + 1, kept)) {
      ++points;
      ASSERT_EQ(*fault, "") << "at step " << points << " of the disk, "
                            << (kept == survival::nothing ? "unsynced writes lost"
                                                          : "some unsynced sectors kept");
    }
    EXPECT_GT(points, 100u);
  }
}

// The same sweep over a store that does not wait for the disk must find losses, or it would prove nothing.
TEST_F(crash, is_noticed_where_commits_do_not_wait_for_the_disk) {
  durable = false;
  for (const auto kept : {survival::nothing, survival::sectors}) {
    std::optional<std::string> fault{""};
    for (std::size_t point = 1; fault && fault->empty(); ++point) fault = fault_after(point, kept);
    EXPECT_TRUE(fault) << "no crash point lost anything";
  }
}

TEST_F(crash, of_space_fails_the_commit_and_leaves_the_store_working) {
  crash_vfs disk{"troupe-full"};
  running_store store{directory.path(), over(disk)};
  const std::string long_answer(9'000, 'x');
  disk.limit(512 * 1024);
  std::uint64_t seq = 0;
  std::string reason;
  while (reason.empty()) {
    try {
      commit(store, {answered(accepted("ses_a", seq + 1), long_answer, 100)});
      ++seq;
    } catch (const error& e) {
      reason = e.what();
    }
  }
  EXPECT_NE(reason.find("database or disk is full"), std::string::npos) << reason;
  EXPECT_NE(reason.find("free space"), std::string::npos) << reason;
  EXPECT_THROW(commit(store, {answered(accepted("ses_a", seq + 1), long_answer, 100)}), error);
  EXPECT_THROW(store.writing.probe(), error);
  EXPECT_EQ(store.reading.session("ses_a")->turns, seq);

  disk.limit(4 * 1024 * 1024);
  store.writing.probe();
  commit(store, {answered("ses_a", seq + 1)});
  EXPECT_EQ(store.reading.record("ses_a", seq + 1), answered("ses_a", seq + 1));
  EXPECT_EQ(integrity(file(), over(disk)), "ok");
}

} // namespace
} // namespace troupe::storage::sqlite
