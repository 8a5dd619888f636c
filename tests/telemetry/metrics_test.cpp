#include "telemetry/metrics.hpp"

#include <gtest/gtest.h>

#include <string>
#include <thread>
#include <vector>

namespace troupe::telemetry {
namespace {

bool says(const metrics& m, const std::string& line) {
  return ("\n" + m.text()).find("\n" + line + "\n") != std::string::npos;
}

TEST(Metrics, CountEachCombinationOfLabelsOnItsOwn) {
  auto m = metrics{};
  m.http_requests("/v1/chat", "2xx").Increment();
  m.http_requests("/v1/chat", "2xx").Increment();
  m.http_requests("/v1/chat", "4xx").Increment();
  m.http_requests("/v1/cha", "t2xx").Increment();
  EXPECT_TRUE(says(m, R"(troupe_http_requests_total{route="/v1/chat",status="2xx"} 2)")) << m.text();
  EXPECT_TRUE(says(m, R"(troupe_http_requests_total{route="/v1/chat",status="4xx"} 1)")) << m.text();
  EXPECT_TRUE(says(m, R"(troupe_http_requests_total{route="/v1/cha",status="t2xx"} 1)")) << m.text();
}

TEST(Metrics, ASeriesOutlivesTheNamesItWasAskedWith) {
  auto m = metrics{};
  auto* first = &m.turns(std::string{"answered"});
  EXPECT_EQ(first, &m.turns("answered"));
  EXPECT_NE(first, &m.turns("failed"));
}

TEST(Metrics, HistogramsCountWhatLiesOnABoundBelowIt) {
  auto m = metrics{};
  m.node_seconds("classify").Observe(50e-6);
  m.node_seconds("classify").Observe(31);
  EXPECT_TRUE(says(m, R"(troupe_node_seconds_bucket{node="classify",le="5e-05"} 1)")) << m.text();
  EXPECT_TRUE(says(m, R"(troupe_node_seconds_bucket{node="classify",le="30"} 1)")) << m.text();
  EXPECT_TRUE(says(m, R"(troupe_node_seconds_bucket{node="classify",le="+Inf"} 2)")) << m.text();
}

TEST(Metrics, SingleSeriesAreThereBeforeTheirFirstUse) {
  const auto m = metrics{};
  EXPECT_TRUE(says(m, "troupe_http_in_flight 0")) << m.text();
  EXPECT_TRUE(says(m, "troupe_commit_seconds_count 0")) << m.text();
}

TEST(Metrics, ThreadsThatAskForANewSeriesAtOnceShareIt) {
  auto m = metrics{};
  auto threads = std::vector<std::thread>{};
  for (auto i = 0; i < 4; ++i)
    threads.emplace_back([&m] {
      for (auto n = 0; n < 1000; ++n) m.degraded("node_" + std::to_string(n % 50)).Increment();
    });
  for (auto& thread : threads) thread.join();
  for (auto n = 0; n < 50; ++n) EXPECT_EQ(m.degraded("node_" + std::to_string(n)).Value(), 80);
}

} // namespace
} // namespace troupe::telemetry
