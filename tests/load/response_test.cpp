#include "load/response.hpp"

#include <gtest/gtest.h>

namespace troupe::load {
namespace {

using state = response_reader::state;

constexpr std::string_view with_length =
    "HTTP/1.1 200 OK\r\nContent-Type: application/json; charset=utf-8\r\nContent-Length: 7\r\n\r\n{\"a\":1}";
constexpr std::string_view chunked = "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n"
                                     "Transfer-Encoding: chunked\r\n\r\n4\r\n{\"a\"\r\n3\r\n:1}\r\n0\r\n\r\n";

TEST(ResponseReader, reads_a_response_wherever_it_is_cut) {
  for (const auto whole : {with_length, chunked})
    for (auto cut = std::size_t{0}; cut < whole.size(); ++cut) {
      auto reader = response_reader{};
      ASSERT_EQ(reader.feed(whole.substr(0, cut)), state::reading) << cut;
      EXPECT_EQ(reader.untouched(), cut == 0);
      ASSERT_EQ(reader.feed(whole.substr(cut)), state::complete) << cut;
      EXPECT_EQ(reader.message().status, 200);
      EXPECT_EQ(reader.message().body, "{\"a\":1}");
      EXPECT_TRUE(reader.message().keep_alive);
    }
}

TEST(ResponseReader, reads_byte_for_byte_and_shows_the_body_as_it_comes) {
  auto reader = response_reader{};
  auto seen = std::size_t{0};
  for (const auto& byte : chunked) {
    (void)reader.feed({&byte, 1});
    EXPECT_GE(reader.message().body.size(), seen);
    seen = reader.message().body.size();
  }
  EXPECT_EQ(reader.message().content_type, "text/event-stream");
  EXPECT_EQ(seen, 7U);
}

TEST(ResponseReader, keeps_the_fields_that_count) {
  auto reader = response_reader{};
  EXPECT_EQ(reader.feed("HTTP/1.1 429 Too Many Requests\r\nRETRY-after: 3\r\nConnection: "
                        "close\r\nContent-Length: 0\r\n\r\n"),
            state::complete);
  EXPECT_EQ(reader.message().status, 429);
  EXPECT_EQ(reader.message().retry_after, "3");
  EXPECT_FALSE(reader.message().keep_alive);
  reader.begin();
  EXPECT_EQ(reader.feed(with_length), state::complete);
  EXPECT_EQ(reader.message().content_type, "application/json");
  EXPECT_EQ(reader.message().retry_after, "");
}

TEST(ResponseReader, takes_a_close_for_the_end_only_where_there_is_no_length) {
  auto open_ended = response_reader{};
  EXPECT_EQ(open_ended.feed("HTTP/1.1 200 OK\r\n\r\nabc"), state::reading);
  EXPECT_EQ(open_ended.feed_end(), state::complete);
  for (const auto whole : {with_length, chunked}) {
    auto broken = response_reader{};
    (void)broken.feed(whole.substr(0, whole.size() - 1));
    EXPECT_EQ(broken.feed_end(), state::malformed);
  }
  EXPECT_EQ(response_reader{}.feed_end(), state::malformed);
}

TEST(ResponseReader, refuses_what_is_no_response_or_more_than_one) {
  EXPECT_EQ(response_reader{}.feed("SMTP ready\r\n\r\n"), state::malformed);
  EXPECT_EQ(response_reader{}.feed(std::string{with_length} + "HTTP"), state::malformed);
}

} // namespace
} // namespace troupe::load
