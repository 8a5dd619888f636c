#pragma once
#include "actors/feedback/behavior.hpp"
#include "actors/learner/behavior.hpp"
#include "actors/learner/champion.hpp"
#include "actors/learner/refold.hpp"
#include "actors/store/behavior.hpp"
#include "actors/timer/behavior.hpp"
#include "config/learning_rules.hpp"
#include "storage/sqlite/open.hpp"
#include "storage/sqlite/reader.hpp"
#include "storage/sqlite/writer.hpp"
#include "tests/storage/sample.hpp"
#include "tests/support/deterministic_system.hpp"
#include "tests/support/temporary_directory.hpp"

#include <memory>
#include <string>
#include <vector>

namespace troupe::testing {

/// The collector and the learner over a real store and the real timer; the test writes the log and moves both
/// clocks.
class Learning : public DeterministicSystem {
protected:
  static constexpr storage::sqlite::options quick{.durable = false};
  static inline timestamp wall = 0;
  static timestamp wall_clock() { return wall; }

  Learning() {
    wall = storage::sample::noon;
    settings.rl_policy = "epsilon_greedy";
    settings.checkpoint_interval = std::chrono::seconds{0};
    weights.fill(1.0);
    for (const auto* name : {"direct_answer", "step_by_step", "empathetic"})
      strategies.push_back({name, "", "", "", 0.5});
    log = std::make_shared<storage::sqlite::writer>(store.file, quick);
    timer = sys.spawn(timer::behavior);
    open_store();
    supervisor = sys.spawn([this](supervisor::handle::pointer) -> supervisor::handle::behavior_type {
      return {
          [](const supervisor::start_child&) {},
          [](const supervisor::subscribe&) {},
          [](const publish_index&) {},
          [this](publish_policy& p) { published.push_back(std::move(p.policy)); },
          [](const report_health&) {},
          [](read_health) { return health_report{}; },
          [](stop_all) { return stopped{}; },
      };
    });
  }
  ~Learning() override {
    stop_learning();
    stop(supervisor);
    close_store();
    stop(timer);
  }

  void open_store() {
    writer = sys.spawn(
        store::writer_behavior,
        [this] {
          return store::writing_ports{log, log, log, log, log};
        },
        store::writer_options{64, &metrics, {}});
    const auto open = [this] {
      auto from = std::make_shared<storage::sqlite::reader>(store.file, quick);
      return store::reading_ports{from, from, from, from, from};
    };
    reader = sys.spawn(store::reader_behavior, open);
    log_reader = sys.spawn(store::log_reader_behavior, open);
  }
  void close_store() {
    stop(log_reader);
    stop(reader);
    stop(writer);
  }

  void start_learning(std::uint64_t epoch = 1) {
    learner =
        sys.spawn(learner::behavior, learner::options{&settings, &strategies, &weights, &metrics, epoch,
                                                      writer, log_reader, timer, supervisor, wall_clock});
    feedback =
        sys.spawn(feedback::behavior, feedback::options{&settings, &metrics, epoch, writer, reader,
                                                        log_reader, learner, timer, supervisor, wall_clock});
    run();
  }
  void stop_learning() {
    if (feedback) stop(feedback);
    if (learner) stop(learner);
    feedback = nullptr;
    learner = nullptr;
  }
  /// As a crash: wherever they are in the middle of their work.
  void kill_learning() {
    self->send_exit(feedback, caf::exit_reason::kill);
    self->send_exit(learner, caf::exit_reason::kill);
    run();
    feedback = nullptr;
    learner = nullptr;
  }
  /// The next look at the log, and all that comes of it.
  void look() {
    pass(settings.learning_interval);
    pass(std::chrono::milliseconds{20});
  }
  void be_silent(std::chrono::seconds time) {
    wall += std::chrono::microseconds{time}.count();
    look();
  }

  turn_record turn(const std::string& session, std::uint64_t seq,
                   const std::string& strategy = "direct_answer", double sentiment = 0.0) {
    auto t = storage::sample::answered(session, seq);
    t.choice = {strategy, "epsilon_greedy", 1, 0.5, {1, 1, sentiment, static_cast<double>(seq), 0.5}};
    t.metrics = {.sentiment = sentiment, .response_seconds = 0.5};
    return t;
  }
  void commit(const turn_record& t) {
    ASSERT_EQ(log->commit(std::span{&t, 1}).front().code, errc::none) << t.turn_id;
  }
  /// Ends the session behind a turn.
  void end(const std::string& session, session_status status) {
    auto row = storage::sample::accepted(session, 1).session;
    row.status = status;
    ASSERT_EQ(log->write(row).code, errc::none);
  }
  void judge(const turn_record& t, std::string metric, double value) {
    ASSERT_TRUE(log->add({t.turn_id, std::move(metric), value, "", "key-1", ++judged_}));
  }

  storage::sqlite::reader look_in() const { return storage::sqlite::reader{store.file, quick}; }
  std::vector<learning::lesson> lessons() const { return look_in().lessons(0, 100'000).lessons; }
  std::string checkpoint(const std::string& policy = "epsilon_greedy") const {
    const auto saved = look_in().checkpoint(policy);
    return saved ? saved->state : std::string{};
  }
  /// The fold of the log from its beginning.
  learning::fold refolded(const std::string& policy = "epsilon_greedy", std::uint64_t through = 0) const {
    auto from = look_in();
    const auto promotions = from.promotions();
    auto rules = learner::rules_in_force(settings, strategies, weights, promotions);
    if (rules.policy != policy) rules = troupe::config::rules_of(policy, settings, strategies, weights);
    return learner::refold(from, std::move(rules), through);
  }

  temporary_directory directory;
  storage::sqlite::opened store = storage::sqlite::open(directory.path(), quick);
  telemetry::metrics metrics;
  troupe::config::settings settings;
  troupe::config::strategies strategies;
  learning::reward_weights weights{};
  std::shared_ptr<storage::sqlite::writer> log;
  std::vector<std::shared_ptr<const learning::snapshot>> published;
  timer::handle timer;
  store::writer writer;
  store::reader reader;
  store::log_reader log_reader;
  supervisor::handle supervisor;
  learner::handle learner;
  feedback::handle feedback;

private:
  timestamp judged_ = storage::sample::noon;
};

} // namespace troupe::testing
