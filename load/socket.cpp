#include "load/socket.hpp"

#include <boost/asio/post.hpp>
#include <boost/beast/core/buffers_to_string.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/websocket/stream.hpp>
#include <nlohmann/json.hpp>

#include <utility>

namespace troupe::load {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace websocket = beast::websocket;

class socket::talk : public std::enable_shared_from_this<talk> {
public:
  talk(asio::io_context& io, target at) : at_(std::move(at)), stream_(io) {}

  void exchange(std::string message, connection::on_data data, connection::on_end end,
                connection::clock::time_point deadline) {
    message_ = std::move(message);
    data_ = std::move(data);
    end_ = std::move(end);
    deadline_ = deadline;
    answer_ = {200, "text/event-stream", {}, {}, true};
    if (stream_.is_open()) return send();
    if (!std::exchange(begun_, true)) return connect();
    // It was closed between two turns. Another would begin with events that have been heard.
    asio::post(stream_.get_executor(), [self = shared_from_this()] {
      if (self->end_) self->finish(outcome::closed);
    });
  }

  void expire(connection::clock::time_point now) {
    if (end_ && now >= deadline_) finish(outcome::timed_out);
  }

  /// Nobody waits any more.
  void drop() {
    data_ = nullptr;
    end_ = nullptr;
    stream_.next_layer() = asio::ip::tcp::socket{stream_.get_executor()};
  }

private:
  using error_code = boost::system::error_code;

  void connect() {
    stream_.next_layer().async_connect(at_.to, [self = shared_from_this()](error_code error) {
      if (!self->end_) return;
      if (error || self->stream_.next_layer().set_option(asio::ip::tcp::no_delay{true}, error))
        return self->finish(outcome::not_connected);
      self->upgrade();
    });
  }

  void upgrade() {
    stream_.set_option(websocket::stream_base::decorator{[key = at_.key](websocket::request_type& request) {
      if (!key.empty()) request.set(beast::http::field::authorization, "Bearer " + key);
    }});
    stream_.async_handshake(upgraded_, at_.authority, at_.path,
                            [self = shared_from_this()](error_code error) {
                              if (!self->end_) return;
                              if (error) return self->refuse_upgrade(error);
                              self->send();
                              self->read();
                            });
  }

  void refuse_upgrade(const error_code& error) {
    if (error != websocket::error::upgrade_declined) return finish(outcome::closed);
    answer_.status = static_cast<int>(upgraded_.result_int());
    answer_.body = upgraded_.body();
    finish(outcome::answered);
  }

  void send() {
    stream_.async_write(asio::buffer(message_), [self = shared_from_this()](error_code error, std::size_t) {
      if (error && self->end_) self->finish(outcome::closed);
    });
  }

  /// Goes on between the turns as well: that answers pings.
  void read() {
    stream_.async_read(buffer_, [self = shared_from_this()](error_code error, std::size_t) {
      if (error) {
        if (self->end_) self->finish(outcome::closed);
        return;
      }
      const auto text = beast::buffers_to_string(self->buffer_.data());
      self->buffer_.consume(self->buffer_.size());
      if (self->end_) self->hear(text);
      self->read();
    });
  }

  void hear(const std::string& text) {
    const auto said = nlohmann::json::parse(text, nullptr, false);
    const auto type = said.is_object() ? said.value("type", std::string{}) : std::string{};
    if (type == "ERROR") {
      answer_.status = said.value("retryable", false) ? 429 : 400;
      answer_.body = nlohmann::json{{"type", said.value("code", "")}}.dump();
      return finish(outcome::answered);
    }
    if (said.is_object() && said.contains("id")) answer_.body += "id: " + said["id"].dump() + '\n';
    answer_.body += "data: " + text + "\n\n";
    if (data_) data_(answer_);
    if (type == "RUN_FINISHED" || type == "RUN_ERROR") finish(outcome::answered);
  }

  void finish(outcome how) {
    const auto end = std::exchange(end_, nullptr);
    data_ = nullptr;
    if (how != outcome::answered) drop();
    end(how, answer_); // and may drop this
  }

  target at_;
  websocket::stream<asio::ip::tcp::socket> stream_;
  websocket::response_type upgraded_;
  beast::flat_buffer buffer_;
  bool begun_ = false;
  std::string message_;
  response answer_;
  connection::on_data data_;
  connection::on_end end_;
  connection::clock::time_point deadline_;
};

socket::socket(asio::io_context& io, target at) : talk_{std::make_shared<talk>(io, std::move(at))} {}

socket::~socket() { talk_->drop(); }

void socket::exchange(std::string message, connection::on_data data, connection::on_end end,
                      connection::clock::time_point deadline) {
  talk_->exchange(std::move(message), std::move(data), std::move(end), deadline);
}

void socket::expire(connection::clock::time_point now) {
  const auto held = talk_; // the end of an exchange may end the socket
  held->expire(now);
}

} // namespace troupe::load
