#include "http/framing/framing.hpp"

#include <gtest/gtest.h>

#include <ostream>
#include <string>
#include <utility>
#include <vector>

namespace troupe::http {
namespace {

struct outcome {
  int refused = 0; ///< status, 0: not
  std::vector<request> requests;
};

outcome run(std::string_view bytes, std::size_t piece, const limits& within = {}) {
  framing frames(within);
  outcome seen;
  while (true) {
    switch (frames.next()) {
    case framing::event::need_more:
      if (bytes.empty()) return seen;
      frames.feed(bytes.substr(0, piece));
      bytes.remove_prefix(std::min(piece, bytes.size()));
      break;
    case framing::event::head: break;
    case framing::event::request: seen.requests.push_back(frames.take()); break;
    case framing::event::refused: seen.refused = frames.refusal().status; return seen;
    }
  }
}

std::string get(std::string_view target, std::string_view headers = "") {
  return std::string("GET ").append(target).append(" HTTP/1.1\r\nHost: a\r\n").append(headers).append("\r\n");
}
std::string post(std::string_view headers, std::string_view body) {
  return std::string("POST / HTTP/1.1\r\nHost: a\r\n").append(headers).append("\r\n").append(body);
}

struct hostile {
  std::string bytes;
  int status; ///< 0: a request like any other
};
void PrintTo(const hostile& h, std::ostream* out) {
  *out << ::testing::PrintToString(h.bytes.substr(0, 200)) << " -> " << h.status;
}

class hostile_input : public ::testing::TestWithParam<hostile> {};

TEST_P(hostile_input, is_decided_the_same_however_it_is_split) {
  const auto& [bytes, status] = GetParam();
  for (const std::size_t piece :
       {std::size_t{1}, std::size_t{2}, std::size_t{3}, std::size_t{7}, bytes.size()}) {
    const auto seen = run(bytes, piece);
    EXPECT_EQ(seen.refused, status) << "in pieces of " << piece;
    EXPECT_EQ(seen.requests.size(), status == 0 ? 1u : 0u) << "in pieces of " << piece;
  }
}

INSTANTIATE_TEST_SUITE_P(
    lengths, hostile_input,
    ::testing::Values(hostile{post("Content-Length: 2\r\n", "hi"), 0},
                      hostile{post("Content-Length: 2\r\nContent-Length: 2\r\n", "hi"), 400},
                      hostile{post("Content-Length: 2\r\nContent-Length: 3\r\n", "hi"), 400},
                      hostile{post("Content-Length: 2, 2\r\n", "hi"), 400},
                      hostile{post("Content-Length: +2\r\n", "hi"), 400},
                      hostile{post("Content-Length: -2\r\n", "hi"), 400},
                      hostile{post("Content-Length: 0x2\r\n", "hi"), 400},
                      hostile{post("Content-Length: 2 2\r\n", "hi"), 400},
                      hostile{post("Content-Length:\r\n", "hi"), 400},
                      hostile{post("Content-Length: 18446744073709551618\r\n", "hi"), 400},
                      hostile{post("Content-Length: 18446744073709551615\r\n", "hi"), 413},
                      hostile{post("Content-Length : 2\r\n", "hi"), 400},
                      hostile{post(" Content-Length: 2\r\n", "hi"), 400}));

INSTANTIATE_TEST_SUITE_P(
    codings, hostile_input,
    ::testing::Values(
        hostile{post("Transfer-Encoding: chunked\r\n", "2\r\nhi\r\n0\r\n\r\n"), 0},
        hostile{post("Transfer-Encoding: Chunked\r\n", "0\r\n\r\n"), 0},
        hostile{post("Transfer-Encoding: chunked\r\nContent-Length: 2\r\n", "2\r\nhi\r\n0\r\n\r\n"), 400},
        hostile{post("Content-Length: 2\r\nTransfer-Encoding: chunked\r\n", "2\r\nhi\r\n0\r\n\r\n"), 400},
        hostile{post("Content-Length: 2\r\nTransfer-Encoding: identity\r\n", "hi"), 400},
        hostile{post("Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n", "0\r\n\r\n"), 400},
        hostile{post("Transfer-Encoding: identity\r\nTransfer-Encoding: chunked\r\n", "0\r\n\r\n"), 400},
        hostile{post("Transfer-Encoding: chunked, chunked\r\n", "0\r\n\r\n"), 501},
        hostile{post("Transfer-Encoding: gzip, chunked\r\n", "0\r\n\r\n"), 501},
        hostile{post("Transfer-Encoding: chunked, gzip\r\n", "0\r\n\r\n"), 501},
        hostile{post("Transfer-Encoding: xchunked\r\n", "0\r\n\r\n"), 501},
        hostile{post("Transfer-Encoding: \"chunked\"\r\n", "0\r\n\r\n"), 501},
        hostile{post("Transfer-Encoding:\r\n", "0\r\n\r\n"), 501},
        hostile{post("Transfer-Encoding:\r\n chunked\r\n", "0\r\n\r\n"), 400},
        hostile{"POST / HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", 400}));

const std::string chunked = "Transfer-Encoding: chunked\r\n";

INSTANTIATE_TEST_SUITE_P(
    chunks, hostile_input,
    ::testing::Values(
        hostile{post(chunked, "2;a=b;c=\"d\"\r\nhi\r\n0\r\nX: y\r\n\r\n"), 0},
        hostile{post(chunked, "zz\r\nhi\r\n0\r\n\r\n"), 400},
        hostile{post(chunked, "-2\r\nhi\r\n0\r\n\r\n"), 400},
        hostile{post(chunked, "0x2\r\nhi\r\n0\r\n\r\n"), 400},
        hostile{post(chunked, "\r\nhi\r\n0\r\n\r\n"), 400},
        hostile{post(chunked, " 2\r\nhi\r\n0\r\n\r\n"), 400},
        hostile{post(chunked, "2\nhi\r\n0\r\n\r\n"), 400}, hostile{post(chunked, "2\rhi\r\n0\r\n\r\n"), 400},
        hostile{post(chunked, "2\r\nhi0\r\n\r\n\r\n"), 400},
        hostile{post(chunked, "2\r\nhiX\r\n0\r\n\r\n"), 400},
        hostile{post(chunked, "10000000000000002\r\nhi\r\n0\r\n\r\n"), 400},
        hostile{post(chunked, "ffffffffffffffff\r\nhi\r\n0\r\n\r\n"), 413},
        hostile{post(chunked, "0\r\nContent-Length: 3\r\n\r\n"), 400},
        hostile{post(chunked, "0\r\nbad\r\n\r\n"), 400},
        hostile{post(chunked, std::string("2;") + std::string(20'000, 'a') + "\r\nhi\r\n0\r\n\r\n"), 431},
        hostile{post(chunked, std::string("0\r\nX: ") + std::string(20'000, 'a') + "\r\n\r\n"), 431}));

INSTANTIATE_TEST_SUITE_P(hosts, hostile_input,
                         ::testing::Values(hostile{"GET / HTTP/1.1\r\n\r\n", 400},
                                           hostile{"GET / HTTP/1.0\r\n\r\n", 0},
                                           hostile{"GET / HTTP/1.1\r\nHost: a\r\nHost: a\r\n\r\n", 400},
                                           hostile{"GET / HTTP/1.1\r\nHost: a, b\r\n\r\n", 400},
                                           hostile{"GET / HTTP/1.1\r\nHost: a/b\r\n\r\n", 400},
                                           hostile{"GET / HTTP/1.1\r\nHost: u@a\r\n\r\n", 400},
                                           hostile{"GET / HTTP/1.1\r\nHost: [::1]:8000\r\n\r\n", 0},
                                           hostile{"GET / HTTP/1.1\r\nHost: a\r\n b\r\n\r\n", 400}));

INSTANTIATE_TEST_SUITE_P(
    lines, hostile_input,
    ::testing::Values(hostile{"\r\n\r\n" + get("/"), 0}, hostile{"GET / HTTP/1.1\nHost: a\n\n", 400},
                      hostile{"GET / HTTP/1.1\r\nHost: a\nX: y\r\n\r\n", 400},
                      hostile{"GET / HTTP/1.1\rHost: a\r\n\r\n", 400}, hostile{"GET /\r\n\r\n", 400},
                      hostile{"GET  / HTTP/1.1\r\n\r\n", 400}, hostile{"GET / HTTP/1.1 \r\n\r\n", 400},
                      hostile{" GET / HTTP/1.1\r\n\r\n", 400}, hostile{"G(T / HTTP/1.1\r\n\r\n", 400},
                      hostile{"GET / HTTP/1.2\r\nHost: a\r\n\r\n", 505},
                      hostile{"GET / HTTP/2.0\r\n\r\n", 505}, hostile{"GET / HTTP/11\r\n\r\n\r\n", 400},
                      hostile{"GET / ICY/1.1\r\n\r\n\r\n", 400},
                      hostile{"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", 505},
                      hostile{get("/", "X: a\r\n b\r\n"), 400}, hostile{get("/", "X: a\r\n\tb\r\n"), 400},
                      hostile{get("/", "X y: a\r\n"), 400}, hostile{get("/", ": a\r\n"), 400},
                      hostile{get("/", "X\r\n"), 400}, hostile{get("/", std::string("X: a\0b\r\n", 8)), 400},
                      hostile{get("/", std::string("X\0: ab\r\n", 8)), 400},
                      hostile{get("/", "X: a\rb\r\n"), 400}, hostile{get("/", "X: caf\xc3\xa9\r\n"), 0},
                      hostile{get("/" + std::string(20'000, 'a')), 414},
                      hostile{get("/", "X: " + std::string(20'000, 'a') + "\r\n"), 431},
                      hostile{get("/", "Expect: 200-ok\r\n"), 417},
                      hostile{get("/",
                                  [] {
                                    std::string many;
                                    for (int i = 0; i < 200; ++i) many += "X: y\r\n";
                                    return many;
                                  }()),
                              431}));

INSTANTIATE_TEST_SUITE_P(
    targets, hostile_input,
    ::testing::Values(hostile{get("/a%zz"), 400}, hostile{get("/a%2"), 400}, hostile{get("/a%00"), 400},
                      hostile{get("/a%0d%0ab"), 400}, hostile{get("/%ff"), 400}, hostile{get("/%c0%af"), 400},
                      hostile{get("/?a=%ff"), 400}, hostile{get("/#a"), 400}, hostile{get("a"), 400},
                      hostile{get("a:80"), 400}, hostile{get("*"), 400}, hostile{get("http://"), 400},
                      hostile{get("http:///a"), 400}, hostile{get("ftp://a/"), 400},
                      hostile{get("http://a?b=c"), 0}, hostile{"OPTIONS * HTTP/1.1\r\nHost: a\r\n\r\n", 0}));

TEST(framing, gives_a_request_with_all_its_parts) {
  const auto seen =
      run("POST /v1/a%2Fb//c?q=x+y%26&empty&q=2 HTTP/1.1\r\nHost: h\r\ncontent-TYPE:  text/plain \r\n"
          "Content-Length: 5\r\n\r\nhello",
          4);
  ASSERT_EQ(seen.requests.size(), 1u);
  const auto& got = seen.requests[0];
  EXPECT_EQ(got.method, "POST");
  EXPECT_EQ(got.path, "/v1/a%2Fb//c");
  EXPECT_EQ(got.segments, (std::vector<std::string>{"v1", "a/b", "", "c"}));
  EXPECT_EQ(got.query, "q=x+y%26&empty&q=2");
  EXPECT_EQ(got.parameter("q"), "x y&");
  EXPECT_EQ(got.parameter("empty"), "");
  EXPECT_EQ(got.parameter("Q"), std::nullopt);
  EXPECT_EQ(got.header("Content-Type"), "text/plain");
  EXPECT_EQ(got.header("Content-Typ"), std::nullopt);
  EXPECT_EQ(got.length, 5u);
  EXPECT_EQ(got.body, "hello");
}

TEST(framing, reads_the_root_and_the_absolute_form) {
  EXPECT_TRUE(run(get("/"), 99).requests.at(0).segments.empty());
  const auto absolute = run(get("http://other:1/x?y=z"), 99).requests.at(0);
  EXPECT_EQ(absolute.segments, std::vector<std::string>{"x"});
  EXPECT_EQ(absolute.parameter("y"), "z");
}

TEST(framing, keeps_the_order_of_pipelined_requests_and_their_bodies_apart) {
  const auto bytes = post("Content-Length: 3\r\n", "one")
                     + post(chunked, "2\r\ntw\r\n1\r\no\r\n0\r\nX: trailer\r\n\r\n") + get("/three");
  for (std::size_t piece = 1; piece <= bytes.size(); ++piece) {
    const auto seen = run(bytes, piece);
    ASSERT_EQ(seen.requests.size(), 3u) << "in pieces of " << piece;
    EXPECT_EQ(seen.requests[0].body, "one");
    EXPECT_EQ(seen.requests[1].body, "two");
    EXPECT_EQ(seen.requests[1].header("X"), std::nullopt);
    EXPECT_EQ(seen.requests[2].path, "/three");
  }
}

TEST(framing, holds_bodies_to_their_limit_exactly) {
  limits tight;
  tight.body_bytes = 4;
  EXPECT_EQ(run(post("Content-Length: 4\r\n", "four"), 99, tight).requests.size(), 1u);
  EXPECT_EQ(run(post("Content-Length: 5\r\n", "five!"), 99, tight).refused, 413);
  EXPECT_EQ(run(post(chunked, "2\r\nfo\r\n2\r\nur\r\n0\r\n\r\n"), 99, tight).requests.size(), 1u);
  EXPECT_EQ(run(post(chunked, "2\r\nfi\r\n3\r\nve!\r\n0\r\n\r\n"), 99, tight).refused, 413);
}

TEST(framing, discards_a_body_that_is_not_wanted_and_finds_the_next_request) {
  for (const auto& unwanted :
       {post("Content-Length: 3\r\n", "one"), post(chunked, "3\r\none\r\n0\r\n\r\n")}) {
    framing frames({});
    frames.feed(unwanted + get("/next"));
    ASSERT_EQ(frames.next(), framing::event::head);
    ASSERT_TRUE(frames.discard_body(3));
    ASSERT_EQ(frames.next(), framing::event::request);
    EXPECT_EQ(frames.take().body, "");
    ASSERT_EQ(frames.next(), framing::event::head);
    ASSERT_EQ(frames.next(), framing::event::request);
    EXPECT_EQ(frames.take().path, "/next");
  }
}

TEST(framing, refuses_to_discard_what_is_too_long) {
  framing known({});
  known.feed(post("Content-Length: 4\r\n", ""));
  ASSERT_EQ(known.next(), framing::event::head);
  EXPECT_FALSE(known.discard_body(3));

  framing unknown({});
  unknown.feed(post(chunked, "4\r\nfour\r\n0\r\n\r\n"));
  ASSERT_EQ(unknown.next(), framing::event::head);
  ASSERT_TRUE(unknown.discard_body(3));
  EXPECT_EQ(unknown.next(), framing::event::refused);
}

TEST(framing, knows_what_the_client_asks_of_the_connection) {
  const auto keeps = [](const std::string& bytes) {
    framing frames({});
    frames.feed(bytes);
    EXPECT_EQ(frames.next(), framing::event::head);
    return frames.keep_alive();
  };
  EXPECT_TRUE(keeps(get("/")));
  EXPECT_FALSE(keeps(get("/", "Connection: close\r\n")));
  EXPECT_FALSE(keeps(get("/", "Connection: Keep-Alive, Close\r\n")));
  EXPECT_FALSE(keeps("GET / HTTP/1.0\r\n\r\n"));
  EXPECT_TRUE(keeps("GET / HTTP/1.0\r\nConnection: keep-alive\r\n\r\n"));
}

TEST(framing, sees_who_waits_before_sending_a_body) {
  framing waiting({});
  waiting.feed(post("Content-Length: 2\r\nExpect: 100-continue\r\n", ""));
  ASSERT_EQ(waiting.next(), framing::event::head);
  EXPECT_TRUE(waiting.expects_continue());

  framing impatient({});
  impatient.feed(post("Content-Length: 2\r\nExpect: 100-continue\r\n", "h"));
  ASSERT_EQ(impatient.next(), framing::event::head);
  EXPECT_FALSE(impatient.expects_continue());
}

} // namespace
} // namespace troupe::http
