#include "tests/http/transport/served.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

namespace troupe::http {
namespace {

using ::testing::EndsWith;
using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::StartsWith;

response events() { return {200, {{"Content-Type", "text/event-stream"}}, ""}; }

server_options hasty() {
  server_options options;
  options.limits.sweep = 10ms;
  return options;
}

TEST(stream, sends_pieces_as_they_come_and_leaves_the_connection_usable) {
  served s;
  auto client = s.client();
  client.send(served::get("/stream"));
  const auto who = s.next().who;
  who.begin_stream(events());
  const auto head = client.read_until("\r\n\r\n");
  EXPECT_THAT(head, HasSubstr("\r\nContent-Type: text/event-stream\r\n"));
  EXPECT_THAT(head, HasSubstr("\r\nTransfer-Encoding: chunked\r\n"));
  EXPECT_THAT(head, Not(HasSubstr("Content-Length")));
  for (const auto* piece : {"one", "two"}) {
    EXPECT_TRUE(who.write(piece));
    EXPECT_EQ(client.read_until("\r\n" + std::string(piece) + "\r\n"), "3\r\n" + std::string(piece) + "\r\n");
  }
  EXPECT_TRUE(who.write("")); // which must not end it
  EXPECT_TRUE(who.write(std::string(20, 'x')));
  who.end();
  EXPECT_EQ(client.read_until("0\r\n\r\n"), "14\r\n" + std::string(20, 'x') + "\r\n0\r\n\r\n");
  EXPECT_FALSE(who.write("after the end"));
  EXPECT_FALSE(who.gone());
  client.send(served::get("/now"));
  EXPECT_THAT(client.read_answer(), EndsWith("/now"));
}

TEST(stream, opens_with_the_body_it_is_given) {
  served s;
  auto client = s.client();
  client.send(served::get("/stream"));
  const auto who = s.next().who;
  auto first = events();
  first.body = "hello";
  who.begin_stream(first);
  EXPECT_THAT(client.read_until("hello\r\n"), EndsWith("\r\n\r\n5\r\nhello\r\n"));
}

TEST(stream, ends_with_the_connection_in_http_1_0) {
  served s;
  auto client = s.client();
  client.send("GET /stream HTTP/1.0\r\nConnection: keep-alive\r\n\r\n");
  const auto who = s.next().who;
  who.begin_stream(events());
  EXPECT_TRUE(who.write("plain"));
  who.end();
  const auto all = client.read_all();
  EXPECT_THAT(all, EndsWith("\r\n\r\nplain"));
  EXPECT_THAT(all, Not(HasSubstr("chunked")));
}

TEST(stream, is_a_head_alone_for_head) {
  inbox<bool> told;
  served s;
  auto client = s.client();
  client.send("HEAD /stream HTTP/1.1\r\nHost: h\r\n\r\n");
  const auto who = s.next().who;
  who.begin_stream(events(), {.heartbeat = {}, .on_change = [&] { told.put(true); }});
  EXPECT_THAT(client.read_until("\r\n\r\n"), StartsWith("HTTP/1.1 200 OK\r\n"));
  client.send(served::get("/now"));
  EXPECT_THAT(client.read_answer(), EndsWith("/now"));
}

TEST(stream, that_is_dropped_is_cut_so_that_the_client_notices) {
  served s;
  auto client = s.client();
  client.send(served::get("/stream"));
  {
    const auto who = s.next().who;
    who.begin_stream(events());
    EXPECT_TRUE(who.write("half"));
  }
  const auto all = client.read_all();
  EXPECT_THAT(all, HasSubstr("half"));
  EXPECT_THAT(all, Not(HasSubstr("\r\n0\r\n")));
}

TEST(stream, tells_when_the_client_resets) {
  inbox<bool> told;
  served s;
  auto client = s.client();
  client.send(served::get("/stream"));
  const auto who = s.next().who;
  who.begin_stream(events(), {.heartbeat = {}, .on_change = [&] { told.put(true); }});
  client.read_until("\r\n\r\n");
  client.reset();
  told.take();
  EXPECT_TRUE(who.gone());
  EXPECT_FALSE(who.write("to nobody"));
  EXPECT_TRUE(eventually([&] { return s.server.seen().streams == 0; }));
}

TEST(stream, tells_when_the_client_closes_by_a_heartbeat_at_once) {
  inbox<bool> told;
  served s;
  auto client = s.client();
  client.send(served::get("/stream"));
  const auto who = s.next().who;
  who.begin_stream(events(), {.heartbeat = ":\n\n", .on_change = [&] { told.put(true); }});
  client.read_until("\r\n\r\n");
  client.close();
  told.take();
  EXPECT_TRUE(who.gone());
}

TEST(stream, tells_a_client_that_went_before_it_began) {
  inbox<bool> told;
  served s;
  auto client = s.client();
  client.send(served::get("/stream"));
  const auto who = s.next().who;
  client.reset();
  ASSERT_TRUE(eventually([&] { return who.gone(); }));
  who.begin_stream(events(), {.heartbeat = {}, .on_change = [&] { told.put(true); }});
  told.take();
  EXPECT_TRUE(who.gone());
}

TEST(stream, goes_on_for_a_client_that_only_closed_its_sending_side) {
  served s;
  auto client = s.client();
  client.send(served::get("/stream"));
  const auto who = s.next().who;
  who.begin_stream(events(), {.heartbeat = ":\n\n", .on_change = {}});
  client.read_until("\r\n\r\n");
  client.finish_sending();
  client.read_until("3\r\n:\n\n\r\n");
  EXPECT_TRUE(who.write("still here"));
  who.end();
  EXPECT_THAT(client.read_all(), EndsWith("a\r\nstill here\r\n0\r\n\r\n"));
}

TEST(stream, is_kept_alive_by_heartbeats_while_it_is_silent) {
  auto options = hasty();
  options.limits.heartbeat = 20ms;
  served s(options);
  auto client = s.client();
  client.send(served::get("/stream"));
  const auto who = s.next().who;
  who.begin_stream(events(), {.heartbeat = ":\n\n", .on_change = {}});
  client.read_until("\r\n\r\n");
  for (int i = 0; i < 3; ++i) EXPECT_EQ(client.read_until(":\n\n\r\n"), "3\r\n:\n\n\r\n");
}

TEST(stream, refuses_more_than_a_slow_reader_takes_and_tells_when_there_is_room) {
  inbox<bool> room;
  server_options options;
  options.limits.write_buffer_bytes = 100'000;
  served s(options);
  testing::raw_client client(s.server.port(), "127.0.0.1", 4096);
  client.send(served::get("/stream"));
  const auto who = s.next().who;
  who.begin_stream(events(), {.heartbeat = {}, .on_change = [&] { room.put(true); }});
  client.read_until("\r\n\r\n");
  const std::string piece(10'000, 'p');
  std::size_t taken = 0;
  while (who.write(piece)) ++taken; // the kernel's buffers fill first, and may take a little more after that
  EXPECT_LE(who.buffered(), 120'000u);
  EXPECT_TRUE(s.is_well());
  std::thread reading([&] { client.read_bytes(taken * (6 + piece.size() + 2)); });
  room.take();
  EXPECT_LE(who.buffered(), 50'000u);
  EXPECT_TRUE(who.write(piece));
  reading.join();
}

TEST(stream, drops_a_reader_that_takes_nothing_for_too_long) {
  inbox<bool> gone;
  auto options = hasty();
  options.limits.write_timeout = 50ms;
  options.limits.write_buffer_bytes = 100'000;
  served s(options);
  testing::raw_client client(s.server.port(), "127.0.0.1", 4096);
  client.send(served::get("/stream"));
  const auto who = s.next().who;
  who.begin_stream(events(), {.heartbeat = {}, .on_change = [&] { gone.put(true); }});
  while (!who.gone()) static_cast<void>(who.write(std::string(10'000, 'p')));
  gone.take();
  EXPECT_EQ(s.server.seen().slow_readers, 1u);
  EXPECT_TRUE(s.is_well());
}

TEST(stream, drops_a_reader_of_a_large_reply_too) {
  auto options = hasty();
  options.limits.write_timeout = 50ms;
  served s(options);
  testing::raw_client client(s.server.port(), "127.0.0.1", 4096);
  client.send(served::get("/later"));
  s.next().who.reply({200, {}, std::string(20'000'000, 'x')});
  EXPECT_TRUE(eventually([&] { return s.server.seen().connections == 0; }));
  EXPECT_EQ(s.server.seen().slow_readers, 1u);
}

} // namespace
} // namespace troupe::http
