#include "actors/learner/behavior.hpp"

#include "actors/learner/champion.hpp"
#include "messages/error.hpp"
#include "telemetry/log.hpp"

#include <algorithm>
#include <stdexcept>

namespace troupe::learner {
namespace {

/// A page takes a few milliseconds of the pool's time at most.
constexpr std::size_t lessons_at_once = 512;

} // namespace

void state::start(handle::stateful_pointer<state> self, const options& with) {
  self_ = self;
  with_ = with;
  kept_at_ = self_->clock().now();
  self_->set_exit_handler([this](caf::exit_msg& m) { stop(std::move(m.reason)); });
  load();
}

template <class Reply, class Actor, class Request, class Then>
void state::ask(const Actor& whom, Request request, const Then& then) {
  self_->request(whom, caf::infinite, std::move(request))
      .then(
          [this, then, asked_in = round_](Reply& reply) {
            if (asked_in == round_) then(reply);
          },
          [this, asked_in = round_](const caf::error& e) {
            if (asked_in == round_) start_over(to_failure(e));
          });
}

void state::load() {
  busy_ = true;
  ++round_;
  ask<stored_learning>(with_->log, read_learning{}, [this](stored_learning& found) {
    rebuilt_ = found.head.rebuilt;
    head_ = found.head.last;
    promotions_ = std::move(found.promotions);
    const auto& configured = with_->settings->rl_policy;
    if (!promotions_.empty() && promotions_.back().configured == configured) return find();
    // A new setting is a switch as well: what was promoted under the one before does not come back with that.
    auto set = learning::promotion{.policy = configured,
                                   .replaced = promotions_.empty() ? "" : promotions_.back().policy,
                                   .configured = configured,
                                   .note = "RL_POLICY was set",
                                   .principal = {},
                                   .created_at = with_->wall_clock(),
                                   .reason = learning::promotion_reason::configured,
                                   .position = head_};
    ask<committed>(with_->writer, record_promotion{set}, [this, set](const committed& c) {
      if (c.outcome.code != errc::none) return start_over(c.outcome);
      promotions_.push_back(set);
      find();
    });
  });
}

void state::find() {
  ask<found_fold>(with_->log, find_fold{champion(with_->settings->rl_policy, promotions_)},
                  [this](const found_fold& f) { begin(f); });
}

learning::fold_rules state::rules() const {
  return rules_in_force(*with_->settings, *with_->strategies, *with_->weights, promotions_);
}

void state::begin(const found_fold& found) {
  fold_.emplace(fold_of(found));
  kept_ = fold_->position();
  busy_ = false;
  if (!now_) make_snapshot(); // there is something to choose by, while the rest is being read
  read();
}

/// The checkpoint, unless it was made by other rules or has been overtaken by a rebuild.
learning::fold state::fold_of(const found_fold& found) const {
  auto rules = this->rules();
  if (!found.saved || found.saved->position < rebuilt_) return learning::fold{std::move(rules)};
  if (found.saved->rules != rules.text()) {
    log::info("learning the log anew, as the settings of learning have changed", {{"policy", rules.policy}});
    return learning::fold{std::move(rules)};
  }
  try {
    return learning::fold{rules, found.saved->state};
  } catch (const std::invalid_argument& e) {
    log::error("learning the log anew, as the checkpoint is damaged",
               {{"reason", std::string_view{e.what()}}});
    return learning::fold{std::move(rules)};
  }
}

void state::more() {
  if (busy_)
    behind_ = true;
  else if (fold_)
    read();
}

void state::read() {
  busy_ = true;
  behind_ = false;
  ask<learning::lesson_page>(with_->log, read_lessons{fold_->position(), rebuilt_, lessons_at_once},
                             [this](const learning::lesson_page& page) { take(page); });
}

void state::take(const learning::lesson_page& page) {
  busy_ = false;
  const auto rebuilding = fold_->position() < rebuilt_;
  fold_->learn(page.lessons);
  if (rebuilding && !page.more) fold_->rebuilt(rebuilt_);
  head_ = std::max(head_, fold_->position());
  if (page.more || rebuilding || behind_) return read();
  caught_up();
}

void state::caught_up() {
  if (!shown_ || shown_->position() != fold_->position() || shown_->rules().policy != fold_->rules().policy)
    make_snapshot();
  keep();
  switch_if_due();
}

/// A version names what is in the policy: the lessons before it.
void state::make_snapshot() {
  shown_ = std::make_shared<const learning::fold>(*fold_);
  now_ =
      std::make_shared<const learning::snapshot>(learning::snapshot{fold_->position() + 1, fold_->policy()});
  auto& m = *with_->metrics;
  m.policy_version.Set(static_cast<double>(now_->version));
  const auto& strategies = shown_->rules().strategies;
  for (std::size_t a = 0; a < strategies.size(); ++a)
    m.mean_reward(strategies[a]).Set(shown_->statistics().of_action(a).mean());
  publish();
}

void state::publish() {
  if (now_) self_->send(with_->supervisor, publish_policy{now_});
}

void state::keep() {
  if (fold_->position() == kept_) return;
  const auto now = self_->clock().now();
  const auto due = kept_at_ + with_->settings->checkpoint_interval;
  if (now < due) return wake_at(due); // though nothing more may come until then
  kept_at_ = now;
  ask<committed>(with_->writer, keep_fold{saved()}, [this, position = fold_->position()](const committed& c) {
    if (c.outcome.code == errc::none)
      kept_ = position;
    else
      log::warning("the policy's checkpoint was not stored", {{"reason", c.outcome.detail}});
  });
}

learning::saved_fold state::saved() const {
  return {fold_->rules().policy, fold_->rules().text(), fold_->position(),
          fold_->save(),         with_->epoch,          with_->wall_clock()};
}

/// What is known so far is kept, so that the next start has little to learn.
void state::stop(caf::error reason) {
  if (stopping_ || !fold_ || fold_->position() == kept_) return self_->quit(std::move(reason));
  stopping_ = true;
  self_->request(with_->writer, caf::infinite, keep_fold{saved()})
      .then(
          [this, reason](const committed& c) {
            if (c.outcome.code != errc::none)
              log::warning("the policy's last checkpoint was not stored", {{"reason", c.outcome.detail}});
            self_->quit(reason);
          },
          [this, reason](const caf::error& e) {
            log::warning("the policy's last checkpoint was not stored", {{"reason", to_failure(e).detail}});
            self_->quit(reason);
          });
}

void state::switch_if_due() {
  if (promoting_) return;
  auto made = due(*fold_, with_->settings->rl_apprentice);
  if (!made) return;
  made->configured = with_->settings->rl_policy;
  made->created_at = with_->wall_clock();
  record(std::move(*made), {});
}

caf::result<learning::promotion> state::promote(const promote_policy& p) {
  const auto& configured = with_->settings->rl_policy;
  const auto standing = champion(configured, promotions_);
  if (std::ranges::find(learning::policy_names, p.policy) == learning::policy_names.end())
    return make_error(errc::bad_request, "policy: there is no policy " + p.policy);
  if (p.policy == standing) return make_error(errc::conflict, p.policy + " chooses already");
  // What it replaces is known once the one before it is durable.
  if (promoting_) return make_error(errc::conflict, "another promotion is under way; try again");
  auto promise = self_->make_response_promise<learning::promotion>();
  record({.policy = p.policy,
          .replaced = standing,
          .configured = configured,
          .note = p.note,
          .principal = p.who.principal,
          .created_at = with_->wall_clock(),
          .reason = learning::promotion_reason::asked,
          .position = head_},
         promise);
  return promise;
}

/// Nobody waits for one that is made by itself; what the store refuses then is due again at the next lesson.
void state::record(learning::promotion made, caf::typed_response_promise<learning::promotion> promise) {
  promoting_ = true;
  self_->request(with_->writer, caf::infinite, record_promotion{made})
      .then(
          [this, promise, made](const committed& c) mutable {
            promoting_ = false;
            if (c.outcome.code != errc::none) {
              if (promise.pending()) promise.deliver(make_error(c.outcome));
              return;
            }
            log::info("another policy was promoted", {{"policy", made.policy},
                                                      {"replaced", made.replaced},
                                                      {"reason", learning::name(made.reason)},
                                                      {"note", made.note}});
            promotions_.push_back(made);
            if (promise.pending()) promise.deliver(std::move(made));
            load();
          },
          [this, promise](caf::error& e) mutable {
            promoting_ = false;
            log::warning("a promotion was not stored", {{"reason", to_failure(e).detail}});
            if (promise.pending()) promise.deliver(std::move(e));
          });
}

policy_report state::report() const {
  return {shown_,      now_ ? now_->version : 0,      with_->settings->rl_policy, head_,
          promotions_, with_->settings->rl_apprentice};
}

void state::start_over(const failure& why) {
  log::warning("the log of lessons could not be learned; trying again", {{"reason", why.detail}});
  busy_ = true; // until it is loaded again
  ++round_;
  lost_ = true;
  wake_at(self_->clock().now() + with_->settings->learning_interval);
}

void state::wake_at(steady_time when) {
  self_->send(with_->timer, timer::arm{caf::actor_cast<timer::client>(self_), when});
}

void state::wake() {
  if (std::exchange(lost_, false)) return load();
  if (!busy_) keep();
}

handle::behavior_type behavior(handle::stateful_pointer<state> self, const options& with) {
  self->state.start(self, with);
  return {
      [self](learn_now) { self->state.publish(); },
      [self](lessons_appended) { self->state.more(); },
      [self](const promote_policy& p) { return self->state.promote(p); },
      [self](read_policy) { return self->state.report(); },
      [self](timer_due) { self->state.wake(); },
  };
}

} // namespace troupe::learner
