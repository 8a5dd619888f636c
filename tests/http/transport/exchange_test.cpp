#include "tests/http/transport/served.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace troupe::http {
namespace {

using ::testing::EndsWith;
using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::StartsWith;

TEST(exchange, answers_one_request_after_another_on_a_connection) {
  served s;
  auto client = s.client();
  for (const auto* path : {"/now/1", "/now/2"}) {
    client.send(served::get(path));
    const auto answer = client.read_answer();
    EXPECT_THAT(answer, StartsWith("HTTP/1.1 200 OK\r\n"));
    EXPECT_THAT(answer, HasSubstr("\r\nDate: "));
    EXPECT_THAT(answer, EndsWith(std::string("\r\n\r\n") + path));
  }
  EXPECT_EQ(s.server.seen().accepted, 1u);
}

TEST(exchange, gives_the_handler_the_whole_request) {
  served s;
  auto client = s.client();
  client.send("PUT /a%20b/c?d=e HTTP/1.1\r\nHost: h\r\nX-Y: z\r\nTransfer-Encoding: chunked\r\n\r\n");
  client.send("3\r");
  client.send("\nabc\r");
  client.send("\n1\r\nd\r\n0\r\n\r\n");
  const auto [got, who] = s.next();
  EXPECT_EQ(got.method, "PUT");
  EXPECT_EQ(got.segments, (std::vector<std::string>{"a b", "c"}));
  EXPECT_EQ(got.parameter("d"), "e");
  EXPECT_EQ(got.header("x-y"), "z");
  EXPECT_EQ(got.body, "abcd");
  EXPECT_EQ(got.peer, "127.0.0.1");
  who.reply({201, {{"Location", "/there"}}, "made"});
  const auto answer = client.read_answer();
  EXPECT_THAT(answer, StartsWith("HTTP/1.1 201 Created\r\n"));
  EXPECT_THAT(answer, HasSubstr("\r\nLocation: /there\r\n"));
  EXPECT_THAT(answer, EndsWith("\r\n\r\nmade"));
}

TEST(exchange, answers_pipelined_requests_in_their_order) {
  served s;
  auto client = s.client();
  std::string requests;
  for (int i = 0; i < 200; ++i)
    requests += served::get((i % 3 == 0 ? "/later/" : "/now/") + std::to_string(i));
  client.send(requests);
  for (int i = 0; i < 200; ++i) {
    const auto expected = std::to_string(i);
    if (i % 3 == 0) s.next().who.reply({200, {}, expected});
    EXPECT_THAT(client.read_answer(), EndsWith((i % 3 == 0 ? "\r\n\r\n" : "/now/") + expected));
  }
}

TEST(exchange, reads_no_further_ahead_than_its_limit) {
  server_options options;
  options.limits.pipelined_bytes = options.limits.header_bytes = 4096;
  served s(options);
  auto client = s.client();
  client.send(served::get("/later"));
  const auto first = s.next();
  // More than the sockets' buffers hold: sending ends only when the server reads on.
  const std::string many = [] {
    std::string text;
    while (text.size() < 16'000'000) text += served::get("/now", "X: " + std::string(3000, 'x') + "\r\n");
    return text;
  }();
  std::size_t sent = 0;
  while (true) {
    const auto count =
        ::send(client.fd(), many.data() + sent, many.size() - sent, MSG_NOSIGNAL | MSG_DONTWAIT);
    if (count < 0) break;
    sent += static_cast<std::size_t>(count);
    ASSERT_LT(sent, many.size());
  }
  EXPECT_TRUE(s.is_well());
  first.who.reply({});
  EXPECT_THAT(client.read_answer(), StartsWith("HTTP/1.1 200 OK\r\n"));
  EXPECT_THAT(client.read_answer(), EndsWith("/now"));
}

TEST(exchange, sends_no_body_for_head_nor_for_204) {
  served s;
  auto client = s.client();
  client.send("HEAD /now HTTP/1.1\r\nHost: h\r\n\r\n" + served::get("/later"));
  const auto head = client.read_until("\r\n\r\n");
  EXPECT_THAT(head, HasSubstr("\r\nContent-Length: 4\r\n"));
  s.next().who.reply({204, {}, "ignored"});
  const auto empty = client.read_until("\r\n\r\n");
  EXPECT_THAT(empty, StartsWith("HTTP/1.1 204 No Content\r\n"));
  EXPECT_THAT(empty, Not(HasSubstr("Content-Length")));
  client.send(served::get("/now/after"));
  EXPECT_THAT(client.read_answer(), EndsWith("\r\n\r\n/now/after"));
}

TEST(exchange, closes_when_the_client_asks_or_speaks_http_1_0) {
  served s;
  for (const auto* request :
       {"GET /now HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n", "GET /now HTTP/1.0\r\n\r\n"}) {
    auto client = s.client();
    client.send(request);
    const auto answer = client.read_all();
    EXPECT_THAT(answer, HasSubstr("\r\nConnection: close\r\n"));
    EXPECT_THAT(answer, EndsWith("/now"));
  }
  auto keeping = s.client();
  keeping.send("GET /now HTTP/1.0\r\nConnection: keep-alive\r\n\r\n");
  const auto answer = keeping.read_answer();
  EXPECT_THAT(answer, StartsWith("HTTP/1.0 200 OK\r\n"));
  EXPECT_THAT(answer, HasSubstr("\r\nConnection: keep-alive\r\n"));
  keeping.send(served::get("/now/more"));
  EXPECT_THAT(keeping.read_answer(), EndsWith("/now/more"));
}

TEST(exchange, invites_the_body_of_a_client_that_waits) {
  served s;
  auto client = s.client();
  client.send("POST /now HTTP/1.1\r\nHost: h\r\nContent-Length: 3\r\nExpect: 100-continue\r\n\r\n");
  EXPECT_EQ(client.read_until("\r\n\r\n"), "HTTP/1.1 100 Continue\r\n\r\n");
  client.send("abc");
  EXPECT_THAT(client.read_answer(), EndsWith("\r\n\r\nabc"));
}

TEST(exchange, refuses_a_client_that_waits_without_inviting_its_body) {
  served s;
  auto client = s.client();
  client.send("POST /no/way HTTP/1.1\r\nHost: h\r\nContent-Length: 3\r\nExpect: 100-continue\r\n\r\n");
  const auto answer = client.read_all();
  EXPECT_THAT(answer, StartsWith("HTTP/1.1 404 Not Found\r\n"));
  EXPECT_THAT(answer, HasSubstr("\r\nConnection: close\r\n"));
}

TEST(exchange, skips_the_short_body_of_a_refused_request_and_goes_on) {
  served s;
  auto client = s.client();
  client.send(served::post("/no/way", "GET /now/smuggled HTTP/1.1\r\n\r\n") + served::get("/now/next"));
  EXPECT_THAT(client.read_answer(), StartsWith("HTTP/1.1 404 Not Found\r\n"));
  EXPECT_THAT(client.read_answer(), EndsWith("\r\n\r\n/now/next"));
}

TEST(exchange, lets_the_client_read_why_its_long_body_is_refused) {
  served s;
  auto client = s.client();
  client.send(served::post("/no/way", std::string(900'000, 'x')));
  const auto answer = client.read_all();
  EXPECT_THAT(answer, StartsWith("HTTP/1.1 404 Not Found\r\n"));
  EXPECT_THAT(answer, HasSubstr("application/problem+json"));

  auto beyond = s.client();
  beyond.send(served::post("/now", std::string(3'000'000, 'x')));
  EXPECT_THAT(beyond.read_all(), StartsWith("HTTP/1.1 413 "));
}

TEST(exchange, answers_malformed_requests_with_a_problem_and_closes) {
  served s;
  auto neighbour = s.client();
  neighbour.send(served::get("/later"));
  const auto pending = s.next();
  auto client = s.client();
  client.send(served::get("/now") + "GET / HTTP/1.1\r\n\r\n" + served::get("/now/never"));
  EXPECT_THAT(client.read_answer(), EndsWith("/now"));
  const auto answer = client.read_all();
  EXPECT_THAT(answer, StartsWith("HTTP/1.1 400 Bad Request\r\n"));
  EXPECT_THAT(answer, HasSubstr("\r\nContent-Type: application/problem+json\r\n"));
  EXPECT_THAT(answer, HasSubstr("\r\nConnection: close\r\n"));
  EXPECT_THAT(answer, EndsWith(R"("status":400,"detail":"A request has exactly one Host header"})"));
  EXPECT_EQ(s.server.seen().bad_requests, 1u);
  pending.who.reply({200, {}, "untouched"});
  EXPECT_THAT(neighbour.read_answer(), EndsWith("\r\n\r\nuntouched"));
}

TEST(exchange, answers_a_client_that_has_closed_its_sending_side) {
  served s;
  auto client = s.client();
  client.send(served::get("/later") + served::get("/now/second"));
  client.finish_sending();
  s.next().who.reply({200, {}, "first"});
  const auto answers = client.read_all();
  EXPECT_THAT(answers, HasSubstr("\r\n\r\nfirst"));
  EXPECT_THAT(answers, EndsWith("/now/second"));
}

TEST(exchange, tells_a_client_that_its_request_is_incomplete) {
  served s;
  for (const auto* cut : {"GET /no", "GET /now HTTP/1.1\r\nHost: h\r\n",
                          "POST /now HTTP/1.1\r\nHost: h\r\nContent-Length: 9\r\n\r\nabc"}) {
    auto client = s.client();
    client.send(cut);
    client.finish_sending();
    EXPECT_THAT(client.read_all(), StartsWith("HTTP/1.1 400 Bad Request\r\n")) << cut;
  }
}

TEST(exchange, knows_when_a_client_has_reset_its_connection) {
  served s;
  auto client = s.client();
  client.send(served::get("/later"));
  const auto who = s.next().who;
  EXPECT_FALSE(who.gone());
  client.reset();
  EXPECT_TRUE(eventually([&] { return who.gone(); }));
  who.reply({});
  EXPECT_TRUE(s.is_well());
  EXPECT_TRUE(eventually([&] { return s.server.seen().in_flight == 0; }));
}

TEST(exchange, answers_500_for_a_request_that_everybody_dropped) {
  served s;
  auto client = s.client();
  client.send(served::get("/later") + served::get("/throws") + served::get("/admission-throws")
              + served::get("/now"));
  { const auto dropped = s.next(); }
  for (int i = 0; i < 3; ++i)
    EXPECT_THAT(client.read_answer(), StartsWith("HTTP/1.1 500 Internal Server Error\r\n"));
  EXPECT_THAT(client.read_answer(), EndsWith("/now"));
  EXPECT_EQ(s.server.seen().failures, 3u);
}

TEST(exchange, takes_the_first_answer_only) {
  served s;
  auto client = s.client();
  client.send(served::get("/later"));
  const auto who = s.next().who;
  who.reply({200, {}, "first"});
  who.reply({200, {}, "second"});
  who.begin_stream({});
  EXPECT_FALSE(who.write("third"));
  client.send(served::get("/later"));
  EXPECT_THAT(client.read_answer(), EndsWith("\r\n\r\nfirst"));
  s.next().who.reply({200, {}, "fourth"});
  EXPECT_THAT(client.read_answer(), EndsWith("\r\n\r\nfourth"));
}

TEST(exchange, never_sends_a_header_that_breaks_its_line) {
  served s;
  auto client = s.client();
  client.send(served::get("/later"));
  s.next().who.reply({200, {{"X", "a\r\nSet-Cookie: b"}}, ""});
  EXPECT_THAT(client.read_answer(), StartsWith("HTTP/1.1 500 "));
}

TEST(exchange, carries_large_bodies_both_ways) {
  server_options options;
  options.limits.body_bytes = 8 << 20;
  served s(options);
  const std::string body(8 << 20, 'b');
  auto client = s.client();
  std::thread sending([&] { client.send(served::post("/now", body)); });
  const auto answer = client.read_answer();
  sending.join();
  EXPECT_TRUE(answer.ends_with("\r\n\r\n" + body));
}

TEST(exchange, survives_answers_that_come_after_the_server) {
  std::optional<responder> reply, stream, dropped;
  {
    served s;
    auto client = s.client();
    client.send(served::get("/later"));
    reply = s.next().who;
    auto streaming = s.client();
    streaming.send(served::get("/later"));
    stream = s.next().who;
    stream->begin_stream({});
    auto third = s.client();
    third.send(served::get("/later"));
    dropped = s.next().who;
    s.server.stop();
    s.server.stop();
  }
  EXPECT_TRUE(reply->gone());
  reply->reply({});
  EXPECT_FALSE(stream->write("late"));
  stream->end();
}

TEST(exchange, keeps_many_clients_threads_and_reactors_apart) {
  server_options options;
  options.threads = 2;
  served s(options);
  std::vector<std::thread> answering, asking;
  constexpr int clients = 8, each = 50;
  for (int i = 0; i < 3; ++i)
    answering.emplace_back([&] {
      for (auto got = s.next(); got.what.path != "/stop"; got = s.next()) {
        if (got.what.path.starts_with("/stream")) {
          got.who.begin_stream({});
          EXPECT_TRUE(got.who.write(got.what.path));
          got.who.end();
        } else {
          got.who.reply({200, {}, got.what.path});
        }
      }
    });
  for (int i = 0; i < clients; ++i)
    asking.emplace_back([&, i] {
      auto client = s.client();
      for (int k = 0; k < each; ++k) {
        const auto name = std::to_string(i) + "-" + std::to_string(k);
        client.send(served::get("/later/" + name) + served::get("/stream/" + name));
        EXPECT_THAT(client.read_answer(), EndsWith("\r\n\r\n/later/" + name));
        EXPECT_THAT(client.read_until("\r\n0\r\n\r\n"), HasSubstr("\r\n/stream/" + name + "\r\n"));
      }
    });
  for (auto& thread : asking) thread.join();
  auto last = std::vector<testing::raw_client>{};
  for (int i = 0; i < 3; ++i) last.emplace_back(s.client()).send(served::get("/stop"));
  for (auto& thread : answering) thread.join();
  EXPECT_EQ(s.server.seen().requests, 2u * clients * each + 3u);
}

} // namespace
} // namespace troupe::http
