#include "http/front.hpp"
#include "http/json.hpp"
#include "http/routes/parameters.hpp"
#include "messages/error.hpp"
#include "tests/support/raw_client.hpp"

#include <caf/actor_system.hpp>
#include <caf/actor_system_config.hpp>
#include <caf/send.hpp>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <atomic>
#include <charconv>
#include <future>
#include <mutex>
#include <regex>
#include <set>

namespace troupe::http {
namespace {

using ::testing::HasSubstr;

/// What the engine behind the front end would say; the test sets it before it asks.
struct script {
  std::function<caf::result<event_batch>(const chat_request&)> chat;
  std::function<caf::result<event_batch>(const next_events&)> next;
  bool ready = true;
  failure feedback_outcome;
};

event an_event(std::uint32_t n, event_type type, std::string name = {}, std::string text = {}) {
  return {event_id({1, 0, n}), type, "trn_1", std::move(name), std::move(text)};
}

caf::error unknown() { return make_error(errc::unknown_session, "there is no session ses_x"); }

session_record a_session() {
  auto s = session_record{};
  s.session_id = "ses_1";
  s.created_at = s.last_active_at = 1'000'000;
  return s;
}

directory::handle::behavior_type fake_directory(directory::handle::pointer, const script* s) {
  return {
      [s](const chat_request& c) { return s->chat(c); },
      [s](const next_events& n) { return s->next(n); },
      [](const open_session&) { return a_session(); },
      [](const view_session& v) -> caf::result<session_record> {
        if (v.session_id != "ses_1") return unknown();
        return a_session();
      },
      [](const change_session&) { return a_session(); },
      [](const view_history& h) {
        return history_page{
            {{"msg_1c", "trn_1", role::customer, h.before + "/" + std::to_string(h.limit), 0}}, true};
      },
      [](const open_sessions&) {},
      [](const retire_request&) {},
      [](const stay&) {},
      [](const use_wiring&) {},
  };
}

feedback::handle::behavior_type fake_feedback(feedback::handle::pointer, const script* s) {
  return {[s](const give_feedback&) { return committed{s->feedback_outcome}; }, [](timer_due) {}};
}

supervisor::handle::behavior_type fake_supervisor(supervisor::handle::pointer self,
                                                  const std::shared_ptr<const wiring>& with,
                                                  const script* s) {
  return {
      [](const supervisor::start_child&) {},
      [self, with](const supervisor::subscribe& to) {
        if (with) self->send(to.who, use_wiring{with});
      },
      [](const publish_index&) {},
      [](const publish_policy&) {},
      [](const report_health&) {},
      [s](read_health) {
        return health_report{s->ready,
                             {{"store", component_state::degraded, 1'000'000, "the disk is slow", 2}}};
      },
      [](stop_all) { return stopped{}; },
  };
}

struct answer {
  int status = 0;
  std::string head;
  std::string body;
};

/// The front end on a free port, over actors that say what the script says.
class Front : public ::testing::Test {
protected:
  ~Front() override {
    front_.reset();
    for (const auto& actor : actors_) caf::anon_send_exit(actor, caf::exit_reason::user_shutdown);
  }

  void start(bool engine_runs = true) {
    settings.port = 0;
    auto with = std::make_shared<wiring>();
    with->directory = spawned(sys_.spawn(fake_directory, &says));
    with->feedback = spawned(sys_.spawn(fake_feedback, &says));
    const auto top = spawned(sys_.spawn(fake_supervisor, engine_runs ? std::move(with) : nullptr, &says));
    front_.emplace(front_options{settings, sys_, top, metrics_,
                                 [](const customer_ref& r) { return "cus_" + r.external_id; }});
    // The wiring is on its way by now.
    if (engine_runs)
      while (ask("GET", "/v1/sessions/ses_1", admin_key()).status == 503) {
      }
  }

  [[nodiscard]] testing::raw_client client(int receive_buffer = 0) const {
    const auto& address = front_->addresses().front();
    auto port = std::uint16_t{0};
    std::from_chars(address.data() + address.rfind(':') + 1, address.data() + address.size(), port);
    return testing::raw_client{port, "127.0.0.1", receive_buffer};
  }

  static std::string request_text(const std::string& method, const std::string& target,
                                  const std::string& headers = {}, const std::string& body = {}) {
    auto text = method + " " + target + " HTTP/1.1\r\nHost: test\r\n" + headers;
    if (!body.empty()) text += "Content-Length: " + std::to_string(body.size()) + "\r\n";
    return text + "\r\n" + body;
  }

  [[nodiscard]] answer ask(const std::string& method, const std::string& target,
                           const std::string& headers = {}, const std::string& body = {}) const {
    auto c = client();
    c.send(request_text(method, target, headers, body));
    const auto text = c.read_answer();
    const auto end = text.find("\r\n\r\n");
    return {std::stoi(text.substr(9, 3)), text.substr(0, end), text.substr(end + 4)};
  }
  [[nodiscard]] answer post(const std::string& target, const std::string& body) const {
    return ask("POST", target, json_type, body);
  }

  static constexpr auto json_type = "Content-Type: application/json\r\n";
  static constexpr auto hello = R"({"message":"Hello"})";
  config::settings settings;
  script says;

private:
  [[nodiscard]] std::string admin_key() const {
    return settings.admin_keys.empty() ? "" : "Authorization: Bearer " + settings.admin_keys.front() + "\r\n";
  }

  template <class Handle>
  Handle spawned(Handle h) {
    actors_.push_back(caf::actor_cast<caf::actor>(h));
    return h;
  }

  caf::actor_system_config config_;
  caf::actor_system sys_{config_};
  telemetry::metrics metrics_;
  std::vector<caf::actor> actors_;
  std::optional<front> front_;
};

TEST_F(Front, answers_chat_with_the_rendered_bytes) {
  const auto rendered = std::string{R"({"turn_id":"trn_1", "answer":"é \u0041","score":1.50})"};
  auto asked = chat_request{};
  says.chat = [&](const chat_request& c) {
    asked = c;
    return event_batch{
        "ses_1",
        {an_event(0, event_type::run_started), an_event(1, event_type::run_finished, {}, rendered)},
        false};
  };
  start();
  const auto got = post(
      "/v1/chat",
      R"({"message":"Hi","session_id":"ses_1","customer":{"external_id":"c"},"client_message_id":"0123456789abcdef"})");
  EXPECT_EQ(got.status, 200);
  EXPECT_EQ(got.body, rendered);
  EXPECT_THAT(got.head, HasSubstr("Server-Timing: total;dur="));
  EXPECT_EQ(asked.text, "Hi");
  EXPECT_EQ(asked.session_id, "ses_1");
  EXPECT_EQ(asked.customer, (customer_ref{"c", "", ""}));
  EXPECT_EQ(asked.client_message_id, "0123456789abcdef");
  EXPECT_FALSE(asked.streamed);
}

TEST_F(Front, pulls_until_the_end_of_this_very_turn) {
  says.chat = [](const chat_request&) {
    return event_batch{"ses_1", {an_event(0, event_type::run_started)}, false};
  };
  auto other = an_event(5, event_type::run_finished, {}, R"({"turn":"another"})");
  other.turn_id = "trn_0";
  const auto later = std::vector{an_event(1, event_type::step_started, "classify"), other,
                                 an_event(7, event_type::run_finished, {}, R"({"turn":"mine"})")};
  auto empty_once = true;
  says.next = [&](const next_events& n) {
    if (std::exchange(empty_once, false)) return event_batch{"ses_1", {}, false};
    const auto next = std::ranges::upper_bound(later, n.after, {}, &event::id);
    return event_batch{"ses_1", {*next}, false};
  };
  start();
  EXPECT_EQ(post("/v1/chat", hello).body, R"({"turn":"mine"})");
}

TEST_F(Front, answers_a_failed_turn_with_its_problem) {
  says.chat = [](const chat_request&) {
    return event_batch{
        "ses_1", {an_event(0, event_type::run_error, "not_committed", "the disk is full")}, false};
  };
  start();
  const auto got = post("/v1/chat", hello);
  EXPECT_EQ(got.status, 503);
  EXPECT_THAT(got.head, HasSubstr("Retry-After: "));
  EXPECT_THAT(got.head, HasSubstr("Content-Type: application/problem+json"));
  EXPECT_EQ(json::parse(got.body)["type"], "/problems/not_committed");
  EXPECT_EQ(json::parse(got.body)["detail"], "the disk is full");
}

TEST_F(Front, answers_the_engines_refusals_with_their_status) {
  auto code = errc::none;
  says.chat = [&](const chat_request&) { return make_error(code, "why"); };
  start();
  for (const auto& [refused, status] : {std::pair{errc::unknown_session, 404},
                                        {errc::conflict, 409},
                                        {errc::session_busy, 429},
                                        {errc::overloaded, 429},
                                        {errc::shutting_down, 503}}) {
    code = refused;
    EXPECT_EQ(post("/v1/chat", hello).status, status);
  }
}

TEST_F(Front, streams_a_turn_to_its_end) {
  says.chat = [](const chat_request& c) {
    return event_batch{
        "ses_1", {an_event(0, c.streamed ? event_type::run_started : event_type::run_error)}, false};
  };
  says.next = [](const next_events& n) {
    if (n.after == event_id({1, 0, 0}))
      return event_batch{"ses_1", {an_event(1, event_type::text_content, "msg_1a", "Hi")}, false};
    return event_batch{
        "ses_1",
        {an_event(2, event_type::run_finished, {}, R"({"a":1})"), an_event(3, event_type::custom, "next")},
        false};
  };
  start();
  for (const auto& [headers, body] :
       {std::pair{std::string{json_type}, std::string{R"({"message":"Hi","stream":true})"}},
        {json_type + std::string{"Accept: text/event-stream\r\n"}, hello}}) {
    auto c = client();
    c.send(request_text("POST", "/v1/chat", headers + "Connection: close\r\n", body));
    const auto text = c.read_all();
    EXPECT_THAT(text, HasSubstr("HTTP/1.1 200"));
    EXPECT_THAT(text, HasSubstr("Content-Type: text/event-stream"));
    EXPECT_LT(text.find("RUN_STARTED"), text.find("TEXT_MESSAGE_CONTENT"));
    EXPECT_LT(text.find("TEXT_MESSAGE_CONTENT"), text.find(R"("result":{"a":1}})"));
    EXPECT_EQ(text.find("CUSTOM"), text.npos) << "the stream ends with its turn";
  }
}

TEST_F(Front, refuses_a_stream_before_it_begins_with_a_plain_problem) {
  says.chat = [](const chat_request&) { return unknown(); };
  says.next = [](const next_events&) { return unknown(); };
  start();
  EXPECT_EQ(post("/v1/chat", R"({"message":"Hi","stream":true})").status, 404);
  EXPECT_EQ(ask("GET", "/v1/sessions/ses_x/events").status, 404);
}

TEST_F(Front, resumes_a_sessions_stream_from_the_last_event_that_was_seen) {
  auto first_after = std::atomic<std::uint64_t>{0};
  says.next = [&](const next_events& n) {
    if (n.wait_ms == 0) first_after = n.after;
    return event_batch{"ses_1", {}, true};
  };
  start();
  const auto begin_of = [&](const std::string& target, const std::string& headers) {
    auto c = client();
    c.send(request_text("GET", target, headers + "Connection: close\r\n"));
    EXPECT_THAT(c.read_all(), HasSubstr("HTTP/1.1 200"));
    return first_after.load();
  };
  EXPECT_EQ(begin_of("/v1/sessions/ses_1/events", ""), 0U);
  EXPECT_EQ(begin_of("/v1/sessions/ses_1/events?after=9007199254740991", ""), 9007199254740991U);
  EXPECT_EQ(begin_of("/v1/sessions/ses_1/events?after=5", "Last-Event-ID: 9\r\n"), 9U);
  for (const auto* bad : {"-1", "x", "1x", "9007199254740992", "18446744073709551616", ""})
    EXPECT_EQ(ask("GET", "/v1/sessions/ses_1/events?after=" + std::string{bad}).status, 400) << bad;
  for (const auto* bad : {"Last-Event-ID: x\r\n", "Last-Event-ID:\r\n"})
    EXPECT_EQ(ask("GET", "/v1/sessions/ses_1/events", bad).status, 400) << bad;
}

TEST_F(Front, pulls_no_more_than_a_slow_reader_takes_and_loses_nothing) {
  constexpr auto batches = std::uint64_t{300};
  const auto text = std::string(64 * 1024, 'x');
  settings.write_buffer_bytes = 64 * 1024;
  says.next = [&](const next_events& n) {
    if (n.after == batches) return event_batch{"ses_1", {}, true};
    return event_batch{"ses_1", {{n.after + 1, event_type::text_content, "trn_1", "msg_1a", text}}, false};
  };
  start();
  auto c = client(4096);
  c.send(request_text("GET", "/v1/sessions/ses_1/events", "Connection: close\r\n"));
  const auto all = c.read_all();
  auto at = std::size_t{0};
  for (auto id = std::uint64_t{1}; id <= batches; ++id) {
    at = all.find("id: " + std::to_string(id) + "\n", at);
    ASSERT_NE(at, all.npos) << id;
  }
}

TEST_F(Front, stops_pulling_for_a_client_that_has_gone) {
  says.next = [](const next_events& n) {
    return event_batch{
        "ses_1", {{n.after + 1, event_type::text_content, "trn_1", "msg_1a", std::string(4096, 'x')}}, false};
  };
  start();
  {
    auto c = client();
    c.send(request_text("GET", "/v1/sessions/ses_1/events"));
    c.read_until("id: 3\n");
    c.reset();
  }
  const auto only_this_one = [&] {
    return ask("GET", "/metrics").body.find("troupe_http_in_flight 1\n") != std::string::npos;
  };
  const auto patience = std::chrono::steady_clock::now() + std::chrono::seconds{10};
  while (!only_this_one() && std::chrono::steady_clock::now() < patience) {
  }
  EXPECT_TRUE(only_this_one());
}

TEST_F(Front, names_what_is_wrong_with_a_body) {
  start();
  const auto errors_of = [&](const std::string& body) {
    const auto got = post("/v1/chat", body);
    EXPECT_EQ(got.status, 400) << body;
    const auto problem = json::parse(got.body);
    EXPECT_EQ(problem["type"], "/problems/bad_request");
    return problem["errors"];
  };
  EXPECT_EQ(errors_of(R"({"message":1,"more":2})"),
            json::parse(R"([{"pointer":"/message","detail":"must be a string, not number"},
                                                                     {"pointer":"/more","detail":"is unknown"}])"));
  EXPECT_EQ(errors_of("{\"message\":\"\xff\"}")[0]["pointer"], "/message");
  EXPECT_EQ(errors_of("[]")[0]["pointer"], "");
  EXPECT_EQ(errors_of(std::string(10'000, '['))[0]["pointer"].get<std::string>().substr(0, 4), "/0/0");
}

TEST_F(Front, refuses_a_message_that_is_too_long) {
  settings.max_message_bytes = 10;
  says.chat = [](const chat_request&) {
    return event_batch{"ses_1", {an_event(0, event_type::run_finished, {}, "{}")}, false};
  };
  start();
  EXPECT_EQ(post("/v1/chat", R"({"message":"0123456789"})").status, 200);
  EXPECT_EQ(post("/v1/chat", R"({"message":"0123456789x"})").status, 413);
  EXPECT_EQ(post("/v1/chat", R"({"message":")" + std::string(settings.max_body_bytes, 'x') + "\"}").status,
            413);
}

TEST_F(Front, serves_sessions_and_their_pages) {
  start();
  const auto opened = ask("POST", "/v1/sessions");
  EXPECT_EQ(opened.status, 201);
  EXPECT_EQ(
      json::parse(opened.body),
      json::parse(
          R"({"session_id":"ses_1","customer_id":null,"status":"awaiting_user_reply","created_at":"1970-01-01T00:00:01.000000Z",
                            "last_active_at":"1970-01-01T00:00:01.000000Z","turns":0,"last_event":0,"escalation":null})"));
  EXPECT_EQ(ask("GET", "/v1/sessions/ses_x").status, 404);
  EXPECT_EQ(ask("DELETE", "/v1/sessions/ses_1").status, 200);
  EXPECT_EQ(json::parse(
                ask("GET", "/v1/sessions/ses_1/messages?limit=7&before=msg_3a").body)["messages"][0]["text"],
            "msg_3a/7");
  for (const auto* bad : {"0", "101", "x", "-1"})
    EXPECT_EQ(ask("GET", "/v1/sessions/ses_1/messages?limit=" + std::string{bad}).status, 400) << bad;
}

TEST_F(Front, takes_feedback_that_was_stored) {
  start();
  EXPECT_EQ(post("/v1/turns/trn_1/feedback", R"({"metric":"thumbs","value":"up"})").status, 202);
  EXPECT_EQ(post("/v1/turns/trn_1/feedback", R"({"metric":"csat","value":9})").status, 400);
  says.feedback_outcome = {errc::unknown_turn, "there is no turn trn_9"};
  EXPECT_EQ(post("/v1/turns/trn_9/feedback", R"({"metric":"thumbs","value":"up"})").status, 404);
}

TEST_F(Front, before_the_engine_runs_says_so) {
  says.ready = false;
  start(false);
  EXPECT_EQ(ask("GET", "/health/live").status, 200);
  EXPECT_EQ(ask("GET", "/health/ready").status, 503);
  const auto got = post("/v1/chat", hello);
  EXPECT_EQ(got.status, 503);
  EXPECT_THAT(got.head, HasSubstr("Retry-After: "));
}

TEST_F(Front, describes_itself_to_everybody) {
  settings.api_keys = {"chat"};
  says.ready = false;
  start(false);
  const auto document = ask("GET", "/openapi.json");
  EXPECT_EQ(document.status, 200);
  EXPECT_THAT(document.head, HasSubstr("Content-Type: application/json"));
  EXPECT_EQ(json::parse(document.body)["openapi"], "3.1.0");
  const auto page = ask("GET", "/docs");
  EXPECT_EQ(page.status, 200);
  EXPECT_THAT(page.head, HasSubstr("Content-Type: text/html"));
  EXPECT_THAT(page.head, HasSubstr("default-src 'none'")) << "the page asks nobody else";
}

constexpr auto as_a_browser = "Accept: text/html,application/xhtml+xml,*/*;q=0.8\r\n";

/// The value of a header field; empty where there is none.
std::string field_of(const answer& got, const std::string& name) {
  const auto at = got.head.find("\r\n" + name + ": ");
  if (at == got.head.npos) return {};
  const auto begin = at + name.size() + 4;
  return got.head.substr(begin, got.head.find("\r\n", begin) - begin);
}

TEST_F(Front, shows_the_chat_to_a_browser_and_the_calls_to_others) {
  settings.api_keys = {"chat"};
  says.ready = false;
  start(false);
  const auto page = ask("GET", "/", as_a_browser);
  EXPECT_EQ(page.status, 200);
  EXPECT_EQ(field_of(page, "Content-Type"), "text/html; charset=utf-8");
  for (const auto* other : {"", "Accept: */*\r\n", "Accept: application/json\r\n"}) {
    const auto hint = ask("GET", "/", other);
    EXPECT_EQ(field_of(hint, "Content-Type"), "text/plain; charset=utf-8") << other;
    EXPECT_EQ(field_of(hint, "Vary"), "Accept") << "a cache tells them apart";
    EXPECT_THAT(hint.body, HasSubstr("curl"));
  }
  EXPECT_EQ(field_of(page, "Vary"), "Accept");
}

TEST_F(Front, serves_all_that_the_chat_page_loads) {
  start(false);
  auto loaded = 0;
  const auto loads = [&](const std::string& text, const std::regex& names, const std::string& type) {
    for (auto at = std::sregex_iterator{text.begin(), text.end(), names}; at != std::sregex_iterator{};
         ++at) {
      const auto got = ask("GET", "/web/" + (*at)[1].str());
      EXPECT_EQ(got.status, 200) << (*at)[1];
      EXPECT_EQ(field_of(got, "Content-Type"), type + "; charset=utf-8") << (*at)[1];
      EXPECT_EQ(field_of(got, "X-Content-Type-Options"), "nosniff");
      ++loaded;
    }
  };
  const auto page = ask("GET", "/", as_a_browser);
  loads(page.body, std::regex{"src=\"web/([a-z.]+)\""}, "text/javascript");
  loads(page.body, std::regex{"href=\"web/([a-z.]+)\""}, "text/css");
  for (const auto* script : {"chat.js", "view.js", "transport.js"})
    loads(ask("GET", std::string{"/web/"} + script).body, std::regex{"from \"./([a-z.]+)\""},
          "text/javascript");
  EXPECT_GE(loaded, 7);
  const auto missing = ask("GET", "/web/chat.html");
  EXPECT_EQ(missing.status, 404);
  EXPECT_THAT(missing.body, HasSubstr("chat.html"));
}

TEST_F(Front, serves_all_that_the_console_loads) {
  start(false);
  auto known = std::set<std::string>{};
  auto waiting = std::vector<std::string>{"/console"};
  const auto reference = std::regex{"(?:src=\"|href=\"|from \"\\./)(?:web/console/)?([a-z]+\\.(?:js|css))\""};
  while (!waiting.empty()) {
    const auto path = waiting.back();
    waiting.pop_back();
    const auto got = ask("GET", path);
    EXPECT_EQ(got.status, 200) << path;
    EXPECT_EQ(field_of(got, "X-Content-Type-Options"), "nosniff") << path;
    for (auto at = std::sregex_iterator{got.body.begin(), got.body.end(), reference};
         at != std::sregex_iterator{}; ++at)
      if (known.insert((*at)[1]).second) waiting.push_back("/web/console/" + (*at)[1].str());
  }
  for (const auto& choice : parameters::console_files)
    EXPECT_TRUE(known.contains(std::string{choice.value})) << choice.value << " is served for nothing";
  EXPECT_EQ(ask("GET", "/web/console/page.html").status, 404);
}

TEST_F(Front, lets_nobody_show_the_console_in_a_frame) {
  settings.cors_origins = {"https://shop.example"};
  start(false);
  const auto policy = field_of(ask("GET", "/console"), "Content-Security-Policy") + ";";
  for (const auto* part : {"default-src 'none';", "script-src 'self';", "style-src 'self';",
                           "connect-src 'self';", "form-action 'none';", "frame-ancestors 'none';"})
    EXPECT_THAT(policy, HasSubstr(part));
}

TEST_F(Front, lets_the_chat_page_run_its_own_scripts_only) {
  start(false);
  const auto page = ask("GET", "/", as_a_browser);
  const auto policy = field_of(page, "Content-Security-Policy");
  for (const auto* part :
       {"default-src 'none'", "script-src 'self'", "style-src 'self'", "connect-src 'self'",
        "base-uri 'none'", "form-action 'none'", "frame-ancestors 'self'"})
    EXPECT_THAT(policy + ";", HasSubstr(std::string{part} + ";"));
  EXPECT_EQ(field_of(page, "X-Content-Type-Options"), "nosniff");
  EXPECT_EQ(field_of(page, "Referrer-Policy"), "no-referrer");
}

TEST_F(Front, lets_pages_that_may_call_show_the_chat) {
  settings.cors_origins = {"https://shop.example", "https://blog.example"};
  start(false);
  const auto page = ask("GET", "/", as_a_browser);
  EXPECT_THAT(page.head, HasSubstr("frame-ancestors 'self' https://shop.example https://blog.example\r\n"));
  const auto widget = ask("GET", "/widget.js");
  EXPECT_EQ(widget.status, 200);
  EXPECT_EQ(field_of(widget, "Content-Type"), "text/javascript; charset=utf-8");
}

TEST_F(Front, sends_a_part_of_the_chat_again_only_when_it_is_another) {
  start(false);
  for (const auto* path : {"/", "/web/chat.css", "/widget.js"}) {
    const auto first = ask("GET", path, as_a_browser);
    const auto tag = field_of(first, "ETag");
    ASSERT_GT(tag.size(), 2) << path;
    EXPECT_EQ(field_of(first, "Cache-Control"), "no-cache") << path;
    const auto same = [&](const std::string& known) {
      return ask("GET", path, as_a_browser + ("If-None-Match: " + known + "\r\n"));
    };
    for (const auto& known : {tag, "W/" + tag, "\"other\", " + tag, std::string{"*"}}) {
      const auto again = same(known);
      EXPECT_EQ(again.status, 304) << path << " " << known;
      EXPECT_EQ(again.body, "") << path;
      EXPECT_EQ(field_of(again, "ETag"), tag) << path;
    }
    EXPECT_EQ(same("\"other\"").status, 200) << path;
    EXPECT_EQ(same("\"other\"").body, first.body) << path;
  }
  EXPECT_NE(field_of(ask("GET", "/web/chat.js"), "ETag"), field_of(ask("GET", "/web/view.js"), "ETag"));
}

TEST_F(Front, refuses_a_turn_by_its_head_while_as_many_as_it_takes_are_under_way) {
  settings.max_waiting_turns = 1;
  auto waits = std::promise<void>{};
  auto may_end = std::atomic{false};
  says.chat = [](const chat_request&) {
    return event_batch{"ses_1", {an_event(0, event_type::run_started)}, false};
  };
  says.next = [&, told = false](const next_events&) mutable {
    if (!std::exchange(told, true)) waits.set_value();
    if (!may_end) return event_batch{"ses_1", {}, false};
    return event_batch{"ses_1", {an_event(1, event_type::run_finished, {}, "{}")}, false};
  };
  start();
  auto first = client();
  first.send(request_text("POST", "/v1/chat", json_type, hello));
  waits.get_future().wait();

  auto second = client();
  second.send("POST /v1/chat HTTP/1.1\r\nHost: test\r\nContent-Type: application/json\r\n"
              "Content-Length: 100000\r\n\r\n");
  const auto refused = second.read_answer(); // before any of the body was sent
  EXPECT_THAT(refused, HasSubstr("HTTP/1.1 429"));
  EXPECT_THAT(refused, HasSubstr("Retry-After"));
  EXPECT_EQ(ask("GET", "/v1/sessions/ses_1").status, 200) << "what is no turn is answered as ever";

  may_end = true;
  EXPECT_THAT(first.read_answer(), HasSubstr("HTTP/1.1 200"));
  while (post("/v1/chat", hello).status != 200) { // the count falls a moment after the answer
  }
}

TEST_F(Front, shows_health_and_counts_what_it_answers) {
  start();
  EXPECT_EQ(ask("GET", "/health/ready").status, 200);
  EXPECT_EQ(
      json::parse(ask("GET", "/health").body),
      json::parse(
          R"({"ready":true,"components":[{"name":"store","state":"degraded","since":"1970-01-01T00:00:01.000000Z",
                            "reason":"the disk is slow","restarts":2}]})"));
  EXPECT_EQ(ask("GET", "/nowhere").status, 404);
  const auto text = ask("GET", "/metrics").body;
  EXPECT_THAT(text, HasSubstr(R"(troupe_http_requests_total{route="/health",status="2xx"} 1)"));
  EXPECT_THAT(text, HasSubstr(R"(troupe_http_requests_total{route="none",status="4xx"} 1)"));
}

TEST_F(Front, holds_every_caller_to_its_key) {
  settings.api_keys = {"chat"};
  settings.admin_keys = {"root"};
  auto seen = caller{};
  says.chat = [&](const chat_request& c) {
    seen = c.who;
    return event_batch{"ses_1", {an_event(0, event_type::run_finished, {}, "{}")}, false};
  };
  start();
  const auto with = [](const char* key) {
    return std::string{json_type} + "Authorization: Bearer " + key + "\r\n";
  };
  EXPECT_EQ(post("/v1/chat", hello).status, 401);
  EXPECT_EQ(ask("POST", "/v1/chat", with("other"), hello).status, 401);
  EXPECT_EQ(ask("POST", "/v1/chat", with("chat"), hello).status, 200);
  EXPECT_TRUE(seen.principal.starts_with("key_") && !seen.trusted && !seen.admin);
  EXPECT_EQ(ask("POST", "/v1/chat", with("root"), hello).status, 200);
  EXPECT_TRUE(seen.trusted && seen.admin);
  EXPECT_EQ(ask("POST", "/v1/customers", with("chat"), R"({"external_id":"1"})").status, 403);
}

TEST_F(Front, names_the_address_that_it_cannot_have_and_leaves_nothing_behind) {
  settings.host = "192.0.2.1"; // a network for documentation: no machine has it
  try {
    start();
    FAIL() << "it serves an address that is not there";
  } catch (const std::runtime_error& e) {
    EXPECT_THAT(e.what(), HasSubstr("192.0.2.1"));
  }
}

} // namespace
} // namespace troupe::http
