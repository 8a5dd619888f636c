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
          [this](cancel_sync) { ++cancels; },
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
    aut = sys.spawn(behavior, options{&settings, timer, knowledge, {}, {}, [this] { return wall_clock(); }});
  }
  ~EtlActor() override {
    stop(aut);
    stop(knowledge);
    stop(timer);
  }

  /// Of this test: microseconds of its steady clock.
  timestamp wall_clock() {
    const auto since = sched.clock().now().time_since_epoch();
    return std::chrono::duration_cast<std::chrono::microseconds>(since).count() + 1;
  }
  job_view job() {
    auto seen = job_list{};
    ask(aut, list_jobs{}, seen);
    EXPECT_EQ(seen.jobs.size(), 1u);
    return seen.jobs.front();
  }
  template <class Request>
  found_job tell(const std::string& name) {
    auto found = found_job{};
    ask(aut, Request{name}, found);
    return found;
  }
  template <class Request, class Reply>
  void ask(const handle& whom, const Request& what, Reply& reply) {
    auto asked = self->request(whom, caf::infinite, what);
    run();
    asked.receive([&](Reply& r) { reply = std::move(r); },
                  [](const caf::error& e) { ADD_FAILURE() << to_failure(e).detail; });
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
  std::size_t cancels = 0;
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

TEST_F(EtlActor, RemembersHowItsRunsWent) {
  lasting = true;
  run();
  EXPECT_EQ(job().name, "knowledge");
  EXPECT_EQ(job().next_run, 0) << "it runs";
  EXPECT_EQ(job().runs.front().outcome, run_outcome::running);
  EXPECT_EQ(job().runs.front().trigger, run_trigger::start);
  failing = true;
  end_sync();
  EXPECT_EQ(job().runs.front().outcome, run_outcome::failed);
  EXPECT_EQ(job().runs.front().reason, "the sync failed");
  EXPECT_GT(job().next_run, wall_clock());
  lasting = failing = false;
  wait(67s);
  ASSERT_EQ(job().runs.size(), 2u);
  EXPECT_EQ(job().runs.front().outcome, run_outcome::done);
  EXPECT_EQ(job().runs.front().trigger, run_trigger::schedule);
  EXPECT_EQ(job().runs.front().counts.front().first, "seen");
}

TEST_F(EtlActor, ForgetsOldRuns) {
  run();
  wait(30min);
  EXPECT_EQ(job().runs.size(), 20u);
}

TEST_F(EtlActor, RunsAJobOnRequestOnceAtATime) {
  run();
  lasting = true;
  ASSERT_TRUE(tell<run_job>("knowledge").job);
  EXPECT_EQ(tell<run_job>("knowledge").job->runs.front().trigger, run_trigger::request);
  EXPECT_EQ(syncs, 2u) << "the second joined the first";
  wait(5min);
  EXPECT_EQ(syncs, 2u) << "and the schedule waits for it";
  end_sync();
  EXPECT_EQ(job().runs.front().outcome, run_outcome::done);
}

TEST_F(EtlActor, CancelsARunAndGoesOnWithTheNext) {
  lasting = true;
  run();
  tell<cancel_job>("knowledge");
  tell<cancel_job>("knowledge");
  EXPECT_EQ(cancels, 1u);
  end_sync();
  EXPECT_EQ(job().runs.front().outcome, run_outcome::cancelled);
  tell<cancel_job>("knowledge");
  EXPECT_EQ(cancels, 1u) << "nothing runs";
  wait(67s);
  EXPECT_EQ(job().runs.front().outcome, run_outcome::running);
  end_sync();
  EXPECT_EQ(job().runs.front().outcome, run_outcome::done);
}

TEST_F(EtlActor, KnowsNoJobOfAnotherName) {
  run();
  EXPECT_FALSE(tell<run_job>("nonsense").job);
  EXPECT_FALSE(tell<cancel_job>("retention").job) << "TROUPE_RETENTION_DAYS is not set";
}

} // namespace
} // namespace troupe::etl
