#include "actors/timer/behavior.hpp"
#include "actors/watcher/behavior.hpp"
#include "tests/support/deterministic_system.hpp"

namespace troupe::watcher {
namespace {

using namespace std::chrono_literals;

/// The folder is none, so that changes come from the test alone; the knowledge actor's place is taken by one
/// that counts.
class WatcherActor : public testing::DeterministicSystem {
protected:
  WatcherActor() {
    settings.watch = 500ms;
    settings.documents_path = "";
    timer = sys.spawn(timer::behavior);
    knowledge = sys.spawn([this](knowledge::handle::pointer) -> knowledge::handle::behavior_type {
      return {
          [this](sync_knowledge) {
            ++syncs;
            return sync_status{};
          },
          [](read_sync_status) { return sync_status{}; },
          [](cancel_sync) {},
          [](list_documents) { return document_list{}; },
          [](const read_document&) { return document_view{}; },
          [](const put_document&) { return document_summary{}; },
          [](const delete_document&) { return sync_status{}; },
          [](const embedding_progress&) {},
          [](knowledge::continue_sync) {},
      };
    });
    aut = sys.spawn(behavior, options{&settings, timer, knowledge});
    run();
  }
  ~WatcherActor() override {
    stop(aut);
    stop(knowledge);
    stop(timer);
  }

  void change() {
    self->send(aut, folder_changed{});
    run();
  }
  void wait(std::chrono::milliseconds time) {
    for (auto passed = 0ms; passed < time; passed += 50ms) pass(50ms);
  }

  troupe::config::settings settings;
  std::size_t syncs = 0;
  timer::handle timer;
  knowledge::handle knowledge;
  handle aut;
};

TEST_F(WatcherActor, AsksForNothingWhileNothingChanges) {
  wait(1min);
  EXPECT_EQ(syncs, 0u);
}

TEST_F(WatcherActor, AsksOnceForABurstOfChanges) {
  for (auto i = 0; i < 5; ++i) {
    change();
    wait(200ms);
  }
  EXPECT_EQ(syncs, 0u);
  wait(2s);
  EXPECT_EQ(syncs, 1u);
}

TEST_F(WatcherActor, AsksAgainForWhatChangesLater) {
  change();
  wait(1s);
  change();
  wait(1s);
  EXPECT_EQ(syncs, 2u);
}

TEST_F(WatcherActor, DoesNotWaitForEverWhereChangesNeverEnd) {
  for (auto i = 0; i < 60; ++i) {
    change();
    wait(100ms);
  }
  EXPECT_EQ(syncs, 1u);
}

} // namespace
} // namespace troupe::watcher
