#include "actors/llm/event_stream.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace troupe::llm {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

constexpr std::size_t plenty = 1000;

/// The events of a stream that comes in pieces of `size` bytes.
std::vector<std::string> events_of(std::string_view stream, std::size_t size) {
  auto decoder = event_stream{plenty};
  auto data = std::vector<std::string>{};
  for (; !stream.empty(); stream.remove_prefix(std::min(size, stream.size())))
    EXPECT_TRUE(decoder.push(stream.substr(0, size), data));
  decoder.finish(data);
  return data;
}

TEST(EventStream, TakesEveryLineEnd) {
  for (const std::string_view stream :
       {"data: a\n\ndata: b\n\n", "data: a\r\n\r\ndata: b\r\n\r\n", "data: a\r\rdata: b\r\r"})
    EXPECT_THAT(events_of(stream, plenty), ElementsAre("a", "b"));
}

TEST(EventStream, DoesNotDependOnTheCuts) {
  constexpr std::string_view stream =
      "\xef\xbb\xbf: hello\r\n\r\nevent: x\r\ndata: \xc3\xa4\xe2\x82\xac\r\ndata:two\r\nid: 7\r\n\r\n"
      ":\n\ndata\n\ndata: last";
  const auto whole = events_of(stream, plenty);
  EXPECT_THAT(whole, ElementsAre("\xc3\xa4\xe2\x82\xac\ntwo", "", "last"));
  for (std::size_t size = 1; size < stream.size(); ++size) EXPECT_EQ(events_of(stream, size), whole) << size;
}

TEST(EventStream, PassesOverWhatIsNoData) {
  EXPECT_THAT(events_of(": a comment\n\n\n\nretry: 10\n\ndatabase: no\n\n", 3), IsEmpty());
}

TEST(EventStream, TakesOneSpaceOnly) { EXPECT_THAT(events_of("data:  a \n\n", plenty), ElementsAre(" a ")); }

TEST(EventStream, RefusesAnEventThatIsTooLong) {
  auto data = std::vector<std::string>{};
  auto one_line = event_stream{10};
  EXPECT_TRUE(one_line.push("data: 1234", data));
  EXPECT_FALSE(one_line.push("5", data));
  auto many_lines = event_stream{20};
  EXPECT_TRUE(many_lines.push("data: 12345678\n", data));
  EXPECT_FALSE(many_lines.push("data: 12345678\n", data));
  EXPECT_THAT(data, IsEmpty());
}

TEST(EventStream, CountsEachEventByItself) {
  auto data = std::vector<std::string>{};
  auto decoder = event_stream{10};
  for (auto i = 0; i < 100; ++i) EXPECT_TRUE(decoder.push("data: 1234\n\n", data));
  EXPECT_EQ(data.size(), 100);
}

} // namespace
} // namespace troupe::llm
