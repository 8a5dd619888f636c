#include "actors/etl/behavior.hpp"
#include "actors/timer/behavior.hpp"
#include "messages/error.hpp"
#include "tests/support/deterministic_system.hpp"

#include <caf/typed_response_promise.hpp>

namespace troupe::etl {
namespace {

using namespace std::chrono_literals;

/// The knowledge actor's place is taken by one whose syncs last as long as the test says.
class EtlActor : public testing::DeterministicSystem {
protected:
  EtlActor() {
    settings.auto_sync_interval = 1min;
    timer = sys.spawn(timer::behavior);
    knowledge = sys.spawn([this](knowledge::handle::pointer syncing) -> knowledge::handle::behavior_type {
      return {
          [this, syncing](sync_knowledge) -> caf::result<sync_status> {
            ++syncs;
            if (!lasting) return sync_status{};
            return open = syncing->make_response_promise<sync_status>();
          },
          [](read_sync_status) { return sync_status{}; },
          [](list_documents) { return document_list{}; },
          [](const read_document&) { return document_view{}; },
          [](const put_document&) { return document_summary{}; },
          [](const delete_document&) { return sync_status{}; },
          [](const embedding_progress&) {},
          [this](knowledge::continue_sync) {
            if (failing)
              open.deliver(make_error(errc::internal, "the sync failed"));
            else
              open.deliver(sync_status{});
          },
      };
    });
    aut = sys.spawn(behavior, options{&settings, timer, knowledge});
  }
  ~EtlActor() override {
    stop(aut);
    stop(knowledge);
    stop(timer);
  }

  void end_sync() {
    self->send(knowledge, knowledge::continue_sync{});
    run();
  }
  void wait(std::chrono::seconds time) {
    for (auto passed = 0s; passed < time; passed += 1s) pass(1s);
  }

  troupe::config::settings settings;
  std::size_t syncs = 0;
  bool lasting = false;
  bool failing = false;
  caf::typed_response_promise<sync_status> open; ///< of the last sync, while they last
  timer::handle timer;
  knowledge::handle knowledge;
  handle aut;
};

TEST_F(EtlActor, SyncsAtItsStartAndAtEveryInterval) {
  run();
  EXPECT_EQ(syncs, 1u);
  wait(59s);
  EXPECT_EQ(syncs, 1u);
  wait(8s); // an interval and a tenth
  EXPECT_EQ(syncs, 2u);
  wait(10min);
  EXPECT_GE(syncs, 11u);
  EXPECT_LE(syncs, 12u);
}

TEST_F(EtlActor, WaitsForTheEndOfASync) {
  lasting = true;
  run();
  wait(5min);
  EXPECT_EQ(syncs, 1u);
  end_sync();
  wait(67s);
  EXPECT_EQ(syncs, 2u);
}

TEST_F(EtlActor, GoesOnAfterASyncThatFailed) {
  lasting = true;
  run();
  failing = true;
  end_sync();
  wait(67s);
  EXPECT_EQ(syncs, 2u);
}

} // namespace
} // namespace troupe::etl
