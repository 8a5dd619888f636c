#include "tests/http/transport/served.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/resource.h>

#include <future>
#include <string>
#include <vector>

namespace troupe::http {
namespace {

using ::testing::EndsWith;
using ::testing::HasSubstr;
using ::testing::StartsWith;

server_options hasty() {
  server_options options;
  options.limits.sweep = 10ms;
  return options;
}

/// Raises the limit of open files for as long as it lives, or lowers it.
class open_files {
public:
  explicit open_files(rlim_t most) {
    ::getrlimit(RLIMIT_NOFILE, &before_);
    const rlimit now{std::min(most, before_.rlim_max), before_.rlim_max};
    ::setrlimit(RLIMIT_NOFILE, &now);
  }
  ~open_files() { ::setrlimit(RLIMIT_NOFILE, &before_); }

private:
  rlimit before_{};
};

std::string failure_of(const server_options& options) {
  try {
    const server failing(options, [](std::size_t) { return service{}; });
  } catch (const std::exception& failure) {
    return failure.what();
  }
  return "started";
}

TEST(server, listens_on_both_loopback_addresses_of_localhost) {
  server_options options;
  options.host = "localhost";
  served s(options);
  const auto port = std::to_string(s.server.port());
  EXPECT_THAT(s.server.addresses(), ::testing::ElementsAre("127.0.0.1:" + port, "[::1]:" + port));
  testing::raw_client six(s.server.port(), "::1");
  six.send(served::get("/later"));
  const auto [got, who] = s.next();
  EXPECT_EQ(got.peer, "::1");
  who.reply({200, {}, "six"});
  EXPECT_THAT(six.read_answer(), EndsWith("\r\n\r\nsix"));
  EXPECT_TRUE(s.is_well());
}

TEST(server, says_why_it_cannot_listen) {
  served s;
  server_options taken;
  taken.port = s.server.port();
  EXPECT_THAT(failure_of(taken), HasSubstr("cannot listen on 127.0.0.1:" + std::to_string(taken.port)));
  EXPECT_THAT(failure_of(taken), HasSubstr("another program listens there"));

  server_options unknown;
  unknown.host = "no.such.host.invalid";
  EXPECT_THAT(failure_of(unknown), HasSubstr("cannot resolve host \"no.such.host.invalid\""));

  server_options foreign;
  foreign.host = "192.0.2.1";
  EXPECT_THAT(failure_of(foreign), HasSubstr("this machine has no such address"));

  server_options bare;
  bare.port = 0;
  bare.tls = tls_files{"/no/such/certificate.pem", "/no/such/key.pem"};
  EXPECT_THAT(failure_of(bare), HasSubstr("/no/such/certificate.pem"));
}

TEST(server, gives_each_reactor_a_service_of_its_own) {
  std::vector<std::size_t> made;
  server_options options;
  options.port = 0;
  options.threads = 3;
  const server three(options, [&](std::size_t reactor) {
    made.push_back(reactor);
    return service{{}, [](request, const responder& who) { who.reply({}); }};
  });
  EXPECT_THAT(made, ::testing::ElementsAre(0, 1, 2));
  testing::raw_client client(three.port());
  client.send(served::get("/"));
  EXPECT_THAT(client.read_answer(), StartsWith("HTTP/1.1 200 "));
}

TEST(server, gives_up_on_headers_and_bodies_that_do_not_come) {
  auto options = hasty();
  options.limits.header_timeout = options.limits.body_timeout = 50ms;
  served s(options);
  for (const auto* begun : {"GET /now HTT", "POST /now HTTP/1.1\r\nHost: h\r\nContent-Length: 2\r\n\r\nx",
                            "POST /now HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nh"}) {
    auto client = s.client();
    client.send(begun);
    EXPECT_THAT(client.read_all(), StartsWith("HTTP/1.1 408 Request Timeout\r\n")) << begun;
  }
  auto refused = s.client();
  refused.send("POST /no/way HTTP/1.1\r\nHost: h\r\nContent-Length: 2\r\n\r\n");
  EXPECT_THAT(refused.read_all(), StartsWith("HTTP/1.1 404 Not Found\r\n"));
  auto silent = s.client();
  EXPECT_TRUE(silent.at_end());
  auto dripping = s.client();
  dripping.send("\r\n\r\n");
  EXPECT_TRUE(dripping.at_end());
  EXPECT_EQ(s.server.seen().timeouts, 6u);
}

TEST(server, closes_idle_connections_without_a_word_but_waits_for_answers) {
  auto options = hasty();
  options.limits.idle_timeout = options.limits.header_timeout = options.limits.body_timeout = 50ms;
  served s(options);
  auto waiting = s.client();
  waiting.send(served::get("/later"));
  const auto pending = s.next();
  auto idle = s.client();
  idle.send(served::get("/now"));
  EXPECT_THAT(idle.read_answer(), EndsWith("/now"));
  EXPECT_TRUE(idle.at_end());
  pending.who.reply({200, {}, "patience"});
  EXPECT_THAT(waiting.read_answer(), EndsWith("\r\n\r\npatience"));
}

TEST(server, serves_others_beside_a_thousand_slow_headers) {
  const open_files enough(8192);
  auto options = hasty();
  options.limits.header_timeout = 3s;
  served s(options);
  std::vector<testing::raw_client> slow;
  for (int i = 0; i < 1000; ++i) slow.push_back(s.client());
  for (std::size_t round = 0; round < 5; ++round) {
    for (auto& client : slow) client.send(std::string_view("GET /").substr(round, 1));
    EXPECT_TRUE(s.is_well());
  }
  for (auto& client : slow) EXPECT_THAT(client.read_all(), StartsWith("HTTP/1.1 408 "));
  EXPECT_TRUE(s.is_well());
}

TEST(server, turns_away_connections_beyond_its_limits_until_others_close) {
  for (const bool per_address : {false, true}) {
    server_options options;
    (per_address ? options.limits.connections_per_address : options.limits.connections) = 2;
    served s(options);
    auto first = std::make_unique<testing::raw_client>(s.client());
    auto second = s.client();
    for (auto* client : {first.get(), &second}) {
      client->send(served::get("/now"));
      client->read_answer();
    }
    auto third = s.client();
    EXPECT_THAT(third.read_all(), StartsWith("HTTP/1.1 503 Service Unavailable\r\n"));
    EXPECT_EQ(s.server.seen().turned_away, 1u);
    first.reset();
    ASSERT_TRUE(eventually([&] { return s.server.seen().connections == 1; }));
    EXPECT_TRUE(s.is_well());
  }
}

TEST(server, pauses_accepting_while_descriptors_are_short) {
#ifdef __SANITIZE_ADDRESS__
  GTEST_SKIP() << "UBSan opens a pipe to look at an object's type, and there is no descriptor left";
#endif
  auto options = hasty();
  served s(options);
  auto open = s.client();
  auto late = std::make_unique<testing::raw_client>(s.client());
  late->send(served::get("/now"));
  late->read_answer();
  const int spare = late->fd();
  late.reset();
  ASSERT_TRUE(eventually([&] { return s.server.seen().connections == 1; }));
  {
    const open_files none_left(static_cast<rlim_t>(spare) + 1);
    late = std::make_unique<testing::raw_client>(s.client()); // takes the last one, and waits in the backlog
    late->send(served::get("/now/late"));
    open.send(served::get("/now"));
    EXPECT_THAT(open.read_answer(), EndsWith("/now"));
    EXPECT_EQ(s.server.seen().connections, 1);
  }
  EXPECT_THAT(late->read_answer(), EndsWith("/now/late"));
}

TEST(server, drains_what_is_in_flight_and_closes_the_rest) {
  inbox<bool> told;
  served s;
  auto idle = s.client();
  idle.send(served::get("/now"));
  idle.read_answer();
  auto waiting = s.client();
  waiting.send(served::get("/later"));
  const auto pending = s.next();
  auto streaming = s.client();
  streaming.send(served::get("/stream"));
  const auto stream = s.next().who;
  stream.begin_stream({}, {.heartbeat = {}, .on_change = [&] { told.put(true); }});
  streaming.read_until("\r\n\r\n");

  auto drained = std::async(std::launch::async, [&] { return s.server.drain(patience); });
  told.take();
  EXPECT_TRUE(stream.draining());
  EXPECT_TRUE(idle.at_end());
  EXPECT_TRUE(pending.who.draining());
  EXPECT_TRUE(eventually([&] {
    try {
      return s.client().at_end();
    } catch (const std::system_error&) {
      return true;
    }
  }));
  stream.end();
  EXPECT_THAT(streaming.read_all(), EndsWith("0\r\n\r\n"));
  pending.who.reply({200, {}, "last"});
  const auto last = waiting.read_all();
  EXPECT_THAT(last, HasSubstr("\r\nConnection: close\r\n"));
  EXPECT_THAT(last, EndsWith("\r\n\r\nlast"));
  for (auto* client : {&idle, &waiting, &streaming}) client->close();
  EXPECT_TRUE(drained.get());
}

TEST(server, gives_up_draining_in_time_and_cuts_what_is_left) {
  inbox<bool> told;
  served s;
  auto client = s.client();
  client.send(served::get("/stream"));
  const auto who = s.next().who;
  who.begin_stream({}, {.heartbeat = {}, .on_change = [&] { told.put(true); }});
  client.read_until("\r\n\r\n");
  EXPECT_FALSE(s.server.drain(10ms));
  told.take();
  s.server.stop();
  told.take();
  EXPECT_TRUE(who.gone());
  EXPECT_TRUE(client.at_end());
}

TEST(server, drains_at_once_when_nobody_is_there) {
  served s;
  EXPECT_TRUE(s.server.drain(patience));
  EXPECT_TRUE(s.server.drain(patience));
}

} // namespace
} // namespace troupe::http
