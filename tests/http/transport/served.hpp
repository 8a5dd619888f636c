#pragma once

#include "http/transport/server.hpp"
#include "tests/support/raw_client.hpp"

#include <chrono>
#include <condition_variable>
#include <deque>
#include <functional>
#include <mutex>
#include <optional>
#include <stdexcept>
#include <string>
#include <thread>
#include <utility>

namespace troupe::http {

using namespace std::chrono_literals;

constexpr auto patience = 10s;

/// Hands values from the reactor to the test's thread.
template <class T>
class inbox {
public:
  void put(T value) {
    const std::lock_guard lock(mutex_);
    waiting_.push_back(std::move(value));
    arrived_.notify_one();
  }
  T take() {
    std::unique_lock lock(mutex_);
    if (!arrived_.wait_for(lock, patience, [&] { return !waiting_.empty(); }))
      throw std::runtime_error("nothing arrived in time");
    auto value = std::move(waiting_.front());
    waiting_.pop_front();
    return value;
  }

private:
  std::mutex mutex_;
  std::condition_variable arrived_;
  std::deque<T> waiting_;
};

/// For counters, which nobody announces.
inline bool eventually(const std::function<bool()>& holds) {
  for (const auto end = std::chrono::steady_clock::now() + patience;
       std::chrono::steady_clock::now() < end;) {
    if (holds()) return true;
    std::this_thread::yield();
  }
  return false;
}

struct asked {
  request what;
  responder who;
};

/// A server on a free port. "/now…" is answered in the reactor with its path, or the body it came with;
/// whatever else waits in `pending` for the test to answer. Paths that begin with "/no" are refused before
/// their body.
class served {
public:
  explicit served(server_options options = {}) : server(on_free_port(std::move(options)), services()) {}

  [[nodiscard]] testing::raw_client client() const { return testing::raw_client(server.port()); }
  [[nodiscard]] asked next() { return pending.take(); }
  [[nodiscard]] static std::string get(const std::string& path, const std::string& headers = "") {
    return "GET " + path + " HTTP/1.1\r\nHost: test\r\n" + headers + "\r\n";
  }
  [[nodiscard]] static std::string post(const std::string& path, const std::string& body) {
    return "POST " + path + " HTTP/1.1\r\nHost: test\r\nContent-Length: " + std::to_string(body.size())
           + "\r\n\r\n" + body;
  }
  /// An answer to "/now" shows that the server is well.
  [[nodiscard]] bool is_well() const {
    auto other = client();
    other.send(get("/now"));
    return other.read_answer().ends_with("\r\n\r\n/now");
  }

  inbox<asked> pending;
  http::server server;

private:
  static server_options on_free_port(server_options options) {
    options.port = 0;
    return options;
  }
  service_factory services() {
    return [this](std::size_t) {
      return service{[](const request& head) -> std::optional<response> {
                       if (head.path.starts_with("/admission-throws")) throw std::runtime_error("on purpose");
                       if (head.path.starts_with("/no/")) return problem(404, "No such thing");
                       return std::nullopt;
                     },
                     [this](request what, responder who) { handle(std::move(what), std::move(who)); }};
    };
  }
  void handle(request what, responder who) {
    if (what.path.starts_with("/throws")) throw std::runtime_error("on purpose");
    if (what.path.starts_with("/now"))
      return who.reply({200, {}, what.body.empty() ? what.path : std::move(what.body)});
    pending.put({std::move(what), std::move(who)});
  }
};

} // namespace troupe::http
