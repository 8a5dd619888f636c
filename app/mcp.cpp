#include "app/commands.hpp"
#include "app/engine.hpp"
#include "app/remote.hpp"
#include "http/mcp/endpoint.hpp"
#include "http/mcp/server.hpp"
#include "telemetry/log.hpp"

#include <caf/scoped_actor.hpp>
#include <caf/send.hpp>

#include <condition_variable>
#include <functional>
#include <iostream>
#include <mutex>
#include <string>

namespace troupe::app {
namespace {

namespace mcp = http::mcp;
using http::ordered_json;

constexpr std::size_t most_pending = 64; // requests that a client may have open

/// The client at the other end of standard input and output: one message a line, and nothing else.
class pipes {
public:
  void say(const ordered_json& message) {
    const std::lock_guard lock{mutex_};
    std::cout << http::text_of(message) << '\n' << std::flush;
  }

  /// Waits while too many requests are open, then counts one more.
  void begin() {
    auto lock = std::unique_lock{mutex_};
    changed_.wait(lock, [this] { return pending_ < most_pending; });
    ++pending_;
  }
  void end() {
    const std::lock_guard lock{mutex_};
    --pending_;
    changed_.notify_all();
  }
  void wait_for_all() {
    auto lock = std::unique_lock{mutex_};
    changed_.wait(lock, [this] { return pending_ == 0; });
  }

  [[nodiscard]] std::string session() {
    const std::lock_guard lock{mutex_};
    return session_;
  }
  void begin_session(const std::string& id) {
    const std::lock_guard lock{mutex_};
    session_ = id;
  }

private:
  std::mutex mutex_;
  std::condition_variable changed_;
  std::size_t pending_ = 0;
  std::string session_; ///< of a client of the versions that have sessions; empty: none yet
};

/// Hands each message of standard input to `take`, until its end.
void read_messages(pipes& client, const std::function<void(mcp::message, const std::string& line)>& take) {
  for (auto line = std::string{}; std::getline(std::cin, line);) {
    if (line.find_first_not_of(" \t\r") == line.npos) continue;
    auto read = mcp::read_message(line);
    if (const auto* wrong = std::get_if<mcp::unreadable>(&read))
      client.say(mcp::fault_message(wrong->id, wrong->why));
    else
      take(std::move(std::get<mcp::message>(read)), line);
  }
}

mcp::outlet news_for(pipes& client) {
  return {[&client](const ordered_json& message) {
            client.say(message);
            return true;
          },
          [] {}, [] { return false; }};
}

mcp::way_back way_back_to(pipes& client, const mcp::server& server) {
  auto way = mcp::way_back{};
  way.answer = [&client, server](const mcp::reply& r) {
    if (!r.session_id.empty()) {
      client.begin_session(r.session_id);
      auto news = mcp::way_back{};
      news.answer = [](const mcp::reply&) {};
      news.open = [&client](const std::function<void()>&) { return news_for(client); };
      news.gone = [] { return false; };
      caf::anon_send(server, mcp::follow{r.session_id, caller{}, std::move(news)});
    }
    if (!r.message.is_null()) client.say(r.message);
    client.end();
  };
  way.tell = [&client](const ordered_json& notification) { client.say(notification); };
  way.open = [&client](const std::function<void()>&) {
    client.end();
    return news_for(client);
  };
  way.gone = [] { return false; };
  return way;
}

int serve_here(engine& of, const config::settings& s) {
  const auto with = of.wait_until_ready();
  if (!with) {
    std::cerr << "troupe: the engine ended before it was ready\n";
    return 1;
  }
  auto client = pipes{};
  const auto server = of.system().spawn(mcp::server_behavior, mcp::server_parts{s, of.supervisor()});
  const auto way = way_back_to(client, server);
  read_messages(client, [&](mcp::message m, const std::string&) {
    client.begin();
    caf::anon_send(server, mcp::said{std::move(m), client.session(), std::nullopt, caller{}, way, with});
  });
  // No answer comes to what the client was asked.
  auto none = mcp::way_back{};
  none.answer = [](const mcp::reply&) {};
  caf::anon_send(server, mcp::leave{client.session(), caller{}, std::move(none)});
  client.wait_for_all();
  auto self = caf::scoped_actor{of.system()};
  self->send_exit(server, caf::exit_reason::user_shutdown);
  self->wait_for(server);
  return 0;
}

/// What the headers repeat of a message, for the version that asks for it.
std::vector<std::pair<std::string, std::string>> headers_of(const mcp::message& m) {
  auto headers = std::vector<std::pair<std::string, std::string>>{
      {"Accept", "application/json, text/event-stream"}, {"Expect", ""}};
  if (mcp::era_of(m, std::nullopt) != mcp::era::stateless) return headers;
  headers.emplace_back("MCP-Protocol-Version", mcp::stateless_version);
  headers.emplace_back("Mcp-Method", m.method);
  if (const auto* name = mcp::repeated_name(m)) headers.emplace_back("Mcp-Name", mcp::header_value(*name));
  return headers;
}

/// Each answer is one JSON here: the server must not ask ahead of it, as it does within a session.
std::string without_questions(const mcp::message& m, const std::string& line) {
  if (m.method != "initialize") return line;
  auto asked = http::json::parse(line);
  if (const auto at = asked.find("params"); at != asked.end())
    if (const auto own = at->find("capabilities"); own != at->end() && own->is_object())
      own->erase("elicitation");
  return asked.dump();
}

/// One process writes: beside a server, messages go to that one.
int pass_on_to(const std::string& url, const config::settings& s) {
  auto client = pipes{};
  read_messages(client, [&](const mcp::message& m, const std::string& line) {
    if (m.method == "subscriptions/listen")
      return client.say(mcp::fault_message(
          m.id, {mcp::codes::unknown_method, "subscriptions/listen goes to " + url + "/mcp itself"}));
    auto call = remote_call{url + "/mcp", s.admin_keys.empty() ? std::string{} : s.admin_keys.front(),
                            s.tls_cert, without_questions(m, line), headers_of(m)};
    if (const auto id = client.session(); !id.empty()) call.headers.emplace_back("Mcp-Session-Id", id);
    const auto answer = send(call);
    if (!answer.session_id.empty()) client.begin_session(answer.session_id);
    if (answer.body.empty()) return;
    const auto message = ordered_json::parse(answer.body, nullptr, false);
    if (message.is_object() && message.contains("jsonrpc")) return client.say(message);
    if (m.kind == mcp::message_kind::request) // refused before it was read
      client.say(mcp::fault_message(m.id, {mcp::codes::internal, answer.refusal(url + "/mcp")}));
  });
  return 0;
}

} // namespace

int serve_mcp(const config::loaded& settings) {
  log::configure(log::level::warning, log::format::text);
  if (settings.values.mcp_access == "off") {
    std::cerr << "troupe: MCP is not served: TROUPE_MCP_ACCESS is off\n";
    return 2;
  }
  try {
    auto of = engine{settings.values, embedding_time::when_idle};
    return serve_here(of, settings.values);
  } catch (const storage::sqlite::directory_locked& locked) {
    if (locked.served_at().empty()) throw;
    return pass_on_to(locked.served_at(), settings.values);
  }
}

} // namespace troupe::app
