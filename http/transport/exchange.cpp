#include "http/transport/exchange.hpp"

namespace troupe::http {

exchange::exchange(std::shared_ptr<mailbox> reactor, std::size_t write_buffer_bytes, connection& of) noexcept
    : reactor_(std::move(reactor)), limit_(write_buffer_bytes), connection_(&of) {}

responder exchange::open() {
  // Counts responders apart from the other owners: the last one to go abandons.
  return responder({this, [self = shared_from_this()](exchange*) { self->abandon(); }});
}

void exchange::reply(response answer) {
  if (advance(progress::unanswered, progress::ended))
    reactor_->post(operation{shared_from_this(), std::move(answer)});
}

void exchange::begin(response answer, stream_options options) {
  if (!advance(progress::unanswered, progress::streaming)) return;
  auto opening = std::make_unique<operation::opening>(std::move(answer), std::move(options));
  reactor_->post(operation{shared_from_this(), std::move(opening)});
}

bool exchange::write(std::string piece) {
  if (gone_ || progress_ != progress::streaming || !has_room()) return false;
  if (piece.empty()) return true;
  posted_ += piece.size();
  reactor_->post(operation{shared_from_this(), std::move(piece)});
  return true;
}

void exchange::end() {
  if (advance(progress::streaming, progress::ended))
    reactor_->post(operation{shared_from_this(), operation::ending{}});
}

std::optional<std::string> exchange::read() {
  auto message = std::string{};
  {
    const std::lock_guard lock(inbox_mutex_);
    if (inbox_.empty()) return std::nullopt;
    message = std::move(inbox_.front());
    inbox_.pop_front();
    unread_ = inbox_.size();
  }
  if (unread_ == most_unread / 2) reactor_->post(operation{shared_from_this(), operation::resumption{}});
  return message;
}

void exchange::heard(std::string message) {
  {
    const std::lock_guard lock(inbox_mutex_);
    inbox_.push_back(std::move(message));
    unread_ = inbox_.size();
  }
  tell();
}

void exchange::abandon() {
  if (progress_.exchange(progress::ended) != progress::ended)
    reactor_->post(operation{shared_from_this(), operation::abandonment{}});
}

void exchange::output_is(std::size_t bytes) {
  queued_ = bytes;
  if (starved_ && buffered() <= limit_ / 2 && starved_.exchange(false)) tell();
}

void exchange::drain() {
  draining_ = true;
  tell();
}

void exchange::detach(bool client_gone) {
  connection_ = nullptr;
  gone_ = client_gone;
  if (client_gone) tell();
  options_ = {};
}

bool exchange::advance(progress from, progress to) noexcept {
  return progress_.compare_exchange_strong(from, to);
}

bool exchange::has_room() noexcept {
  if (buffered() < limit_) return true;
  // The reactor looks at the flag after it has drained, we look again after raising it: one of us sees the
  // other.
  starved_ = true;
  return buffered() <= limit_ / 2;
}

void exchange::tell() const {
  if (options_.on_change) options_.on_change();
}

} // namespace troupe::http
