#include "telemetry/metrics.hpp"
#include "telemetry/threads.hpp"

#include <gtest/gtest.h>

#include <atomic>
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

TEST(Metrics, TellWhatEachNameOfThreadsHasUsed) {
  auto done = std::atomic<bool>{false};
  auto working = std::thread{[&done] {
    name_thread("a-worker");
    done = true;
    done.notify_all();
    done.wait(true); // lives until it has been asked about
  }};
  done.wait(false);
  const auto m = metrics{};
  EXPECT_TRUE(cpu_seconds_by_thread().contains("a-worker"));
  EXPECT_NE(m.text().find(R"(troupe_thread_cpu_seconds_total{thread="a-worker"} )"), std::string::npos);
  done = false;
  done.notify_all();
  working.join();
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
