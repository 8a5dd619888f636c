#include "actors/store/behavior.hpp"
#include "messages/error.hpp"
#include "storage/error.hpp"
#include "storage/sqlite/open.hpp"
#include "storage/sqlite/reader.hpp"
#include "storage/sqlite/writer.hpp"
#include "tests/storage/sample.hpp"
#include "tests/support/deterministic_system.hpp"
#include "tests/support/temporary_directory.hpp"

#include <gmock/gmock.h>

#include <functional>

namespace troupe::store {
namespace {

using ::testing::Each;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

namespace sample = storage::sample;
constexpr storage::sqlite::options quick{.durable = false};

/// A real store that notes the size of every group, and fails as the test says.
class observed_log final : public storage::turn_log {
public:
  explicit observed_log(std::shared_ptr<storage::turn_log> of) : of_{std::move(of)} {}

  std::vector<failure> commit(std::span<const turn_record> records) override {
    groups.push_back(records.size());
    if (fail) fail();
    return of_->commit(records);
  }
  failure write(const session_record& s) override {
    if (fail) fail();
    return of_->write(s);
  }
  void probe() override {
    if (fail) fail();
    of_->probe();
  }

  std::vector<std::size_t> groups;
  std::function<void()> fail;

private:
  std::shared_ptr<storage::turn_log> of_;
};

[[noreturn]] void disk_full() { throw storage::error{"the disk is full"}; }

class WriterActor : public testing::DeterministicSystem {
protected:
  WriterActor() { run(); }
  ~WriterActor() override {
    stop(aut);
    stop(supervisor);
  }

  using asked = decltype(std::declval<caf::scoped_actor&>()->request(std::declval<writer&>(), caf::infinite,
                                                                     commit_turn{}));

  /// Asks for these commits, which then stand in the mailbox.
  std::vector<asked> send(const std::vector<turn_record>& turns) {
    auto all = std::vector<asked>{};
    for (const auto& turn : turns) all.push_back(self->request(aut, caf::infinite, commit_turn{turn}));
    return all;
  }
  /// What each came to.
  std::vector<errc> outcomes(std::vector<asked> all) {
    auto codes = std::vector<errc>{};
    for (auto& each : all) {
      if (self->mailbox().empty()) {
        ADD_FAILURE() << "a commit was never answered";
        break;
      }
      each.receive([&](const committed& c) { codes.push_back(c.outcome.code); },
                   [&](const caf::error& e) { codes.push_back(to_failure(e).code); });
    }
    return codes;
  }
  std::vector<errc> commit(const std::vector<turn_record>& turns) {
    auto all = send(turns);
    run();
    return outcomes(std::move(all));
  }
  bool stored(const turn_record& turn) { return reading.turn(turn.turn_id).has_value(); }

  testing::temporary_directory directory;
  storage::sqlite::opened store = storage::sqlite::open(directory.path(), quick);
  std::shared_ptr<storage::sqlite::writer> port =
      std::make_shared<storage::sqlite::writer>(store.file, quick);
  std::shared_ptr<observed_log> log = std::make_shared<observed_log>(port);
  storage::sqlite::reader reading{store.file, quick};
  telemetry::metrics metrics;
  std::vector<component_state> told; ///< the supervisor
  supervisor::handle supervisor =
      sys.spawn([this](supervisor::handle::pointer) -> supervisor::handle::behavior_type {
        return {
            [](const supervisor::start_child&) {},
            [](const supervisor::subscribe&) {},
            [](const publish_index&) {},
            [](const publish_policy&) {},
            [this](const report_health& h) { told.push_back(h.state); },
            [](read_health) { return health_report{}; },
            [](stop_all) { return stopped{}; },
        };
      });
  writer aut = sys.spawn(
      writer_behavior,
      [this] {
        return writing_ports{log, port, port, port};
      },
      writer_options{3, &metrics, supervisor});

  const turn_record one = sample::answered("ses_1", 1);
  const turn_record two = sample::answered("ses_2", 1);
  const turn_record three = sample::answered("ses_3", 1);
  const turn_record four = sample::answered("ses_4", 1);
};

TEST_F(WriterActor, CommitsWhatWaitsInOneTransaction) {
  EXPECT_THAT(commit({one, two, three}), ElementsAre(errc::none, errc::none, errc::none));
  EXPECT_THAT(log->groups, ElementsAre(3));
  for (const auto& turn : {one, two, three}) EXPECT_TRUE(stored(turn)) << turn.turn_id;
}

TEST_F(WriterActor, KeepsNobodyWaitingForAGroupToFill) {
  EXPECT_THAT(commit({one}), ElementsAre(errc::none));
  EXPECT_THAT(commit({two}), ElementsAre(errc::none));
  EXPECT_THAT(log->groups, ElementsAre(1, 1));
}

TEST_F(WriterActor, SettlesACommitOfWhichNobodyKnows) {
  // The connection goes at COMMIT, which came through, and then the server cannot be reached for a while.
  auto lost = 0;
  log->fail = [&] {
    if (lost++ > 0) throw storage::error{"no connection"};
    port->commit({&one, 1});
    throw storage::in_doubt{"the connection was lost"};
  };
  auto open = send({one});
  run();
  pass(std::chrono::seconds{1});
  EXPECT_TRUE(self->mailbox().empty()) << "it is not known yet";
  auto behind = send({two});
  run();
  pass(std::chrono::seconds{1});
  EXPECT_GE(lost, 3);
  EXPECT_TRUE(self->mailbox().empty());
  log->fail = nullptr;
  pass(std::chrono::seconds{1});
  EXPECT_THAT(outcomes(std::move(open)), ElementsAre(errc::none));
  EXPECT_THAT(outcomes(std::move(behind)), ElementsAre(errc::none));
  EXPECT_TRUE(stored(one) && stored(two));
  EXPECT_THAT(told, ElementsAre(component_state::down, component_state::up));
}

TEST_F(WriterActor, RefusesABadRecordAndNotItsNeighbours) {
  auto clash = two;
  clash.turn_id = "trn_another";
  clash.client_message_id.clear();
  auto late = sample::answered("ses_1", 2);
  late.session.epoch = 0;
  EXPECT_THAT(commit({one, two}), Each(errc::none));
  EXPECT_THAT(commit({clash, three, late}), ElementsAre(errc::conflict, errc::none, errc::fenced));
  EXPECT_FALSE(stored(clash));
  EXPECT_TRUE(stored(three));
  EXPECT_FALSE(stored(late));
}

TEST_F(WriterActor, PromisesNothingOfAGroupThatFailedAndGoesOn) {
  log->fail = disk_full;
  EXPECT_THAT(commit({one, two}), ElementsAre(errc::not_committed, errc::not_committed));
  EXPECT_FALSE(stored(one));
  log->fail = nullptr;
  EXPECT_THAT(commit({one, two}), ElementsAre(errc::none, errc::none));
}

TEST_F(WriterActor, IsDownWhileNothingCanBeCommitted) {
  EXPECT_THAT(commit({one}), Each(errc::none));
  EXPECT_THAT(told, IsEmpty());
  log->fail = disk_full;
  EXPECT_THAT(commit({two}), Each(errc::not_committed));
  EXPECT_THAT(commit({two, three}), Each(errc::not_committed));
  EXPECT_THAT(told, ElementsAre(component_state::down));
  log->fail = nullptr;
  EXPECT_THAT(commit({two}), Each(errc::none));
  EXPECT_THAT(told, ElementsAre(component_state::down, component_state::up));
}

TEST_F(WriterActor, SeesByItselfThatCommitsComeThroughAgain) {
  log->fail = disk_full;
  EXPECT_THAT(commit({one}), Each(errc::not_committed));
  pass(std::chrono::seconds{2});
  pass(std::chrono::seconds{2});
  EXPECT_THAT(told, ElementsAre(component_state::down));
  log->fail = nullptr;
  pass(std::chrono::seconds{2});
  EXPECT_THAT(told, ElementsAre(component_state::down, component_state::up));
}

TEST_F(WriterActor, TakesARefusalForNoFailureOfTheStore) {
  auto late = one;
  late.session.epoch = 0;
  EXPECT_THAT(commit({one, late}), ElementsAre(errc::none, errc::fenced));
  EXPECT_THAT(told, IsEmpty());
}

TEST_F(WriterActor, RefusesWhatItsQueueHasNoRoomFor) {
  EXPECT_THAT(commit({one, two, three, four}),
              ElementsAre(errc::none, errc::none, errc::none, errc::overloaded));
  EXPECT_FALSE(stored(four));
  EXPECT_THAT(commit({four}), ElementsAre(errc::none)) << "there is room again";
}

TEST_F(WriterActor, ShowsHowManyWait) {
  auto waiting = send({one, two});
  sched.run_once();
  sched.run_once();
  EXPECT_EQ(metrics.store_queue.Value(), 2);
  run();
  EXPECT_EQ(metrics.store_queue.Value(), 0);
  outcomes(std::move(waiting));
}

TEST_F(WriterActor, CommitsWhatItTookBeforeItIsStopped) {
  auto before = send({one, two});
  self->send_exit(aut, caf::exit_reason::user_shutdown);
  auto behind = send({three});
  run();
  EXPECT_THAT(outcomes(std::move(before)), ElementsAre(errc::none, errc::none));
  EXPECT_TRUE(stored(one));
  EXPECT_TRUE(stored(two));
  EXPECT_THAT(outcomes(std::move(behind)), ElementsAre(errc::turn_failed));
  EXPECT_FALSE(stored(three));
}

TEST_F(WriterActor, FailsWhatIsOpenWhenItIsKilled) {
  auto open = send({one, two});
  self->send_exit(aut, caf::exit_reason::kill);
  run();
  EXPECT_THAT(outcomes(std::move(open)), ElementsAre(errc::not_committed, errc::not_committed));
  EXPECT_FALSE(stored(one));
}

TEST_F(WriterActor, FailsWhatIsOpenWhenItBreaks) {
  log->fail = [] { throw std::logic_error{"no error of the store"}; };
  EXPECT_THAT(commit({one, two}), ElementsAre(errc::not_committed, errc::not_committed));
  EXPECT_FALSE(stored(one));
}

TEST_F(WriterActor, WritesASessionWithoutATurn) {
  auto closed = one.session;
  closed.status = session_status::closed;
  EXPECT_EQ(ask<committed>(aut, write_session{closed}).outcome.code, errc::none);
  EXPECT_EQ(reading.session("ses_1")->status, session_status::closed);
  closed.epoch = 0;
  EXPECT_EQ(ask<committed>(aut, write_session{closed}).outcome.code, errc::fenced);
  log->fail = disk_full;
  EXPECT_EQ(ask<committed>(aut, write_session{one.session}).outcome.code, errc::not_committed);
}

TEST_F(WriterActor, KeepsTheRowOfACustomerThatItKnows) {
  const auto first = ask<customer>(aut, create_customer{sample::someone("cus_1", 0.9)});
  EXPECT_EQ(ask<customer>(aut, create_customer{sample::someone("cus_1", 0.1)}), first);
}

TEST_F(WriterActor, GoesDownWithoutAStoreAndLeavesNobodyWaiting) {
  aut = sys.spawn(
      writer_behavior, []() -> writing_ports { throw storage::error{"no such directory"}; },
      writer_options{3, &metrics, supervisor});
  EXPECT_THAT(commit({one}), ElementsAre(errc::turn_failed));
}

} // namespace
} // namespace troupe::store
