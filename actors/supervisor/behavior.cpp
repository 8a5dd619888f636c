#include "actors/supervisor/behavior.hpp"

#include "actors/embeddings/behavior.hpp"
#include "actors/etl/behavior.hpp"
#include "actors/evaluator/behavior.hpp"
#include "actors/feedback/behavior.hpp"
#include "actors/gaps/behavior.hpp"
#include "actors/knowledge/behavior.hpp"
#include "actors/learner/behavior.hpp"
#include "actors/llm/behavior.hpp"
#include "actors/timer/behavior.hpp"
#include "actors/watcher/behavior.hpp"
#include "actors/workflow/analyze_query/behavior.hpp"
#include "actors/workflow/classify/behavior.hpp"
#include "actors/workflow/generate_response/behavior.hpp"
#include "actors/workflow/get_context/behavior.hpp"
#include "actors/workflow/load_customer/behavior.hpp"
#include "actors/workflow/log_response/behavior.hpp"
#include "config/threads.hpp"
#include "config/upstreams.hpp"
#include "messages/error.hpp"
#include "telemetry/log.hpp"
#include "telemetry/threads.hpp"

#include <algorithm>
#include <chrono>
#include <ranges>
#include <utility>

namespace troupe::supervisor {
namespace {

constexpr auto checkpoint_period = std::chrono::seconds{1};

timestamp wall_clock() {
  using namespace std::chrono;
  return duration_cast<microseconds>(system_clock::now().time_since_epoch()).count();
}

language::text_embedder embedder_of(const embedding_parts& with) {
  if (!with.encoder || !with.encodes_messages) return {};
  return [&with](std::string_view text) {
    auto read = with.encoder->read(text);
    auto made = language::text_embedding{std::move(read.mean), {}};
    if (with.projection) made.tokens = (*with.projection)(read.tokens);
    return made;
  };
}

session::turn_limits turn_limits(const config::settings& s) {
  auto l = session::turn_limits{};
  l.deadline = s.turn_deadline;
  l.debounce = s.debounce;
  l.most_superseded = s.max_waiting_per_session;
  l.burst_bytes = s.max_message_bytes;
  l.commit_reserve = std::min(l.commit_reserve, s.turn_deadline / 4);
  l.node = {s.load_customer_deadline,     s.classify_deadline,      s.get_context_deadline,
            s.generate_response_deadline, s.analyze_query_deadline, s.log_response_deadline};
  return l;
}

} // namespace

void state::start(handle::stateful_pointer<state> self, const parts* p) {
  self_ = self;
  parts_ = p;
  draft_.epoch = p->epoch;
  draft_.supervisor = self;
  sessions_.emplace(session::environment{turn_limits(p->settings), p->settings.session_idle,
                                         p->settings.max_waiting_per_session, p->identity, p->metrics});
  auto spawn_session = [&system = self->system(), env = &*sessions_](const session_origin& from,
                                                                     std::shared_ptr<const wiring> with) {
    return system.spawn(session::behavior, from, std::move(with), env);
  };
  directory_options_.emplace(
      directory::options{config::most_turns(p->settings), 1024, p->identity, std::move(spawn_session)});
  self_->set_down_handler([this](const caf::down_msg& m) { went_down(m); });
  list_children();
  for (std::size_t i = 0; i < children_.size(); ++i) start_child(i);
  publish();
}

std::size_t state::workers() const { return config::scheduler_threads(parts_->settings); }

template <class Spawn, class Place>
void state::add(std::string called, std::vector<std::string> needs, Spawn spawn, Place place) {
  auto start = [spawn = std::move(spawn), place = std::move(place)] {
    auto made = spawn();
    auto actor = caf::actor_cast<caf::actor>(made);
    place(std::move(made));
    return actor;
  };
  children_.push_back({std::move(called), std::move(needs), std::move(start)});
}

/// Blocking work is detached here and nowhere else.
template <class... Ts>
auto state::spawn_blocking(Ts... xs) {
  auto& sys = self_->system();
  return parts_->detached ? sys.spawn<caf::detached>(std::move(xs)...) : sys.spawn(std::move(xs)...);
}

/// The written order: each child stands on those above it, and they stop from the bottom up.
void state::list_children() {
  auto& sys = self_->system();
  const auto& s = parts_->settings;
  auto& d = draft_;
  add(
      "timer", {}, [&] { return sys.spawn(timer::behavior); },
      [&](timer::handle h) { d.timer = std::move(h); });

  add(
      "store.writer", {},
      [&] {
        return spawn_blocking(store::writer_behavior, parts_->open_writer,
                              store::writer_options{s.store_queue, &parts_->metrics, self_});
      },
      [&](store::writer h) { d.writer = std::move(h); });
  add_pool("store.reader", {}, s.store_readers, d.readers,
           [&](std::size_t) { return spawn_blocking(store::reader_behavior, parts_->open_reader); });
  add(
      "store.log_reader", {}, [&] { return spawn_blocking(store::log_reader_behavior, parts_->open_reader); },
      [&](store::log_reader h) { log_reader_ = std::move(h); });
  if (parts_->checkpoint)
    add(
        "store.checkpointer", {},
        [&] { return spawn_blocking(store::checkpointer_behavior, parts_->checkpoint, checkpoint_period); },
        [](const store::checkpointer&) {});

  add_pool("load_customer", {"store.reader"}, workers(), d.load_customer, [&](std::size_t i) {
    return sys.spawn(load_customer::behavior, d.readers[i], s.history_messages);
  });
  const auto encode = embedder_of(parts_->embedding);
  add_pool("classify", {}, workers(), d.classify, [&, encode](std::size_t) {
    return sys.spawn(classify::behavior, &parts_->classifier, &parts_->signals, encode, s.embedding_cache);
  });
  add_pool("get_context", {}, workers(), d.get_context, [&, encode](std::size_t) {
    return sys.spawn(get_context::behavior, s.context_tokens, encode, s.embedding_cache);
  });
  const auto with_llm = !config::upstreams(s).empty();
  if (with_llm)
    add(
        "llm", {"timer"},
        [&] {
          return sys.spawn(llm::behavior,
                           llm::options{&s, config::upstreams(s), &parts_->metrics, d.timer, self_});
        },
        [&](llm::handle h) { llm_ = std::move(h); });
  const auto under_generation = with_llm ? std::vector<std::string>{"llm"} : std::vector<std::string>{};
  add_pool("generate_response", under_generation, workers(), d.generate_response, [&](std::size_t) {
    return sys.spawn(generate_response::behavior,
                     generate_response::options{&parts_->strategies, s.answerable_threshold, s.seed, llm_,
                                                &parts_->prompts, s.llm_history_tokens});
  });
  add_pool("analyze_query", {"store.reader"}, workers(), d.analyze_query,
           [&](std::size_t i) { return sys.spawn(analyze_query::behavior, d.readers[i]); });
  add_pool("log_response", {}, workers(), d.log_response,
           [&](std::size_t) { return sys.spawn(log_response::behavior, &parts_->signals); });

  add(
      "learner", {"timer", "store.writer", "store.log_reader"},
      [&] {
        return sys.spawn(learner::behavior,
                         learner::options{&s, &parts_->strategies, &parts_->weights, &parts_->metrics,
                                          parts_->epoch, d.writer, log_reader_, d.timer, self_, wall_clock});
      },
      [&](learner::handle h) { d.learner = std::move(h); });
  if (const auto& e = parts_->embedding; e.encoder)
    add(
        "embedder", {"store.writer"},
        [&] {
          return spawn_blocking(embedder::behavior,
                                embedder::options{e.encoder, e.projection, e.model, e.distils,
                                                  &parts_->metrics, e.open, d.writer});
        },
        [&](embedder::handle h) { embedder_ = std::move(h); });
  if (const auto& e = parts_->embedding; e.encoder)
    add(
        "embeddings", {},
        [&] {
          const auto open = [encoder = e.encoder]() -> embeddings::encode_text {
            telemetry::name_thread("embeddings");
            return [encoder](std::string_view text) {
              return embeddings::encoded{encoder->encode(text), encoder->pieces(text).size()};
            };
          };
          return spawn_blocking(embeddings::behavior,
                                embeddings::options{open, e.model, e.encoder->dimensions()});
        },
        [&](embeddings::handle h) { d.embeddings = std::move(h); });
  add(
      "knowledge", {"store.writer", "store.reader", "embedder"},
      [&] {
        return spawn_blocking(knowledge::behavior, knowledge::options{&s, &parts_->metrics, d.writer,
                                                                      d.readers[0], self_, embedder_});
      },
      [&](knowledge::handle h) { d.knowledge = std::move(h); });
  if (s.watch.count() > 0)
    add(
        "watcher", {"timer", "knowledge"},
        [&] {
          return sys.spawn(watcher::behavior, watcher::options{&s, d.timer, d.knowledge});
        },
        [](const watcher::handle&) {});
  add(
      "feedback", {"timer", "store.writer", "store.reader", "store.log_reader", "learner"},
      [&] {
        return sys.spawn(feedback::behavior,
                         feedback::options{&s, &parts_->metrics, parts_->epoch, d.writer, d.readers[0],
                                           log_reader_, d.learner, d.timer, self_, wall_clock});
      },
      [&](feedback::handle h) { d.feedback = std::move(h); });
  add(
      "evaluator", {},
      [&] {
        const auto open = [from = parts_->open_reader] { return from().experience; };
        return spawn_blocking(evaluator::behavior, evaluator::open_log{open},
                              evaluator::options{&s, &parts_->strategies, &parts_->weights});
      },
      [&](evaluator::handle h) { d.evaluator = std::move(h); });
  // Its sessions hold handles of these: they are woken anew with the new ones.
  add(
      "directory", {"timer", "store.writer", "store.reader"},
      [&] { return sys.spawn(directory::behavior, &*directory_options_); },
      [&](directory::handle h) {
        d.directory = std::move(h);
        recovered_ = false; // what an earlier one had under way is open
      });
  add(
      "gaps", {"store.log_reader", "embeddings"},
      [&] {
        return spawn_blocking(gaps::behavior, gaps::options{log_reader_, d.embeddings});
      },
      [&](gaps::handle h) { d.gaps = std::move(h); });
  add(
      "etl", {"timer", "store.writer", "store.log_reader", "knowledge"},
      [&] {
        return sys.spawn(etl::behavior,
                         etl::options{&s, d.timer, d.knowledge, d.writer, log_reader_, wall_clock});
      },
      [&](etl::handle h) { d.etl = std::move(h); });
}

/// `count` equal workers: each its own child, under one name; `spawn` is told which of them it makes.
template <class Handle, class Spawn>
void state::add_pool(const std::string& called, const std::vector<std::string>& needs, std::size_t count,
                     pool<Handle>& into, const Spawn& spawn) {
  into.workers.resize(count);
  for (std::size_t i = 0; i < count; ++i)
    add(
        called, needs, [spawn, i] { return spawn(i); },
        [&into, i](Handle h) { into.workers[i] = std::move(h); });
}

void state::start_child(std::size_t which) {
  if (ending_) return;
  auto& c = children_[which];
  c.running = c.start();
  self_->monitor(c.running);
  c.health.name = c.name;
  c.health.state = component_state::up;
  c.health.since = wall_clock();
  c.health.reason.clear();
  if (c.health.restarts == 0) return;
  renew_those_on(c.name);
  publish();
}

/// Those that stand on a child that was started again hold its old handle.
void state::renew_those_on(const std::string& started) {
  for (auto& c : children_) {
    if (!c.running || std::ranges::find(c.needs, started) == c.needs.end()) continue;
    c.renewed = true;
    self_->send_exit(c.running, make_error(errc::internal, started + " was started again"));
  }
}

void state::went_down(const caf::down_msg& m) {
  const auto hit = std::ranges::find_if(
      children_, [&](const child& c) { return c.running && c.running.address() == m.source; });
  if (hit == children_.end()) {
    std::erase_if(subscribers_, [&](const subscriber& s) { return s.address() == m.source; });
    return;
  }
  hit->running = nullptr;
  if (ending_) return stop_next();
  // What was told to go has not failed.
  const auto delay = std::exchange(hit->renewed, false) ? std::optional{std::chrono::milliseconds{0}}
                                                        : hit->restarts.went_down(self_->clock().now());
  hit->health.state = component_state::down;
  hit->health.since = wall_clock();
  hit->health.reason = to_failure(m.reason).detail;
  hit->health.restarts += 1;
  parts_->metrics.actor_restarts(hit->name).Increment();
  if (!delay) {
    log::error("an actor cannot be kept running: ending the process",
               {{"actor", hit->name}, {"reason", hit->health.reason}});
    return end(make_error(errc::internal, hit->name + " went down too often: " + hit->health.reason));
  }
  log::warning("an actor went down and is started again",
               {{"actor", hit->name}, {"reason", hit->health.reason}});
  const auto which = static_cast<std::size_t>(hit - children_.begin());
  if (delay->count() == 0)
    start_child(which);
  else
    self_->delayed_send(self_, *delay, supervisor::start_child{which});
}

void state::subscribe(const subscriber& who) {
  self_->monitor(who);
  subscribers_.push_back(who);
  self_->send(who, use_wiring{std::make_shared<const wiring>(draft_)});
}

void state::publish() {
  const auto now = use_wiring{std::make_shared<const wiring>(draft_)};
  self_->send(draft_.directory, now);
  for (const auto& s : subscribers_) self_->send(s, now);
  if (!draft_.policy) self_->send(draft_.learner, learn_now{});
  recover();
}

/// Once there is something to answer from, what a crash left open is finished.
void state::recover() {
  if (recovered_ || !draft_.index || !draft_.policy) return;
  recovered_ = true;
  self_->request(draft_.readers[0], caf::infinite, read_open_sessions{})
      .then(
          [this](open_sessions& open) {
            if (!open.ids.empty())
              log::info("finishing the turns that were open", {{"sessions", open.ids.size()}});
            self_->send(draft_.directory, std::move(open));
          },
          [this](caf::error& e) {
            log::error("the open turns could not be read", {{"reason", to_failure(e).detail}});
            recovered_ = false;
          });
}

void state::use(std::shared_ptr<const retrieval::index> index) {
  draft_.index = std::move(index);
  publish();
}

void state::use(std::shared_ptr<const learning::snapshot> policy) {
  draft_.policy = std::move(policy);
  publish();
}

void state::note(const report_health& r) {
  const auto take = [&](component_health& h) {
    if (h.state != r.state) h.since = wall_clock();
    h.state = r.state;
    h.reason = r.reason;
  };
  auto is_child = false;
  for (auto& c : children_)
    if (c.name == r.name) take(c.health), is_child = true;
  if (is_child) return;
  auto other = std::ranges::find(others_, r.name, &component_health::name);
  if (other == others_.end()) other = others_.insert(other, component_health{r.name});
  take(*other);
}

/// The workers of a pool are one component: as well as the worst of them.
health_report state::health() const {
  auto report = health_report{draft_.index && draft_.policy && !ending_, {}};
  for (const auto& c : children_) {
    if (report.components.empty() || report.components.back().name != c.name)
      report.components.push_back(c.health);
    else {
      auto& all = report.components.back();
      all.restarts += c.health.restarts;
      if (c.health.state > all.state)
        std::tie(all.state, all.since, all.reason) =
            std::tie(c.health.state, c.health.since, c.health.reason);
    }
    if (c.health.state == component_state::down) report.ready = false;
  }
  if (!parts_->embedding.encoder)
    report.components.push_back(
        {"embedder", component_state::off, 0, "lexical mode: " + parts_->embedding.why_not, 0});
  report.components.insert(report.components.end(), others_.begin(), others_.end());
  return report;
}

caf::result<stopped> state::stop() {
  auto promise = self_->make_response_promise<stopped>();
  told_to_stop_.push_back(promise);
  end(caf::exit_reason::normal);
  return promise;
}

void state::end(caf::error reason) {
  if (ending_) return;
  ending_ = std::move(reason);
  stop_next();
}

/// From the bottom up, one after the other: the next goes when the last has gone.
void state::stop_next() {
  for (const auto& c : children_ | std::views::reverse)
    if (c.running) return self_->send_exit(c.running, caf::exit_reason::user_shutdown);
  for (auto& promise : told_to_stop_) promise.deliver(stopped{});
  self_->quit(std::move(*ending_));
}

handle::behavior_type behavior(handle::stateful_pointer<state> self, const parts* of) {
  self->state.start(self, of);
  return {
      [self](start_child& s) { self->state.start_child(s.which); },
      [self](const supervisor::subscribe& s) { self->state.subscribe(s.who); },
      [self](publish_index& p) { self->state.use(std::move(p.index)); },
      [self](publish_policy& p) { self->state.use(std::move(p.policy)); },
      [self](const report_health& r) { self->state.note(r); },
      [self](read_health) { return self->state.health(); },
      [self](stop_all) { return self->state.stop(); },
  };
}

} // namespace troupe::supervisor
