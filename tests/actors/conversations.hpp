#pragma once
#include "actors/directory/behavior.hpp"
#include "actors/session/behavior.hpp"
#include "actors/store/behavior.hpp"
#include "actors/timer/behavior.hpp"
#include "actors/wiring.hpp"
#include "messages/error.hpp"
#include "storage/sqlite/open.hpp"
#include "storage/sqlite/reader.hpp"
#include "storage/sqlite/writer.hpp"
#include "telemetry/metrics.hpp"
#include "tests/support/deterministic_system.hpp"
#include "tests/support/temporary_directory.hpp"

#include <caf/event_based_actor.hpp>

#include <functional>
#include <memory>
#include <string>
#include <type_traits>

namespace troupe::testing {

/// A turn log that refuses on demand.
class fallible_log final : public storage::turn_log {
public:
  explicit fallible_log(std::shared_ptr<storage::turn_log> of) : of_{std::move(of)} {}

  std::vector<failure> commit(std::span<const turn_record> records) override {
    if (broken) throw storage::error{"the disk is full"};
    return of_->commit(records);
  }
  failure write(const session_record& s) override {
    if (broken) throw storage::error{"the disk is full"};
    return of_->write(s);
  }
  void probe() override {
    if (broken) throw storage::error{"the disk is full"};
    of_->probe();
  }

  bool broken = false;

private:
  std::shared_ptr<storage::turn_log> of_;
};

/// Directory, sessions, timer and a real store under the deterministic scheduler; the nodes answer what the
/// test says, when it says so.
class Conversations : public DeterministicSystem {
protected:
  Conversations() {
    writer_port =
        std::make_shared<storage::sqlite::writer>(store.file, storage::sqlite::options{.durable = false});
    log = std::make_shared<fallible_log>(writer_port);
    with.epoch = store.epoch;
    with.timer = sys.spawn(timer::behavior);
    with.writer = sys.spawn(
        store::writer_behavior,
        [this] {
          return store::writing_ports{log, writer_port, writer_port, writer_port};
        },
        store::writer_options{64, &metrics, {}});
    with.readers.workers = {sys.spawn(store::reader_behavior, [this] {
      auto r = std::make_shared<storage::sqlite::reader>(store.file);
      return store::reading_ports{r, r, r, r};
    })};
    with.load_customer.workers = {answering<load_customer::handle>([](const load_customer_request& r) {
      return loaded_customer{first_contact(r.customer_id, r.ref, 1), true, no_history()};
    })};
    with.classify.workers = {
        answering<classify::handle>([](const classify_request&) { return classified{}; })};
    with.get_context.workers = {
        sys.spawn([](get_context::handle::pointer) -> get_context::handle::behavior_type {
          return {[](const get_context_request&) { return found_context{}; },
                  [](const search_request&) { return search_reply{}; }};
        })};
    with.generate_response.workers = {answering<generate_response::handle>([](const generate_request& r) {
      return generated{{"You asked: ", r.text}, {}, true, {"direct_answer", "uniform", 1, 0.2, {0.5}}};
    })};
    with.analyze_query.workers = {answering<analyze_query::handle>([](const analyze_request&) {
      return insight{"new", "detailed", 0.5, {}};
    })};
    with.log_response.workers = {
        answering<log_response::handle>([](const log_request&) { return logged{}; })};
    with.index = some_index();
    with.policy = some_policy();
    open_directory();
  }

  ~Conversations() override {
    stop_directory();
    stop(with.timer);
    stop(with.writer);
    for (const auto& r : with.readers.workers) stop(r);
    stop(with.load_customer[0]);
    stop(with.classify[0]);
    stop(with.get_context[0]);
    stop(with.generate_response[0]);
    stop(with.analyze_query[0]);
    stop(with.log_response[0]);
  }

  static troupe::history no_history() { return std::make_shared<const std::vector<message>>(); }

  template <class Handle, class Answer>
  Handle answering(Answer answer) {
    return sys.spawn([answer](typename Handle::pointer) -> typename Handle::behavior_type {
      if constexpr (std::is_same_v<Handle, generate_response::handle>)
        return {answer, [](const drop_answer&) {}};
      else
        return {answer};
    });
  }
  /// A node that takes its request and says nothing.
  template <class Handle, class Request, class Result>
  Handle silent() {
    return sys.spawn([](typename Handle::pointer node) -> typename Handle::behavior_type {
      auto kept = std::make_shared<std::vector<caf::typed_response_promise<Result>>>();
      auto keep = [node, kept](const Request&) -> caf::result<Result> {
        kept->push_back(node->template make_response_promise<Result>());
        return kept->back();
      };
      if constexpr (std::is_same_v<Handle, generate_response::handle>)
        return {keep, [](const drop_answer&) {}};
      else
        return {keep};
    });
  }

  /// Ends a node that holds a turn's request. CAF answers nobody then: it is the deadline that tells the
  /// turn.
  template <class Handle>
  void end_in_the_middle(const Handle& victim) {
    stop(victim);
    pass(std::chrono::seconds{20});
    pass(std::chrono::milliseconds{20});
  }

  void open_directory() {
    with.directory = sys.spawn(directory::behavior, &directory_options);
    publish();
  }
  void stop_directory() { stop(with.directory); }
  void publish() {
    self->send(with.directory, use_wiring{std::make_shared<const wiring>(with)});
    run();
  }

  chat_request question(std::string text, std::string session_id = {}) {
    auto r = chat_request{};
    r.text = std::move(text);
    r.session_id = std::move(session_id);
    return r;
  }
  event_batch chat(chat_request r) { return ask<event_batch>(with.directory, std::move(r)); }
  failure refused(chat_request r) {
    auto got = try_ask<event_batch>(with.directory, std::move(r));
    return got.error ? to_failure(*got.error) : failure{};
  }
  history_page history_of(const std::string& session_id, std::string before = {}, std::uint32_t limit = 50) {
    return ask<history_page>(with.directory, view_history{session_id, {}, std::move(before), limit});
  }
  double awake() const { return metrics.sessions_awake.Value(); }

  static std::shared_ptr<const retrieval::index> some_index() {
    return std::make_shared<const retrieval::index>();
  }
  static std::shared_ptr<const learning::snapshot> some_policy() {
    return std::make_shared<const learning::snapshot>(
        learning::snapshot{1, learning::make_policy("uniform", {.initial_values = {0.5, 0.5}})});
  }

  temporary_directory directory;
  storage::sqlite::opened store = storage::sqlite::open(directory.path(), {.durable = false});
  storage::identity identity{store.secret};
  telemetry::metrics metrics;
  std::shared_ptr<storage::sqlite::writer> writer_port;
  std::shared_ptr<fallible_log> log;
  wiring with;
  session::environment environment{{}, std::chrono::seconds{900}, 2, identity, metrics};
  directory::options directory_options{
      4, 16, identity, [this](const session_origin& from, std::shared_ptr<const wiring> w) {
        return sys.spawn(session::behavior, from, std::move(w), &environment);
      }};
};

inline const std::string& answer_of(const event_batch& batch) {
  static const auto none = std::string{};
  for (const auto& e : batch.events)
    if (e.type == event_type::run_finished) return e.text;
  return none;
}

} // namespace troupe::testing
