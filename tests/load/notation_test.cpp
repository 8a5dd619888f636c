#include "load/notation.hpp"

#include <gmock/gmock.h>

#include <stdexcept>

namespace troupe::load {
namespace {

using namespace std::chrono_literals;
using testing::ElementsAre;
using piece = schedule::piece;

TEST(Notation, reads_durations) {
  EXPECT_EQ(parse_duration("10s"), 10s);
  EXPECT_EQ(parse_duration("1.5s"), 1500ms);
  EXPECT_EQ(parse_duration("250ms"), 250ms);
  EXPECT_EQ(parse_duration("2m"), 2min);
  EXPECT_EQ(parse_duration("1h"), 1h);
  EXPECT_EQ(parse_duration("0"), 0s);
  EXPECT_EQ(parse_duration("0ms"), 0s);
  for (const auto* text : {"", "10", "s", "-1s", "10 s", "10sec", "1e3s", "nans", "infs", "8000h"})
    EXPECT_THROW((void)parse_duration(text), std::invalid_argument) << text;
}

TEST(Notation, reads_ramps_and_steps) {
  EXPECT_THAT(parse_ramp("100:2000:60s"), ElementsAre(piece{100, 2'000, 60s}));
  EXPECT_THAT(parse_ramp("0:0.5:1m"), ElementsAre(piece{0, 0.5, 60s}));
  EXPECT_THAT(parse_steps("100,200,400:10s"),
              ElementsAre(piece{100, 100, 10s}, piece{200, 200, 10s}, piece{400, 400, 10s}));
  EXPECT_THAT(parse_steps("7:1s"), ElementsAre(piece{7, 7, 1s}));
  for (const auto* text :
       {"", "100", "100:200", "100:200:", "100:200:0s", "0:0:1s", "a:b:1s", "1:2:3:4s", "1:-2:3s"})
    EXPECT_THROW((void)parse_ramp(text), std::invalid_argument) << text;
  for (const auto* text : {"", "100", ":1s", "100,:1s", "100,,200:1s", "100:0s", "100;200:1s"})
    EXPECT_THROW((void)parse_steps(text), std::invalid_argument) << text;
}

TEST(Notation, says_what_was_expected) {
  try {
    (void)parse_duration("10");
    FAIL();
  } catch (const std::invalid_argument& e) {
    EXPECT_STREQ(e.what(), "\"10\" is not a duration such as 10s, 500ms or 2m");
  }
}

TEST(Notation, reads_servers) {
  const auto plain = parse_url("http://127.0.0.1:8000");
  EXPECT_EQ(plain.host, "127.0.0.1");
  EXPECT_EQ(plain.port, "8000");
  EXPECT_EQ(plain.prefix, "");
  EXPECT_EQ(plain.authority, "127.0.0.1:8000");
  const auto named = parse_url("http://support.example/troupe/");
  EXPECT_EQ(named.host, "support.example");
  EXPECT_EQ(named.port, "80");
  EXPECT_EQ(named.prefix, "/troupe");
  const auto v6 = parse_url("http://[::1]:8000/");
  EXPECT_EQ(v6.host, "::1");
  EXPECT_EQ(v6.port, "8000");
  EXPECT_EQ(v6.prefix, "");
  EXPECT_EQ(v6.authority, "[::1]:8000");
  EXPECT_EQ(parse_url("http://[::1]").port, "80");
  for (const auto* text : {"", "localhost:8000", "https://localhost", "http://", "http://:80", "http://a:",
                           "http://a:0", "http://a:65536", "http://a:x", "http://u@a", "http://a?x"})
    EXPECT_THROW((void)parse_url(text), std::invalid_argument) << text;
}

} // namespace
} // namespace troupe::load
