#include "http/framing/websocket.hpp"

#include <gtest/gtest.h>

#include <string>
#include <string_view>
#include <vector>

namespace troupe::http {
namespace {

using namespace std::string_literals;

enum opcode : unsigned char { more = 0x0, text = 0x1, binary = 0x2, closing = 0x8, ping = 0x9, pong = 0xa };

/// A client's frame of less than 126 bytes; masked with zeros, which leaves the payload as it is.
std::string frame(unsigned char kind, std::string_view payload, bool final = true) {
  auto bytes = std::string{};
  bytes += static_cast<char>((final ? 0x80 : 0) | kind);
  bytes += static_cast<char>(0x80 | payload.size());
  return bytes.append(4, '\0').append(payload);
}

/// A server's.
std::string answer(unsigned char kind, std::string_view payload) {
  auto bytes = std::string{};
  bytes += static_cast<char>(0x80 | kind);
  bytes += static_cast<char>(payload.size());
  return bytes.append(payload);
}

std::vector<std::string> payloads(const std::vector<websocket::message>& messages) {
  auto all = std::vector<std::string>{};
  for (const auto& m : messages) all.push_back(m.payload);
  return all;
}

TEST(Websocket, joins_what_comes_in_pieces) {
  for (const auto piece : {1U, 2U, 5U, 100U}) {
    auto server = websocket{100};
    const auto bytes = frame(text, "one") + frame(text, "tw", false) + frame(ping, "?") + frame(more, "o");
    auto heard = std::vector<std::string>{};
    for (std::size_t at = 0; at < bytes.size(); at += piece)
      for (auto& m : payloads(server.feed(bytes.substr(at, piece)))) heard.push_back(std::move(m));
    EXPECT_EQ(heard, (std::vector{"one"s, "two"s}));
    EXPECT_EQ(server.output(), answer(pong, "?"));
  }
}

TEST(Websocket, tells_text_from_bytes) {
  auto server = websocket{100};
  EXPECT_FALSE(server.feed(frame(text, "a")).front().binary);
  EXPECT_TRUE(server.feed(frame(binary, "\xff")).front().binary);
  server.send({"a", false});
  server.send({"\xff", true});
  EXPECT_EQ(server.output(), answer(text, "a") + answer(binary, "\xff"));
}

TEST(Websocket, answers_a_close_and_hears_nothing_behind_it) {
  auto server = websocket{100};
  EXPECT_TRUE(server.feed(frame(closing, "\x03\xe8") + frame(text, "late")).empty());
  EXPECT_FALSE(server.closed());
  EXPECT_EQ(server.output(), answer(closing, "\x03\xe8"));
  EXPECT_TRUE(server.closed());
  server.send({"late", false});
  EXPECT_EQ(server.output(), "");
}

TEST(Websocket, closes_behind_what_was_sent) {
  auto server = websocket{100};
  server.send({"last", false});
  server.close(close_code::going_away);
  EXPECT_EQ(server.output(), answer(text, "last") + answer(closing, "\x03\xe9"));
  EXPECT_TRUE(server.closed());
}

TEST(Websocket, says_1002_of_every_frame_that_breaks_the_protocol) {
  const auto unmasked = answer(text, "a");
  const auto reserved_bit = "\xc1"s + frame(text, "a").substr(1);
  for (const auto& bytes :
       {unmasked, reserved_bit, frame(0x3, "a"), frame(more, "a"), frame(ping, "a", false),
        frame(closing, "\x03"), frame(closing, "\x03\xe7"), frame(text, "a", false) + frame(text, "b")}) {
    auto server = websocket{100};
    EXPECT_TRUE(server.feed(bytes).empty());
    EXPECT_TRUE(server.output().starts_with("\x88\x02\x03\xea"));
    EXPECT_TRUE(server.closed());
  }
}

TEST(Websocket, takes_messages_up_to_its_limit_and_in_utf8) {
  auto server = websocket{3};
  EXPECT_EQ(payloads(server.feed(frame(text, "abc"))), std::vector{"abc"s});
  EXPECT_TRUE(server.feed(frame(text, "ab", false) + frame(more, "cd")).empty());
  EXPECT_TRUE(server.output().starts_with("\x88\x02\x03\xf1"));
  auto other = websocket{3};
  EXPECT_TRUE(other.feed(frame(text, "\xc3")).empty());
  EXPECT_TRUE(other.output().starts_with("\x88\x02\x03\xef"));
}

} // namespace
} // namespace troupe::http
