#include "app/mock_llm/server.hpp"

#include "app/mock_llm/knobs.hpp"
#include "app/mock_llm/reply.hpp"

// clang-format off: Boost 1.74's awaitable.hpp uses std::exchange, and leaves this to others
#include <utility>
// clang-format on

#include <boost/asio/awaitable.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/signal_set.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http/read.hpp>
#include <boost/beast/http/string_body.hpp>
#include <nlohmann/json.hpp>

#include <array>
#include <charconv>
#include <csignal>
#include <iostream>
#include <map>
#include <memory>

namespace troupe::app::mock_llm {
namespace {

namespace asio = boost::asio;
namespace http = boost::beast::http;
using asio::use_awaitable;
using asio::ip::tcp;
using nlohmann::ordered_json;
using request = http::request<http::string_body>;

/// Requests of each model so far: for "after".
using counts = std::map<std::string, std::size_t>;

constexpr std::size_t text_before_fault = 3; // tokens

std::string with_length(unsigned status, std::string_view type, const std::string& body,
                        std::string_view more = {}) {
  return "HTTP/1.1 " + std::to_string(status) + " Mock\r\nContent-Type: " + std::string{type}
         + "\r\nContent-Length: " + std::to_string(body.size()) + "\r\n" + std::string{more} + "\r\n" + body;
}

std::string problem(unsigned status, std::string_view message) {
  const auto body = ordered_json{{"error", {{"message", message}, {"type", "mock"}, {"code", status}}}};
  const auto more = status == 429                   ? "Retry-After: 1\r\n"
                    : status >= 300 && status < 400 ? "Location: http://127.0.0.1:1/elsewhere\r\n"
                                                    : "";
  return with_length(status, "application/json", body.dump(), more);
}

std::string chunk(const std::string& bytes) {
  auto size = std::array<char, 2 * sizeof(std::size_t)>{};
  const auto end = std::to_chars(size.data(), size.data() + size.size(), bytes.size(), 16).ptr;
  return std::string{size.data(), end} + "\r\n" + bytes + "\r\n";
}

ordered_json usage(std::size_t prompt, std::size_t completion) {
  return {
      {"prompt_tokens", prompt}, {"completion_tokens", completion}, {"total_tokens", prompt + completion}};
}

ordered_json models() { return {{"object", "list"}, {"data", {{{"id", "mock"}, {"object", "model"}}}}}; }

/// One request of a connection, and what is written for it.
class exchange {
public:
  exchange(tcp::socket& socket, const request& asked, counts& seen)
      : socket_{socket}, asked_{asked}, seen_{seen}, timer_{socket.get_executor()} {}

  /// False: the connection is of no more use.
  asio::awaitable<bool> answer() {
    const auto target = std::string_view{asked_.target().data(), asked_.target().size()};
    if (target.ends_with("/models")) {
      co_await write(with_length(200, "application/json", models().dump()));
      co_return true;
    }
    const auto body = nlohmann::json::parse(asked_.body(), nullptr, false);
    if (!target.ends_with("/chat/completions")) co_return co_await refuse(404, "no such path");
    if (!body.is_object() || !body.contains("messages") || !body["messages"].is_array()
        || body["messages"].empty())
      co_return co_await refuse(400, "the body has no messages");
    model_ = body.value("model", "");
    const auto knobs = knobs_of(model_);
    if (!knobs) co_return co_await refuse(404, "no such model: the mock's begin with mock");
    knobs_ = *knobs;
    if (seen_[model_]++ < knobs_.after) knobs_.status = 200, knobs_.fault = misbehaviour::none;
    if (knobs_.status != 200) co_return co_await refuse(knobs_.status, "as the model's name says");
    const auto& last = body["messages"].back();
    const auto prompt = last.is_object() && last.contains("content") && last["content"].is_string()
                            ? last["content"].get<std::string>()
                            : std::string{};
    prompt_tokens_ = tokens_of(prompt, 0).size();
    tokens_ = tokens_of(reply_to(prompt), knobs_.words);
    co_await wait(knobs_.first_token);
    if (body.value("stream", false)) co_return co_await stream(); // GCC 12 does both of a ?: in a coroutine
    co_return co_await whole();
  }

private:
  asio::awaitable<void> write(std::string bytes) {
    co_await asio::async_write(socket_, asio::buffer(bytes), use_awaitable);
  }
  asio::awaitable<void> wait(std::chrono::milliseconds time) {
    if (time.count() == 0) co_return;
    timer_.expires_after(time);
    co_await timer_.async_wait(use_awaitable);
  }
  /// Until the client goes.
  asio::awaitable<void> wait_for_end() {
    auto byte = char{};
    co_await socket_.async_read_some(asio::buffer(&byte, 1), use_awaitable);
  }
  asio::awaitable<bool> refuse(unsigned status, std::string_view why) {
    co_await write(problem(status, why));
    co_return true;
  }

  asio::awaitable<bool> whole() {
    switch (knobs_.fault) {
    case misbehaviour::none: break;
    case misbehaviour::html:
      co_await write(with_length(200, "text/html", "<html>Welcome</html>"));
      co_return true;
    case misbehaviour::binary: co_await write("\x16\x03\x01 no HTTP\r\n\r\n"); co_return false;
    case misbehaviour::garbage:
      co_await write(with_length(200, "application/json", "{\"choices\": [}"));
      co_return true;
    case misbehaviour::stall: co_await wait_for_end(); co_return false;
    default: co_return false; // it ends where it is
    }
    co_await write(with_length(200, "application/json", completion().dump()));
    co_return true;
  }

  // What has lists of members is made outside of the coroutines: GCC 12 fails on such in them.
  [[nodiscard]] ordered_json completion() const {
    auto text = std::string{};
    for (const auto& t : tokens_) text += t;
    auto body = ordered_json{{"id", "chatcmpl-mock"},
                             {"object", "chat.completion"},
                             {"model", model_},
                             {"choices",
                              {{{"index", 0},
                                {"message", {{"role", "assistant"}, {"content", text}}},
                                {"finish_reason", "stop"}}}}};
    if (knobs_.usage) body["usage"] = usage(prompt_tokens_, tokens_.size());
    return body;
  }
  [[nodiscard]] std::string beginning() const {
    return "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n\r\n"
           + event(delta({{"role", "assistant"}, {"content", ""}}));
  }
  [[nodiscard]] std::string token(const std::string& text) const { return event(delta({{"content", text}})); }
  [[nodiscard]] std::string ending() const {
    auto end = event(delta(ordered_json::object(), "stop"));
    if (knobs_.usage) {
      auto last = delta(ordered_json::object());
      last["choices"] = ordered_json::array();
      last["usage"] = usage(prompt_tokens_, tokens_.size());
      end += event(last);
    }
    if (knobs_.done) end += chunk("data: [DONE]\n\n");
    return end + chunk("");
  }
  [[nodiscard]] std::string error() const {
    return event({{"error", {{"message", "the mock was told to fail"}, {"code", 500}}}}) + chunk("");
  }

  [[nodiscard]] std::string event(const ordered_json& data) const {
    const auto end = knobs_.crlf ? std::string_view{"\r\n"} : std::string_view{"\n"};
    auto text = std::string{};
    if (knobs_.crlf) text += std::string{": the mock lives"} + std::string{end} + std::string{end};
    return chunk(text + "data: " + data.dump() + std::string{end} + std::string{end});
  }
  [[nodiscard]] ordered_json delta(ordered_json of, const char* reason = nullptr) const {
    auto choice = ordered_json{{"index", 0}, {"delta", std::move(of)}, {"finish_reason", nullptr}};
    if (reason) choice["finish_reason"] = reason;
    return {{"id", "chatcmpl-mock"},
            {"object", "chat.completion.chunk"},
            {"model", model_},
            {"choices", {choice}}};
  }

  asio::awaitable<bool> stream() {
    switch (knobs_.fault) {
    case misbehaviour::html:
    case misbehaviour::binary: co_return co_await whole();
    case misbehaviour::stall: co_await wait_for_end(); co_return false;
    default: break;
    }
    co_await write(beginning());
    for (std::size_t i = 0; i < tokens_.size(); ++i) {
      if (i > 0) co_await wait(knobs_.next_token);
      if (i == std::min(text_before_fault, tokens_.size() - 1) && knobs_.fault != misbehaviour::none)
        co_return co_await go_wrong();
      co_await write(token(tokens_[i]));
    }
    co_await write(ending());
    co_return true;
  }

  /// In the middle of a stream. Whatever it is, the connection ends with it.
  asio::awaitable<bool> go_wrong() {
    constexpr std::size_t block = 8192;
    switch (knobs_.fault) {
    case misbehaviour::stall_mid: co_await wait_for_end(); break;
    case misbehaviour::garbage:
      co_await write(chunk("data: {\"choices\": [}\n\ndata: \xff\xfe\n\n") + chunk(""));
      break;
    case misbehaviour::close_mid: co_await write(chunk("")); break;
    case misbehaviour::error_mid: co_await write(error()); break;
    case misbehaviour::endless:
      for (;;) co_await write(token(" and so on"));
    case misbehaviour::long_line:
      co_await write(chunk("data: "));
      for (;;) co_await write(chunk(std::string(block, 'x')));
    default: break;
    }
    if (knobs_.fault == misbehaviour::reset_mid) socket_.set_option(asio::socket_base::linger{true, 0});
    co_return false;
  }

  tcp::socket& socket_;
  const request& asked_;
  counts& seen_;
  asio::steady_timer timer_;
  std::string model_;
  knobs knobs_;
  std::size_t prompt_tokens_ = 0;
  std::vector<std::string> tokens_;
};

asio::awaitable<void> serve_connection(tcp::socket socket, counts& seen) {
  constexpr std::uint64_t largest_body = 16U << 20U;
  try {
    socket.set_option(tcp::no_delay{true});
    auto buffer = boost::beast::flat_buffer{};
    for (;;) {
      auto parser = http::request_parser<http::string_body>{};
      parser.body_limit(largest_body);
      co_await http::async_read(socket, buffer, parser, use_awaitable);
      const auto asked = parser.release();
      auto one = exchange{socket, asked, seen};
      if (!co_await one.answer() || !asked.keep_alive()) co_return;
    }
  } catch (const boost::system::system_error&) {
    // The client has gone, or speaks no HTTP.
  }
}

asio::awaitable<void> accept_all(tcp::acceptor& acceptor, counts& seen) {
  for (;;) {
    auto socket = co_await acceptor.async_accept(use_awaitable);
    asio::co_spawn(acceptor.get_executor(), serve_connection(std::move(socket), seen), asio::detached);
  }
}

} // namespace

void serve(std::uint16_t port) {
  auto io = asio::io_context{1};
  auto seen = counts{};
  auto acceptor = tcp::acceptor{io, tcp::endpoint{asio::ip::address_v4::loopback(), port}};
  auto signals = asio::signal_set{io, SIGINT, SIGTERM};
  signals.async_wait([&](const boost::system::error_code&, int) { io.stop(); });
  asio::co_spawn(io, accept_all(acceptor, seen), asio::detached);
  std::cout << "The mock serves on http://127.0.0.1:" << acceptor.local_endpoint().port() << "/v1" << '\n'
            << std::flush;
  io.run();
}

} // namespace troupe::app::mock_llm
