#include "load/sse_parser.hpp"

#include <gmock/gmock.h>

#include <vector>

namespace troupe::load {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

std::vector<std::string> events(sse_parser& parser) {
  auto all = std::vector<std::string>{};
  while (const auto e = parser.next()) all.push_back(e->id + '|' + e->type + '|' + e->data);
  return all;
}

std::vector<std::string> events(std::string_view text) {
  auto parser = sse_parser{};
  parser.feed(text);
  return events(parser);
}

TEST(SseParser, reads_fields) {
  EXPECT_THAT(events("id: 7\ndata: {\"a\":1}\n\n"), ElementsAre("7||{\"a\":1}"));
  EXPECT_THAT(events("data:x\ndata:  y\ndata\n\n"), ElementsAre("||x\n y\n"));
  EXPECT_THAT(events("event: e\nother: z\ndata: :\n\n"), ElementsAre("|e|:"));
  EXPECT_THAT(events("data\n\n"), ElementsAre("||"));
}

TEST(SseParser, passes_over_comments_and_what_has_no_data) {
  EXPECT_THAT(events(": heartbeat\n\n:\n\nid: 1\n\n\n\ndata: x\n\n"), ElementsAre("||x"));
}

TEST(SseParser, waits_for_the_empty_line) {
  auto parser = sse_parser{};
  EXPECT_TRUE(parser.at_rest());
  parser.feed("data: x\n");
  EXPECT_THAT(events(parser), IsEmpty());
  EXPECT_FALSE(parser.at_rest());
  parser.feed("\n");
  EXPECT_THAT(events(parser), ElementsAre("||x"));
  EXPECT_TRUE(parser.at_rest());
  parser.feed(":\n");
  EXPECT_THAT(events(parser), IsEmpty());
  EXPECT_FALSE(parser.at_rest());
}

TEST(SseParser, gives_the_same_events_wherever_the_bytes_are_cut) {
  for (const auto* text : {"id: 1\ndata: a\n\n: c\n\nid: 2\ndata: b\ndata: c\n\n",
                           "id: 1\r\ndata: a\r\n\r\ndata: b\r\n\r\n\n", "id: 1\rdata: a\r\rdata: b\r\r\n"}) {
    const auto whole = std::string_view{text};
    const auto expected = events(whole);
    ASSERT_EQ(expected.size(), 2U);
    for (auto first = std::size_t{0}; first <= whole.size(); ++first)
      for (auto second = first; second <= whole.size(); ++second) {
        auto parser = sse_parser{};
        auto found = std::vector<std::string>{};
        for (const auto part :
             {whole.substr(0, first), whole.substr(first, second - first), whole.substr(second)}) {
          parser.feed(part);
          for (auto& e : events(parser)) found.push_back(std::move(e));
        }
        ASSERT_EQ(found, expected) << first << ' ' << second;
      }
  }
}

} // namespace
} // namespace troupe::load
