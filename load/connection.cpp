#include "load/connection.hpp"

#include <boost/asio/buffer.hpp>
#include <boost/asio/write.hpp>

#include <utility>

namespace troupe::load {

namespace asio = boost::asio;

std::string_view name(outcome how) noexcept {
  switch (how) {
  case outcome::answered: return "answered";
  case outcome::not_connected: return "not_connected";
  case outcome::closed: return "closed";
  case outcome::malformed: return "malformed";
  case outcome::timed_out: return "timed_out";
  }
  return "closed";
}

void connection::exchange(std::string request, on_data data, on_end end, clock::time_point deadline) {
  request_ = std::move(request);
  data_ = std::move(data);
  end_ = std::move(end);
  deadline_ = deadline;
  reader_.begin();
  rested_ = socket_.is_open();
  if (rested_) return send();
  connect();
}

void connection::expire(clock::time_point now) {
  if (busy() && now >= deadline_) finish(outcome::timed_out);
}

void connection::connect() {
  drop();
  socket_.async_connect(to_, [this, mine = generation_](error_code error) {
    if (mine != generation_) return;
    if (error || socket_.set_option(asio::ip::tcp::no_delay{true}, error)
        || socket_.non_blocking(true, error))
      return finish(outcome::not_connected);
    send();
  });
}

/// Closes the connection, if there is one.
void connection::drop() {
  socket_ = asio::ip::tcp::socket{socket_.get_executor()};
  ++generation_;
  sending_ = false;
}

/// A small request fits the socket's buffer: it is written without a turn of the event loop.
void connection::send() {
  auto error = error_code{};
  const auto sent = socket_.write_some(asio::buffer(request_), error);
  if (error && error != asio::error::would_block) return on_read(error, 0);
  if (sent < request_.size()) send_rest(sent);
  read();
}

void connection::send_rest(std::size_t sent) {
  sending_ = true;
  asio::async_write(socket_, asio::buffer(request_) + sent,
                    [this, mine = generation_](const error_code&, std::size_t) {
                      // An error of writing is one of reading, too; that one is heard.
                      if (mine == generation_) sending_ = false;
                    });
}

void connection::read() {
  socket_.async_read_some(asio::buffer(buffer_),
                          [this, mine = generation_](const error_code& error, std::size_t size) {
                            if (mine == generation_) on_read(error, size);
                          });
}

void connection::on_read(const error_code& error, std::size_t size) {
  if (error && rested_ && reader_.untouched()) {
    rested_ = false;
    return connect();
  }
  const auto state = error ? reader_.feed_end() : reader_.feed({buffer_.data(), size});
  const auto& so_far = reader_.message();
  if (data_ && so_far.status == 200 && !so_far.body.empty()) data_(so_far);
  switch (state) {
  case response_reader::state::reading: return read();
  case response_reader::state::complete: return finish(outcome::answered);
  case response_reader::state::malformed: return finish(error ? outcome::closed : outcome::malformed);
  }
}

void connection::finish(outcome how) {
  // An answer may come before all of the request has gone; the rest of it would precede the next one.
  if (how != outcome::answered || !reader_.message().keep_alive || sending_) drop();
  data_ = nullptr;
  const auto end = std::exchange(end_, nullptr);
  end(how, reader_.message());
}

} // namespace troupe::load
