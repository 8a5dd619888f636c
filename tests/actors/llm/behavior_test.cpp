#include "actors/llm/behavior.hpp"
#include "actors/timer/behavior.hpp"
#include "messages/error.hpp"
#include "tests/actors/llm/one_connection.hpp"

#include <caf/actor_system.hpp>
#include <caf/actor_system_config.hpp>
#include <caf/event_based_actor.hpp>
#include <caf/scoped_actor.hpp>
#include <gmock/gmock.h>

namespace troupe::llm {
namespace {

using namespace std::chrono_literals;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using testing::one_connection;
using testing::say;

constexpr std::string_view head =
    "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nConnection: close\r\n\r\n";
constexpr auto api_key = "sk-nobody-may-see-this";

std::string event(std::string_view text) {
  return R"(data: {"choices":[{"delta":{"content":")" + std::string{text} + R"("}}]})" + "\n\n";
}

void wait_until_it_hangs_up(int client) {
  auto byte = char{};
  while (read(client, &byte, 1) > 0) {
  }
}

/// The actor with CAF's own scheduler, since its transfers have a thread, and servers of one connection each.
struct Llm : ::testing::Test {
  ~Llm() override {
    self->send_exit(aut, caf::exit_reason::user_shutdown);
    self->send_exit(timer, caf::exit_reason::user_shutdown);
  }

  void start(const std::vector<std::string>& urls) {
    auto o = options{&settings, {}, &metrics, timer, {}};
    for (const auto& url : urls)
      o.upstreams.push_back({"u" + std::to_string(o.upstreams.size()), url, "m", api_key});
    aut = sys.spawn(behavior, o);
  }
  completion_piece begin(std::uint64_t number, std::chrono::milliseconds time = 30s) {
    return ask(begin_completion{number, "shop", {{"user", "Why?"}}, sys.clock().now() + time});
  }
  completion_piece next(std::uint64_t number) { return ask(next_piece{number}); }
  template <class Request>
  completion_piece ask(Request r) {
    auto got = completion_piece{};
    self->request(aut, caf::infinite, std::move(r))
        .receive([&](completion_piece& p) { got = std::move(p); },
                 [&](const caf::error& e) { ADD_FAILURE() << to_failure(e).detail; });
    return got;
  }
  /// All of it.
  std::string whole(std::uint64_t number) {
    auto piece = begin(number);
    auto text = piece.text;
    while (!piece.finished) text += (piece = next(number)).text;
    EXPECT_EQ(piece.failure, "");
    return text;
  }

  config::settings settings = [] {
    auto s = config::settings{};
    s.llm_rounds = 1;
    return s;
  }();
  telemetry::metrics metrics;
  caf::actor_system_config config;
  caf::actor_system sys{config};
  caf::scoped_actor self{sys};
  timer::handle timer = sys.spawn(timer::behavior);
  handle aut;
};

TEST_F(Llm, GivesAnAnswerPieceByPiece) {
  auto server = one_connection{[](int client) {
    say(client, std::string{head} + event("Five ") + event("days.") + "data: [DONE]\n\n");
  }};
  start({server.url + "/v1"});
  EXPECT_EQ(whole(1), "Five days.");
  server.join();
  EXPECT_THAT(server.asked, HasSubstr("POST /v1/chat/completions"));
}

TEST_F(Llm, GoesOnToTheNextUpstream) {
  auto refusing = one_connection{
      [](int client) { say(client, "HTTP/1.1 401 No\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"); }};
  auto good =
      one_connection{[](int client) { say(client, std::string{head} + event("Yes.") + "data: [DONE]\n\n"); }};
  start({refusing.url, good.url});
  EXPECT_EQ(whole(1), "Yes.");
}

TEST_F(Llm, SaysWhatFailedAndNoKey) {
  auto refusing = one_connection{
      [](int client) { say(client, "HTTP/1.1 401 No\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"); }};
  start({refusing.url});
  const auto got = begin(1);
  EXPECT_TRUE(got.finished);
  EXPECT_EQ(got.failure, "u0: refused_key");
}

TEST_F(Llm, DoesNotBeginAgainOnceTextHasCome) {
  auto cut = one_connection{[](int client) { say(client, std::string{head} + event("Five ")); }};
  auto unasked = one_connection{[](int) {}};
  start({cut.url, unasked.url});
  auto piece = begin(1);
  while (!piece.finished) piece = next(1);
  EXPECT_EQ(piece.failure, "u0: cut");
  testing::connect_to(unasked.url); // so that it ends
  unasked.join();
  EXPECT_THAT(unasked.asked, IsEmpty());
}

TEST_F(Llm, EndsInTime) {
  auto silent = one_connection{wait_until_it_hangs_up};
  start({silent.url});
  const auto got = begin(1, 30ms);
  EXPECT_TRUE(got.finished);
  EXPECT_THAT(got.failure, HasSubstr("u0: out of time"));
  silent.join();
}

TEST_F(Llm, RefusesWhatNeitherRunsNorWaits) {
  settings.llm_concurrency = 1;
  settings.llm_queue = 0;
  auto slow = one_connection{[](int client) {
    say(client, std::string{head} + event("Five "));
    wait_until_it_hangs_up(client);
  }};
  start({slow.url});
  EXPECT_EQ(begin(1).text, "Five ");
  EXPECT_THAT(begin(2).failure, HasSubstr("1 completions run"));
  self->send(aut, cancel_completion{1});
  slow.join();
}

TEST_F(Llm, LetsTheNextOneRunWhenOneEnds) {
  settings.llm_concurrency = 1;
  settings.llm_queue = 1;
  auto slow = one_connection{[](int client) {
    say(client, std::string{head} + event("Five "));
    wait_until_it_hangs_up(client);
  }};
  start({slow.url});
  EXPECT_EQ(begin(1).text, "Five ");
  auto waiting = self->request(aut, caf::infinite, begin_completion{2, "shop", {}, sys.clock().now() + 30s});
  self->send(aut, cancel_completion{1});
  auto got = completion_piece{};
  waiting.receive([&](completion_piece& p) { got = std::move(p); }, [](const caf::error&) {});
  EXPECT_EQ(got.failure, "u0: unreachable") << "it was asked: its server takes one connection";
}

TEST_F(Llm, HangsUpWhenTheAskerEnds) {
  auto silent = one_connection{wait_until_it_hangs_up};
  start({silent.url});
  auto asker = sys.spawn([aut = aut](caf::event_based_actor* me) {
    me->request(aut, caf::infinite,
                begin_completion{1, "shop", {}, me->clock().now() + std::chrono::hours{1}})
        .then([](const completion_piece&) {});
  });
  silent.wait_until_asked();
  self->send_exit(asker, caf::exit_reason::kill);
  silent.join();
}

} // namespace
} // namespace troupe::llm
