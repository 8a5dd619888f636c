#include "actors/supervisor/behavior.hpp"
#include "config/classifier.hpp"
#include "config/rewards.hpp"
#include "config/signals.hpp"
#include "messages/error.hpp"
#include "storage/error.hpp"
#include "storage/sqlite/open.hpp"
#include "storage/sqlite/reader.hpp"
#include "storage/sqlite/writer.hpp"
#include "tests/language/encoder/golden.hpp"
#include "tests/storage/sample.hpp"
#include "tests/support/deterministic_system.hpp"
#include "tests/support/temporary_directory.hpp"

#include <caf/actor_registry.hpp>
#include <gmock/gmock.h>

#include <algorithm>
#include <fstream>

namespace troupe::supervisor {
namespace {

using namespace std::chrono_literals;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;

namespace sample = storage::sample;
constexpr storage::sqlite::options quick{.durable = false};

/// A real reader that counts how often it looked a customer up.
class counted_customers final : public storage::customer_reader {
public:
  explicit counted_customers(const std::filesystem::path& file) : of_{file, quick} {}

  std::optional<customer> find(std::string_view customer_id) override {
    ++lookups;
    return of_.find(customer_id);
  }
  std::vector<customer> list(std::string_view matching, std::string_view before, std::size_t limit) override {
    return of_.list(matching, before, limit);
  }
  std::vector<feedback_record> feedback_of(std::string_view customer_id) override {
    return of_.feedback_of(customer_id);
  }
  std::vector<similar_customer> similar(std::string_view customer_id, std::size_t limit) override {
    return of_.similar(customer_id, limit);
  }

  int lookups = 0;

private:
  storage::sqlite::reader of_;
};

/// The whole engine over a real store and one document, on the test's own thread.
class Supervisor : public testing::DeterministicSystem {
protected:
  Supervisor() {
    const auto documents = directory.path() / "documents";
    std::filesystem::create_directory(documents);
    std::ofstream{documents / "refunds.md"}
        << "# Refunds\n\nA refund takes five working days to reach your card.\n";
    settings.documents_path = documents.string();
    settings.watch = std::chrono::milliseconds{0};
    settings.scheduler_threads = 2;
    settings.store_readers = 2;
  }
  ~Supervisor() override {
    if (aut) stop_everything();
    stop(watcher);
  }

  void start() {
    aut = sys.spawn(behavior, &parts);
    watcher = sys.spawn([this](subscriber::pointer) -> subscriber::behavior_type {
      return {[this](use_wiring& w) { now = std::move(w.now); }};
    });
    self->send(aut, subscribe{watcher});
    run();
  }
  /// True when the supervisor said so; false when nobody answered.
  bool stop_everything() { return try_ask<stopped>(aut, stop_all{}).reply.has_value(); }

  template <class Handle>
  void kill(const Handle& victim) {
    self->send_exit(victim, caf::exit_reason::kill);
    run();
  }
  /// Notes when the actor has gone, and why.
  template <class Handle>
  void observe(const std::string& name, const Handle& of) {
    ++observed;
    of->attach_functor([this, name](const caf::error& reason) {
      gone.push_back(name);
      last_reason = reason;
    });
  }
  void observe_everything() {
    observe("timer", now->timer);
    observe("store", now->writer);
    for (const auto& r : now->readers.workers) observe("store", r);
    observe("node", now->load_customer[0]);
    observe("node", now->classify[1]);
    observe("node", now->get_context[0]);
    observe("node", now->generate_response[1]);
    observe("node", now->analyze_query[0]);
    observe("node", now->log_response[1]);
    observe("learner", now->learner);
    observe("knowledge", now->knowledge);
    observe("feedback", now->feedback);
    observe("directory", now->directory);
  }
  /// When the first, and the last, of that name has gone.
  std::ptrdiff_t first(const std::string& name) const { return std::ranges::find(gone, name) - gone.begin(); }
  std::ptrdiff_t last(const std::string& name) const {
    return gone.rend() - std::ranges::find(gone.rbegin(), gone.rend(), name) - 1;
  }

  component_health health_of(const std::string& name) {
    for (const auto& c : ask<health_report>(aut, read_health{}).components)
      if (c.name == name) return c;
    ADD_FAILURE() << "no component " << name;
    return {};
  }
  bool ready() { return ask<health_report>(aut, read_health{}).ready; }

  static chat_request question() {
    auto r = chat_request{};
    r.text = "When does the refund reach my card?";
    return r;
  }
  /// The RUN_FINISHED of a turn.
  std::string chat() {
    const auto got = try_ask<event_batch>(now->directory, question());
    if (got.error) return to_failure(*got.error).detail;
    if (!got.reply) return "no answer";
    return got.reply->events.back().text;
  }
  /// A turn that was accepted, and whose session is no more.
  void leave_open(const std::string& session_id) {
    const auto open = sample::accepted(session_id, 1);
    storage::sqlite::writer{store.file, quick}.commit(std::span{&open, 1});
  }
  std::vector<std::string> open_turns() {
    return ask<open_sessions>(now->readers[0], read_open_sessions{}).ids;
  }
  std::size_t actors() { return sys.registry().running(); }

  testing::temporary_directory directory;
  storage::sqlite::opened store = storage::sqlite::open(directory.path(), quick);
  storage::identity identity{store.secret};
  telemetry::metrics metrics;
  troupe::config::settings settings;
  troupe::config::strategies strategies = troupe::config::load_strategies(TROUPE_SOURCE_DIR "/config");
  language::classifier classifier = troupe::config::load_classifier(TROUPE_SOURCE_DIR "/config");
  learning::reward_weights weights = troupe::config::load_reward_weights(TROUPE_SOURCE_DIR "/config");
  language::signal_finder signals{troupe::config::load_signals(TROUPE_SOURCE_DIR "/config")};
  std::vector<std::shared_ptr<counted_customers>> readers; ///< in the order in which they were opened
  supervisor::parts parts{settings,
                          classifier,
                          signals,
                          strategies,
                          weights,
                          identity,
                          metrics,
                          store.epoch,
                          [this] {
                            auto w = std::make_shared<storage::sqlite::writer>(store.file, quick);
                            return store::writing_ports{w, w, w, w, w};
                          },
                          [this] {
                            auto r = std::make_shared<storage::sqlite::reader>(store.file, quick);
                            readers.push_back(std::make_shared<counted_customers>(store.file));
                            return store::reading_ports{r, readers.back(), r, r, r};
                          },
                          [] {},
                          {.why_not = "TROUPE_QUERY_TIER is lexical"},
                          false};
  std::string model = language::golden::file("model.safetensors");
  language::encoder encoder = std::get<language::encoder>(
      language::encoder::load(language::golden::bytes(model), language::golden::file("vocab.txt")));
  handle aut;
  subscriber watcher;
  std::shared_ptr<const wiring> now; ///< as it was published last
  std::size_t observed = 0;
  std::vector<std::string> gone;
  caf::error last_reason;
};

TEST_F(Supervisor, IsReadyWithAnIndexAndAPolicyAndAnswers) {
  start();
  EXPECT_TRUE(ready());
  EXPECT_THAT(chat(), HasSubstr("A refund takes five working days"));
}

TEST_F(Supervisor, SaysThatItIsInLexicalMode) {
  start();
  EXPECT_EQ(health_of("embedder").state, component_state::off);
  EXPECT_EQ(health_of("embedder").reason, "lexical mode: TROUPE_QUERY_TIER is lexical");
  EXPECT_TRUE(ready());
  EXPECT_FALSE(now->index->has_vectors());
}

TEST_F(Supervisor, ServesWithTheEncoderThatThereIs) {
  parts.embedding = {.encoder = &encoder, .model = "small", .open = [this] {
                       return std::make_shared<storage::sqlite::reader>(store.file, quick);
                     }};
  start();
  EXPECT_EQ(health_of("embedder").state, component_state::up);
  EXPECT_TRUE(now->index->has_vectors());
  EXPECT_THAT(chat(), HasSubstr(R"("degraded":[])"));
  const auto found =
      ask<search_reply>(now->get_context[0], search_request{"refund", 1, {}, false, now->index});
  EXPECT_FALSE(found.by_words);
  kill(now->writer); // knowledge and embedder stand on it
  EXPECT_TRUE(now->index->has_vectors());
}

TEST_F(Supervisor, StartsWhatDiedAgainAndPublishesIt) {
  start();
  const auto before = now;
  kill(before->classify[0]);
  EXPECT_NE(now->classify[0], before->classify[0]);
  EXPECT_EQ(now->classify[1], before->classify[1]) << "its neighbour goes on";
  EXPECT_THAT(chat(), HasSubstr(R"("degraded":[])"));
  const auto health = health_of("classify");
  EXPECT_EQ(health.state, component_state::up);
  EXPECT_EQ(health.reason, "");
  EXPECT_EQ(health.restarts, 1U);
  EXPECT_EQ(metrics.actor_restarts("classify").Value(), 1);
}

TEST_F(Supervisor, WaitsBeforeItStartsTheSameChildOnceMore) {
  start();
  kill(now->classify[0]);
  kill(now->classify[0]);
  EXPECT_EQ(health_of("classify").state, component_state::down);
  EXPECT_NE(health_of("classify").reason, "");
  EXPECT_FALSE(ready());
  pass(50ms);
  EXPECT_EQ(health_of("classify").state, component_state::up);
  EXPECT_TRUE(ready());
  EXPECT_THAT(chat(), HasSubstr(R"("degraded":[])"));
}

TEST_F(Supervisor, GivesWhatStandsOnAChildItsNewHandle) {
  start();
  for (auto delay : {0ms, 50ms, 100ms}) { // each time it waits longer
    const auto before = now;
    kill(before->writer);
    pass(delay);
    EXPECT_NE(now->writer, before->writer);
    EXPECT_NE(now->knowledge, before->knowledge);
    EXPECT_NE(now->directory, before->directory);
    EXPECT_EQ(now->classify[0], before->classify[0]) << "it needs no writer";
    EXPECT_THAT(chat(), HasSubstr("A refund takes five working days"));
    EXPECT_EQ(ask<sync_status>(now->knowledge, sync_knowledge{}).error, "");
  }
}

TEST_F(Supervisor, LeavesWhatStandsOnAChildUntilTheChildIsBack) {
  start();
  kill(now->readers[0]);
  const auto before = now;
  kill(before->readers[0]);
  EXPECT_EQ(now->feedback, before->feedback);
  pass(50ms);
  EXPECT_NE(now->feedback, before->feedback);
}

TEST_F(Supervisor, GivesEachWorkerAReaderOfItsOwn) {
  start();
  ask<loaded_customer>(now->load_customer[1], load_customer_request{"ses_1", "cus_1", {}, 0});
  EXPECT_EQ(readers[0]->lookups, 0);
  EXPECT_EQ(readers[1]->lookups, 1);
}

TEST_F(Supervisor, EndsWithEverythingWhenAChildCannotBeKeptRunning) {
  const auto idle = actors();
  start();
  observe("supervisor", aut);
  for (auto i = 0; i < 9 && gone.empty(); ++i) {
    kill(now->classify[0]);
    pass(5s);
  }
  ASSERT_THAT(gone, ElementsAre("supervisor"));
  EXPECT_THAT(to_failure(last_reason).detail, HasSubstr("classify went down too often"));
  EXPECT_EQ(actors(), idle + 1) << "the watcher is the test's own";
  EXPECT_FALSE(stop_everything());
}

TEST_F(Supervisor, EndsWhenTheStoreCannotBeOpened) {
  parts.open_writer = []() -> store::writing_ports { throw storage::error{"no space left"}; };
  start();
  observe("supervisor", aut);
  for (auto i = 0; i < 9; ++i) pass(5s);
  ASSERT_THAT(gone, ElementsAre("supervisor"));
  EXPECT_THAT(to_failure(last_reason).detail, HasSubstr("no space left"));
}

TEST_F(Supervisor, StopsFromTheDirectoryToTheStore) {
  const auto idle = actors();
  start();
  chat(); // a session is awake
  observe_everything();
  EXPECT_TRUE(stop_everything());
  EXPECT_LT(last("directory"), first("node"));
  EXPECT_LT(last("feedback"), first("store"));
  EXPECT_LT(last("knowledge"), first("store"));
  EXPECT_LT(last("node"), first("store"));
  EXPECT_LT(last("store"), first("timer"));
  EXPECT_EQ(metrics.sessions_awake.Value(), 0);
  EXPECT_EQ(actors(), idle + 1);
}

TEST_F(Supervisor, KeepsItsOrderWhenANodeDiesWhileItStops) {
  start();
  observe_everything();
  auto asked = self->request(aut, caf::infinite, stop_all{});
  sched.run_once();
  self->send_exit(now->classify[0], caf::exit_reason::kill);
  run();
  ASSERT_FALSE(self->mailbox().empty());
  asked.receive([](stopped) {}, [&](const caf::error& e) { ADD_FAILURE() << sys.render(e); });
  EXPECT_LT(last("directory"), first("store"));
  EXPECT_EQ(metrics.actor_restarts("classify").Value(), 0);
  EXPECT_THAT(gone, SizeIs(observed));
}

TEST_F(Supervisor, LeavesNoTurnWaitingWhenItStops) {
  start();
  auto turn = self->request(now->directory, caf::infinite, question());
  auto all = self->request(aut, caf::infinite, stop_all{});
  run();
  auto answered = 0;
  turn.receive([&](const event_batch&) { ++answered; }, [&](const caf::error&) { ++answered; });
  all.receive([&](stopped) { ++answered; }, [](const caf::error&) {});
  EXPECT_EQ(answered, 2);
}

TEST_F(Supervisor, AnswersEverybodyWhoWantsItStopped) {
  start();
  auto first_asked = self->request(aut, caf::infinite, stop_all{});
  auto second_asked = self->request(aut, caf::infinite, stop_all{});
  run();
  auto told = 0;
  const auto count = [&](stopped) { ++told; };
  const auto fail = [&](const caf::error& e) { ADD_FAILURE() << sys.render(e); };
  first_asked.receive(count, fail);
  second_asked.receive(count, fail);
  EXPECT_EQ(told, 2);
}

TEST_F(Supervisor, TakesTheSessionsOfAKilledDirectoryWithIt) {
  start();
  chat();
  ASSERT_EQ(metrics.sessions_awake.Value(), 1);
  kill(now->directory);
  EXPECT_EQ(metrics.sessions_awake.Value(), 0) << "nobody could reach it, or stop it";
  EXPECT_THAT(chat(), HasSubstr("A refund takes five working days"));
}

TEST_F(Supervisor, FinishesWhatACrashLeftOpen) {
  leave_open("ses_1");
  start();
  EXPECT_THAT(open_turns(), IsEmpty());
}

TEST_F(Supervisor, FinishesWhatTheEndOfTheDirectoryLeftOpen) {
  start();
  leave_open("ses_1");
  kill(now->directory);
  EXPECT_THAT(open_turns(), IsEmpty());
}

} // namespace
} // namespace troupe::supervisor
