#include "http/transport/connection.hpp"

#include "http/framing/serialize.hpp"
#include "telemetry/log.hpp"

#include <algorithm>
#include <exception>
#include <utility>

namespace troupe::http {
namespace {

/// A refused request's body up to this is skipped to keep the connection; beyond, a new connection is
/// cheaper.
constexpr std::size_t skipped_body = 64 * 1024;

} // namespace

connection::connection(surroundings& around, channel over, std::string peer)
    : around_(around), channel_(std::move(over)), peer_(std::move(peer)),
      deadline_(around.now + around.limits.header_timeout) {}

connection::~connection() { let_go(true); }

bool connection::wants_read() const noexcept {
  if (client_done_ || phase_ == phase::closing) return false;
  if (socket_) return exchange_->takes_messages() && outbox_.size() < around_.limits.write_buffer_bytes;
  const auto ahead = std::max(around_.limits.pipelined_bytes, around_.limits.header_bytes);
  return !framing_ || framing_->waiting() <= ahead;
}

void connection::readable() {
  const auto [outcome, bytes] = channel_.read(around_.scratch);
  if (outcome == channel::state::broken) return vanished();
  if (outcome == channel::state::ended) client_finished();
  if (outcome == channel::state::ready && phase_ != phase::lingering)
    take_in({around_.scratch.data(), bytes});
  flush();
}

void connection::writable() {
  if (channel_.wants_write()) return readable(); // which goes on where TLS had to wait
  flush();
}

void connection::vanished() {
  let_go(true);
  phase_ = phase::finished;
}

void connection::take_in(std::string_view bytes) {
  if (socket_) return hear(bytes);
  if (!framing_) framing_ = std::make_unique<framing>(around_.limits);
  const bool rested = framing_->resting();
  framing_->feed(bytes);
  if (rested && phase_ == phase::reading) deadline_ = around_.now + around_.limits.header_timeout;
  find_requests();
}

void connection::client_finished() {
  client_done_ = true;
  if (socket_) return vanished(); // without the close that it owes
  if (phase_ == phase::lingering) phase_ = phase::finished;
  if (phase_ == phase::reading) framing_ ? find_requests() : input_ended();
  // A client that is done sending looks like one that has gone; only what is sent to it tells.
  if (phase_ == phase::streaming) send_piece(exchange_->heartbeat());
}

void connection::find_requests() {
  while (phase_ == phase::reading && outbox_.size() < around_.limits.write_buffer_bytes) {
    switch (framing_->next()) {
    case framing::event::need_more: return client_done_ ? input_ended() : void();
    case framing::event::head: admit(); break;
    case framing::event::request: dispatch(); break;
    case framing::event::refused:
      ++around_.seen.bad_requests;
      refuse(framing_->refusal().status, framing_->refusal().detail);
      break;
    }
  }
}

void connection::input_ended() {
  if (!framing_ || framing_->resting()) {
    phase_ = phase::closing;
    return;
  }
  ++around_.seen.bad_requests;
  refuse(400, "The request ends before it is complete");
}

void connection::admit() {
  auto& head = framing_->head();
  head.peer = peer_;
  head.received = around_.now;
  minor_version_ = head.minor_version;
  head_only_ = head.method == "HEAD";
  keep_alive_ = framing_->keep_alive();
  deadline_ = around_.now + around_.limits.body_timeout;
  try {
    if (around_.service.admit) refusal_ = around_.service.admit(head);
  } catch (const std::exception& failure) {
    ++around_.seen.failures;
    log::error("admission failed", {{"reason", failure.what()}});
    refusal_ = problem(500, "The request could not be looked at");
  }
  const bool waits = framing_->expects_continue();
  if (!refusal_ && waits) outbox_.append(std::string_view("HTTP/1.1 100 Continue\r\n\r\n"));
  if (refusal_ && (waits || !framing_->discard_body(skipped_body))) refuse(413, "The body is too long");
}

void connection::dispatch() {
  ++around_.seen.requests;
  auto asked = framing_->take();
  if (refusal_) return send(*std::exchange(refusal_, std::nullopt));
  ++around_.seen.in_flight;
  exchange_ = std::make_shared<exchange>(around_.mailbox, around_.limits.write_buffer_bytes, *this);
  phase_ = phase::answering;
  if (around_.draining) exchange_->drain();
  try {
    around_.service.handle(std::move(asked), exchange_->open());
  } catch (const std::exception& failure) { // the responder has gone with it, which answers 500
    log::error("request handler failed", {{"reason", failure.what()}});
  }
}

void connection::refuse(int status, std::string_view detail) {
  keep_alive_ = false;
  // Admission spoke first.
  send(refusal_ ? *std::exchange(refusal_, std::nullopt) : problem(status, detail));
}

void connection::apply(operation& what) {
  struct visitor {
    connection& of;
    void operator()(response& answer) { of.send(std::move(answer)); }
    void operator()(std::unique_ptr<operation::opening>& opening) { of.begin(*opening); }
    void operator()(std::string& piece) { of.send_piece(std::move(piece)); }
    void operator()(operation::ending) { of.end_stream(); }
    void operator()(operation::abandonment) { of.cut_or_fail(); }
    void operator()(operation::resumption) {} // the event loop looks at wants_read() anew
  };
  std::visit(visitor{*this}, what.what);
}

void connection::send(response answer) {
  if (!is_sendable(answer)) {
    ++around_.seen.failures;
    log::error("answer with an impossible status or header dropped", {{"status", answer.status}});
    answer = problem(500, "The answer could not be sent");
  }
  keep_alive_ = keep_alive_ && !around_.draining;
  outbox_.append(serialize_head(answer, {minor_version_, !keep_alive_, false, around_.date}));
  if (!head_only_ && has_body(answer.status)) outbox_.append(std::move(answer.body));
  answered();
}

void connection::begin(operation::opening& opening) {
  auto& answer = opening.answer;
  if (opening.options.max_message_bytes > 0) return upgrade(opening);
  if (!is_sendable(answer) || !has_body(answer.status)) return send(std::move(answer));
  keep_alive_ = keep_alive_ && !around_.draining && minor_version_ > 0;
  outbox_.append(serialize_head(answer, {minor_version_, !keep_alive_, true, around_.date}));
  if (head_only_) {
    let_go(true);
    return answered();
  }
  phase_ = phase::streaming;
  ++around_.seen.streams;
  exchange_->started(std::move(opening.options));
  heartbeat_at_ = around_.now + around_.limits.heartbeat;
  send_piece(std::move(answer.body));
}

void connection::upgrade(operation::opening& opening) {
  if (!are_sendable(opening.answer.headers)) return send(problem(500, "The answer could not be sent"));
  outbox_.append(serialize_upgrade(opening.answer.headers, around_.date));
  keep_alive_ = false;
  phase_ = phase::streaming;
  ++around_.seen.streams;
  heartbeat_at_ = around_.now + around_.limits.heartbeat;
  socket_ = std::make_unique<websocket>(opening.options.max_message_bytes);
  exchange_->started(std::move(opening.options));
  const auto ahead = framing_->take_rest();
  framing_.reset();
  hear(ahead);
}

void connection::hear(std::string_view bytes) {
  pinged_ = false;
  for (auto& message : socket_->feed(bytes)) {
    if (exchange_->options().echo)
      socket_->send(message);
    else if (message.binary)
      socket_->close(close_code::unsupported);
    else
      exchange_->heard(std::move(message.payload));
  }
  send_frames();
  if (!socket_->closed()) return;
  let_go(true);
  answered();
}

void connection::send_frames() { outbox_.append(socket_->output()); }

void connection::send_piece(std::string piece) {
  if (piece.empty()) return; // as a chunk it would end the stream
  heartbeat_at_ = around_.now + around_.limits.heartbeat;
  if (socket_) {
    socket_->send({std::move(piece), false});
    return send_frames();
  }
  if (minor_version_ == 0) return outbox_.append(std::move(piece));
  outbox_.append(chunk_header(piece.size()));
  outbox_.append(std::move(piece));
  outbox_.append(std::string_view("\r\n"));
}

void connection::end_stream() {
  if (socket_) {
    socket_->close(around_.draining ? close_code::going_away : close_code::normal);
    send_frames();
  } else if (minor_version_ > 0)
    outbox_.append(std::string_view("0\r\n\r\n"));
  answered();
}

void connection::cut_or_fail() {
  ++around_.seen.failures;
  if (phase_ != phase::streaming) return send(problem(500, "The request was left without an answer"));
  keep_alive_ = false; // the close tells, where the last chunk is missing
  if (socket_) {
    socket_->close(close_code::internal_error);
    send_frames();
  }
  answered();
}

void connection::answered() {
  let_go(false);
  phase_ = keep_alive_ && !around_.draining ? phase::reading : phase::closing;
  await_request();
}

void connection::let_go(bool client_gone) {
  if (!exchange_) return;
  socket_.reset();
  --around_.seen.in_flight;
  if (phase_ == phase::streaming) --around_.seen.streams;
  std::exchange(exchange_, nullptr)->detach(client_gone);
}

void connection::await_request() noexcept {
  minor_version_ = 1;
  head_only_ = false;
  const bool begun = framing_ && !framing_->resting();
  deadline_ = around_.now + (begun ? around_.limits.header_timeout : around_.limits.idle_timeout);
}

void connection::flush() {
  while (send_outbox()) {
    if (phase_ == phase::closing) return linger();
    if (phase_ == phase::reading && framing_) find_requests();
    if (outbox_.empty() && phase_ != phase::closing) break;
  }
  if (exchange_) exchange_->output_is(outbox_.size());
}

/// True when all of it has been sent.
bool connection::send_outbox() {
  while (!finished() && !outbox_.empty()) {
    const auto [outcome, bytes] = channel_.write(outbox_);
    if (outcome == channel::state::broken) {
      vanished();
    } else if (outcome == channel::state::ready) {
      outbox_.drop_front(bytes);
      write_deadline_ = time_point::max();
    } else {
      write_deadline_ = std::min(write_deadline_, around_.now + around_.limits.write_timeout);
      return false;
    }
  }
  return !finished();
}

/// Closing with input unread would reset the connection and take the answer from the client.
void connection::linger() {
  if (client_done_) return vanished();
  channel_.finish_writing();
  framing_.reset();
  phase_ = phase::lingering;
  deadline_ = around_.now + around_.limits.linger_timeout;
}

void connection::check_time() {
  if (around_.now > write_deadline_) {
    ++around_.seen.slow_readers;
    return vanished();
  }
  const bool waits = phase_ == phase::reading || phase_ == phase::lingering;
  if (waits && around_.now > deadline_) overdue();
  if (phase_ == phase::streaming && around_.now > heartbeat_at_ && outbox_.empty()) break_silence();
  if (phase_ == phase::reading && framing_ && framing_->resting()) framing_.reset();
  outbox_.release();
  flush();
}

void connection::break_silence() {
  if (!socket_) return send_piece(exchange_->heartbeat());
  if (std::exchange(pinged_, true)) return vanished();
  heartbeat_at_ = around_.now + around_.limits.heartbeat;
  socket_->ping();
  send_frames();
}

void connection::overdue() {
  if (phase_ == phase::lingering) return vanished();
  ++around_.seen.timeouts;
  if (!framing_ || framing_->resting()) return vanished();
  refuse(408, "The request took too long to arrive");
}

void connection::drain() {
  if (phase_ == phase::reading && outbox_.empty() && (!framing_ || framing_->resting())) return vanished();
  if (exchange_) exchange_->drain();
}

} // namespace troupe::http
