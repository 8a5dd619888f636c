#include "http/route.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace troupe::http {
namespace {

using ::testing::ElementsAre;

constexpr auto rows = std::to_array<route>({
    {.method = "GET", .path = "/"},
    {.method = "GET", .path = "/things"},
    {.method = "POST", .path = "/things"},
    {.method = "GET", .path = "/things/{id}"},
    {.method = "DELETE", .path = "/things/{id}/parts/{part}"},
});

request asked(std::string method, std::vector<std::string> segments) {
  auto r = request{};
  r.method = std::move(method);
  r.segments = std::move(segments);
  return r;
}

const route* row_of(const request& r) {
  const auto found = find_route(rows, r);
  const auto* m = std::get_if<match>(&found);
  return m ? m->to : nullptr;
}

TEST(FindRoute, finds_the_row_of_address_and_method) {
  EXPECT_EQ(row_of(asked("GET", {})), &rows[0]);
  EXPECT_EQ(row_of(asked("GET", {"things"})), &rows[1]);
  EXPECT_EQ(row_of(asked("POST", {"things"})), &rows[2]);
  EXPECT_EQ(row_of(asked("HEAD", {"things", "7"})), &rows[3]);
}

TEST(FindRoute, gives_what_stands_for_the_braces) {
  const auto found = find_route(rows, asked("DELETE", {"things", "a/b", "parts", "{part}"}));
  ASSERT_TRUE(std::holds_alternative<match>(found));
  EXPECT_THAT(std::get<match>(found).arguments, ElementsAre("a/b", "{part}"));
}

TEST(FindRoute, knows_no_other_address) {
  using segments = std::vector<std::string>;
  for (const auto& s : {segments{"thing"}, segments{"things", ""}, segments{"things", "7", ""},
                        segments{"things", "7", "parts"}, segments{"things", "7", "parts", "8", "9"},
                        segments{""}, segments{"{id}"}})
    EXPECT_TRUE(std::holds_alternative<no_address>(find_route(rows, asked("GET", s)))) << s.size();
}

TEST(FindRoute, names_the_methods_that_the_address_takes) {
  const auto found = find_route(rows, asked("PATCH", {"things"}));
  ASSERT_TRUE(std::holds_alternative<no_method>(found));
  EXPECT_EQ(std::get<no_method>(found).allowed, "GET, HEAD, POST, OPTIONS");
  EXPECT_TRUE(std::holds_alternative<no_method>(
      find_route(rows, asked("get", {"things"})))); // methods are case-sensitive
}

} // namespace
} // namespace troupe::http
