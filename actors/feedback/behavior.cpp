#include "actors/feedback/behavior.hpp"

#include "actors/feedback/permission.hpp"
#include "actors/feedback/settle.hpp"
#include "messages/error.hpp"
#include "telemetry/log.hpp"

#include <algorithm>
#include <set>
#include <string>

namespace troupe::feedback {
namespace {

const std::string consumer_name = "feedback";

/// What comes of them is one transaction, for which turns wait: a few milliseconds at most.
constexpr std::size_t changes_at_once = 1024;
/// Changes without a lesson are not worth a commit each time: so many may be read again after a restart.
constexpr std::uint64_t changes_unsettled = 65'536;

learning::open_episodes no_episodes(const config::settings& s) {
  using microseconds = std::chrono::microseconds;
  return {microseconds{s.session_end}.count(), microseconds{s.turn_deadline}.count()};
}

} // namespace

void state::start(handle::stateful_pointer<state> self, const options& with) {
  self_ = self;
  with_ = with;
  load();
}

// Both requests are awaited: one piece of feedback at a time, in the order in which they came, for the last
// one counts.
caf::result<committed> state::add(const give_feedback& g) {
  auto answer = self_->make_response_promise<committed>();
  auto store = [this, given = g.given, answer]() mutable {
    self_->request(with_->writer, caf::infinite, add_feedback{given})
        .await(
            [this, answer, metric = given.metric](committed& c) mutable {
              if (c.outcome.code == errc::none) with_->metrics->feedback(metric).Increment();
              answer.deliver(std::move(c));
            },
            [answer](caf::error& e) mutable { answer.deliver(std::move(e)); });
  };
  self_->request(with_->reader, caf::infinite, find_turn{g.given.turn_id, {}, {}})
      .await(
          [g, answer, store](const found_turn& found) mutable {
            auto refused = refusal(found.turn, g.given.turn_id, g.who);
            if (refused.code == errc::none)
              store();
            else
              answer.deliver(committed{std::move(refused)});
          },
          [answer](caf::error& e) mutable { answer.deliver(std::move(e)); });
  return answer;
}

void state::wake() { loaded_ ? read() : load(); }

template <class Reply, class Actor, class Request, class Then>
void state::ask(const Actor& whom, Request request, const Then& then) {
  self_->request(whom, caf::infinite, std::move(request))
      .then([then](Reply& reply) { then(reply); },
            [this](const caf::error& e) { start_over(to_failure(e)); });
}

void state::load() {
  ask<learning::consumer>(with_->log, find_consumer{consumer_name}, [this](const learning::consumer& c) {
    standing_ = c;
    open_.emplace(no_episodes(*with_->settings));
    // From where the oldest open episode began. What is read again and was settled before is not settled
    // twice: the store tells what was learned, and which feedback says something new.
    read_to_ = c.resume > 0 ? c.resume - 1 : c.consumed;
    loaded_ = true;
    read();
  });
}

void state::read() {
  ask<learning::log_page>(with_->log, read_changes{read_to_, changes_at_once},
                          [this](const learning::log_page& page) { take(page); });
}

void state::take(const learning::log_page& page) {
  auto ended = std::vector<learning::episode>{};
  auto judged = std::set<std::int64_t>{};
  auto latest = timestamp{0};
  for (const auto& e : page.entries) {
    latest = std::max(latest, e.asked_at);
    if (const auto over = open_->read(e)) ended.push_back(*over);
    if (e.what == learning::log_entry::kind::feedback_given) judged.insert(e.turn);
  }
  read_to_ = page.through;
  // In a long log it is as late as its entries say; so what has ended in it does not pile up.
  const auto silent = open_->expire(page.more ? latest : with_->wall_clock(), changes_at_once);
  ended.insert(ended.end(), silent.begin(), silent.end());
  look_up(std::move(ended), {judged.begin(), judged.end()}, page.more || silent.size() == changes_at_once);
}

void state::look_up(const std::vector<learning::episode>& ended, std::vector<std::int64_t> judged,
                    bool more) {
  if (ended.empty() && judged.empty()) return settle({}, more);
  ask<settled_turns>(
      with_->log, read_settled{ended, std::move(judged)}, [this, ended, more](const settled_turns& found) {
        auto lessons = std::vector<learning::lesson>{};
        const auto append = [&](std::vector<learning::lesson> made) {
          lessons.insert(lessons.end(), made.begin(), made.end());
        };
        auto corrected = std::set<std::int64_t>{}; // two turns that were judged may be of one episode
        for (const auto& episode : found.judged)
          if (!episode.empty() && corrected.insert(episode.front().in_force.turn).second)
            append(corrections_of(episode));
        for (std::size_t i = 0; i < ended.size(); ++i) append(lessons_of(found.ended[i], ended[i].how));
        settle(std::move(lessons), more);
      });
}

void state::settle(std::vector<learning::lesson> lessons, bool more) {
  if (lessons.empty() && read_to_ < standing_.consumed + changes_unsettled) return go_on(more);
  const auto now = learning::consumer{with_->epoch, std::max(read_to_, standing_.consumed), open_->oldest()};
  auto made = appended{};
  for (const auto& l : lessons) ++(l.what == learning::lesson::kind::learned ? made.learned : made.corrected);
  ask<committed>(
      with_->writer,
      settle_lessons{{consumer_name, standing_.consumed, now, std::move(lessons), with_->wall_clock()}},
      [this, now, made, more](const committed& c) { settled(c.outcome, now, made, more); });
}

void state::settled(const failure& outcome, const learning::consumer& now, const appended& made, bool more) {
  if (outcome.code != errc::none) return start_over(outcome);
  standing_ = now;
  with_->metrics->lessons("learned").Increment(static_cast<double>(made.learned));
  with_->metrics->lessons("corrected").Increment(static_cast<double>(made.corrected));
  if (made.learned + made.corrected > 0) self_->send(with_->learner, lessons_appended{});
  go_on(more);
}

void state::go_on(bool more) { more ? read() : rest(); }

void state::rest() {
  self_->send(with_->timer, timer::arm{caf::actor_cast<timer::client>(self_),
                                       self_->clock().now() + with_->settings->learning_interval});
}

void state::start_over(const failure& why) {
  log::warning("what was learned could not be settled; trying again", {{"reason", why.detail}});
  loaded_ = false;
  rest();
}

handle::behavior_type behavior(handle::stateful_pointer<state> self, const options& with) {
  self->state.start(self, with);
  return {
      [self](const give_feedback& g) { return self->state.add(g); },
      [self](timer_due) { self->state.wake(); },
  };
}

} // namespace troupe::feedback
