#include "load/driver.hpp"

#include "load/json_text.hpp"

#include <random>
#include <utility>

namespace troupe::load {
namespace {

using namespace std::chrono_literals;

constexpr instant tick_length = 100ms;
/// How long after the end of the workload turns are sent that found no free connection in time.
constexpr instant grace = 2s;
/// What a user waits after a broken connection.
constexpr instant pause_after_error = 100ms;

std::string random_prefix() {
  constexpr std::string_view digits = "0123456789abcdef";
  auto source = std::random_device{};
  auto text = std::string{"load-"};
  for (auto i = 0; i < 16; ++i) text += digits[source() % digits.size()];
  return text + '-';
}

std::vector<std::string> quoted(std::span<const std::string> texts) {
  auto all = std::vector<std::string>{};
  for (const auto& text : texts) all.push_back(json_text(text));
  return all;
}

} // namespace

driver::driver(boost::asio::io_context& io, client& by, const settings& with,
               std::span<const std::string> questions, watcher watch)
    : wake_(io), tick_(io), io_(io), client_(by), settings_(with), questions_(questions),
      quoted_questions_(quoted(questions)), watch_(std::move(watch)), message_id_prefix_(random_prefix()) {}

std::vector<measurements> driver::play(workload plan, std::size_t phases, instant length) {
  plan_ = std::move(plan);
  phases_.assign(phases, {});
  last_send_ = length + grace;
  glance_ = {};
  wakes_at_.reset();
  begun_ = clock::now();
  tick();
  io_.restart();
  while (!over()) io_.run_one();
  wake_.cancel();
  tick_.cancel();
  io_.poll(); // the timers' handlers
  return std::exchange(phases_, {});
}

std::optional<instant> driver::next() const noexcept {
  return std::visit([](const auto& plan) { return plan.next(); }, plan_);
}

/// Begins all that is due, as long as connections are free.
void driver::dispatch() {
  while (const auto due = next()) {
    const auto at = now();
    if (*due > at) return wake_at(*due);
    const auto too_late = at >= last_send_;
    if (!too_late && !client_.has_free()) return; // the end of a turn calls again
    const auto taken = std::visit([](auto& plan) { return plan.take(); }, plan_);
    ++phases_[taken.phase].starts;
    if (too_late)
      ++phases_[taken.phase].unsent;
    else
      begin(taken);
  }
}

void driver::wake_at(instant at) {
  if (wakes_at_ == at) return;
  wakes_at_ = at;
  wake_.expires_at(begun_ + at);
  wake_.async_wait([this](const boost::system::error_code& cancelled) {
    if (cancelled) return;
    wakes_at_.reset();
    dispatch();
  });
}

void driver::tick() {
  const auto at = now();
  client_.expire_late(clock::now());
  // Not while they are gone through: what follows the end of an exchange may end a socket.
  auto open = std::vector<socket*>{};
  for (const auto& [_, one] : sockets_) open.push_back(one.get());
  for (auto* one : open) one->expire(clock::now());
  dispatch();
  if (at - glance_.at >= 1s) look(at);
  tick_.expires_after(tick_length);
  tick_.async_wait([this](const boost::system::error_code& cancelled) {
    if (!cancelled) tick();
  });
}

void driver::look(instant at) {
  glance_.length = at - glance_.at;
  glance_.at = at;
  glance_.in_flight = in_flight_;
  if (watch_) watch_(glance_);
  glance_.latency.clear();
}

void driver::begin(const start& next) {
  const auto number = next.conversation.value_or(static_cast<std::uint32_t>(conversations_.size()));
  if (!next.conversation)
    conversations_.emplace_back(
        settings_.customers == 0 ? "" : "load-" + std::to_string(number % settings_.customers));
  const auto& by = conversations_[number];
  auto& t = new_turn();
  t.conversation = number;
  t.question = static_cast<std::uint32_t>(messages_ % questions_.size());
  t.phase = next.phase;
  t.intended = next.intended;
  const auto alternates = (number + by.turns().size()) % 2 == 1;
  if (settings_.by != transport::json && (settings_.by != transport::mixed || alternates))
    t.stream.emplace(questions_[t.question]);
  ++in_flight_;
  t.sent = now();
  ask(t, message_id_prefix_ + std::to_string(messages_++));
}

void driver::ask(turn& t, const std::string& client_message_id) {
  const auto& question = quoted_questions_[t.question];
  auto read = t.stream ? connection::on_data{[this, &t](const response& so_far) { read_stream(t, so_far); }}
                       : nullptr;
  auto ended = [this, &t](outcome how, const response& answer) { end(t, how, answer); };
  if (const auto over = sockets_.find(t.conversation); over != sockets_.end())
    return over->second->exchange(conversation::spoken(question, client_message_id), std::move(read),
                                  std::move(ended), client_.deadline());
  const auto body = conversations_[t.conversation].body(question, client_message_id, t.stream.has_value());
  client_.post("/v1/chat", body, std::move(read), std::move(ended));
}

/// What a conversation goes on over, or its end.
void driver::follow(turn& t) {
  const auto& by = conversations_[t.conversation];
  if (!goes_on(by))
    sockets_.erase(t.conversation);
  else if (settings_.by == transport::ws && !by.session_id().empty() && !sockets_.contains(t.conversation))
    sockets_.emplace(t.conversation, client_.open(by.session_id(), t.stream->last_id()));
}

driver::turn& driver::new_turn() {
  if (free_turns_.empty()) return turns_.emplace_back();
  auto& t = *free_turns_.back();
  free_turns_.pop_back();
  t = {};
  return t;
}

void driver::read_stream(turn& t, const response& so_far) {
  t.stream->read(so_far);
  const auto at = now();
  if (!std::exchange(t.event_seen, t.stream->has_event()) && t.event_seen)
    phase_of(t).first_event.record(at - t.intended);
  const auto before = std::exchange(t.text_bytes, t.stream->text_bytes());
  if (t.text_bytes <= before) return;
  if (before == 0)
    phase_of(t).first_text.record(at - t.intended);
  else
    phase_of(t).text_gap.record(at - t.text_at);
  t.text_at = at;
}

void driver::end(turn& t, outcome how, const response& answer) {
  const auto at = now();
  auto from = at;
  auto& by = conversations_[t.conversation];
  if (how == outcome::answered) {
    from = settle(t, t.stream ? t.stream->judge(answer) : judge(answer), at);
  } else {
    ++phase_of(t).errors[std::string{name(how)}];
    ++glance_.errors;
    by.abandon(t.question);
    from += pause_after_error;
  }
  phase_of(t).elapsed = at;
  follow(t);
  const auto number = t.conversation;
  free_turns_.push_back(&t);
  --in_flight_;
  std::visit([&](auto& plan) { plan.give_back(goes_on(by) ? std::optional{number} : std::nullopt, from); },
             plan_);
  dispatch();
}

bool driver::goes_on(const conversation& by) const noexcept {
  return !by.unknown() && by.turns().size() < settings_.turns;
}

instant driver::settle(turn& t, verdict&& v, instant at) {
  return std::visit([&](const auto& found) { return settle(t, found, at); }, v);
}

instant driver::settle(turn& t, const nlohmann::json& answer, instant at) {
  auto& by = conversations_[t.conversation];
  auto found = by.acknowledge(t.question, answer);
  if (!found) found = identities_.claim(by);
  if (found) return settle(t, *found, at);
  auto& in = phase_of(t);
  in.latency.record(at - t.intended);
  in.service.record(at - t.sent);
  glance_.latency.record(at - t.intended);
  return at;
}

instant driver::settle(turn& t, const fault& found, instant at) {
  phase_of(t).wrong.record(found);
  ++glance_.faults;
  conversations_[t.conversation].abandon(t.question);
  return at + pause_after_error;
}

instant driver::settle(turn& t, const refusal& refused, instant at) {
  auto& in = phase_of(t);
  ++in.refused[refused.kind];
  in.refusal.record(at - t.intended);
  ++glance_.refused;
  if (refused.may_be_kept) conversations_[t.conversation].abandon(t.question);
  return at + refused.retry_after;
}

} // namespace troupe::load
