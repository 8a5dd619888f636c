#include "load/report.hpp"

#include <gmock/gmock.h>
#include <nlohmann/json.hpp>

namespace troupe::load {
namespace {

using namespace std::chrono_literals;
using testing::HasSubstr;
using testing::Not;

/// Two steps: one without a fault, one with each kind of trouble.
report a_report() {
  auto r = report{};
  r.phases.resize(2);
  auto& calm = r.phases[0];
  calm.intended = 10;
  calm.seen.starts = 10;
  calm.seen.elapsed = 1s;
  for (auto i = 0; i < 10; ++i) calm.seen.latency.record(2ms);
  auto& rough = r.phases[1];
  rough.intended = 20;
  rough.seen.starts = 20;
  rough.seen.unsent = 3;
  rough.seen.elapsed = 1s;
  for (auto i = 0; i < 10; ++i) rough.seen.latency.record(40ms);
  rough.seen.first_event.record(1ms);
  rough.seen.refused["overloaded"] = 5;
  for (auto i = 0; i < 5; ++i) rough.seen.refusal.record(1ms);
  rough.seen.errors["closed"] = 1;
  rough.seen.wrong.record({wrong::crossed, "ses_1 got an answer of ses_2"});
  r.history = history_result{4, 40, {}};
  r.history->wrong.record({wrong::lost, "ses_1: trn_1"});
  r.questions = 7;
  r.cpu = 250us;
  return r;
}

settings stepped() {
  auto s = settings{};
  s.server = parse_url("http://127.0.0.1:8000");
  s.mode = settings::open{parse_steps("10,20:1s")};
  return s;
}

TEST(Report, holds_the_figures_as_json) {
  const auto object = nlohmann::json::parse(to_json(a_report(), stepped()).dump());
  EXPECT_EQ(object["starts"], 30);
  EXPECT_EQ(object["answered"], 20);
  EXPECT_EQ(object["unsent"], 3);
  EXPECT_EQ(object["seconds"], 2);
  EXPECT_EQ(object["turns_per_second"], 10);
  EXPECT_NEAR(object["latency_ms"]["p50"], 2, 2.0 / 256);
  EXPECT_EQ(object["latency_ms"]["max"], 40);
  EXPECT_EQ(object["first_text_ms"], nullptr);
  EXPECT_EQ(object["text_gap_ms"], nullptr);
  EXPECT_EQ(object["refused"], nlohmann::json({{"overloaded", 5}}));
  EXPECT_EQ(object["errors"], nlohmann::json({{"closed", 1}}));
  EXPECT_EQ(object["wrong"]["count"], 2);
  EXPECT_EQ(object["wrong"]["kinds"], nlohmann::json({{"crossed", 1}, {"lost", 1}}));
  EXPECT_EQ(object["wrong"]["first"][0], "crossed: ses_1 got an answer of ses_2");
  EXPECT_EQ(object["history"]["messages"], 40);
  EXPECT_EQ(object["phases"].size(), 2U);
  EXPECT_EQ(object["phases"][1]["intended_per_second"], 20);
  EXPECT_EQ(object["settings"]["questions"], 7);
  EXPECT_EQ(object["harness"]["cpu_us_per_turn"], 10);
}

TEST(Report, shows_a_row_for_each_phase_and_all_that_is_wrong) {
  const auto text = table(a_report(), stepped());
  for (const auto* part : {"      10.0 ", "      20.0 ", "all", "overloaded 5", "closed 1", "wrong: 2",
                           "crossed: ses_1", "lost: ses_1: trn_1", "4 sessions, 40 messages"})
    EXPECT_THAT(text, HasSubstr(part));
  EXPECT_THAT(text, Not(HasSubstr("first text")));
}

TEST(Report, tells_the_capacity_that_was_found) {
  auto r = a_report();
  auto s = stepped();
  s.mode = settings::search{10, 1s, 50ms};
  r.capacity = 10;
  EXPECT_THAT(table(r, s), HasSubstr("capacity: 10.0 turns/s with a p99 of at most 50.0 ms"));
  EXPECT_EQ(to_json(r, s)["capacity"], 10);
  r.capacity = 0;
  EXPECT_THAT(table(r, s), HasSubstr("no rate was held"));
}

TEST(Held, counts_what_was_not_answered_as_late) {
  auto m = measurements{};
  EXPECT_FALSE(held(m, 50ms));
  for (auto i = 0; i < 99; ++i) m.latency.record(1ms);
  m.starts = 100;
  EXPECT_TRUE(held(m, 50ms));
  m.starts = 101;
  EXPECT_FALSE(held(m, 50ms));
  m.starts = 100;
  EXPECT_FALSE(held(m, 500us));
}

TEST(FaultLog, describes_the_first_few_and_counts_all) {
  auto log = fault_log{};
  for (auto i = 0; i < 1'000; ++i) log.record({wrong::lost, std::to_string(i)});
  EXPECT_EQ(log.by_kind["lost"], 1'000U);
  EXPECT_EQ(log.described.size(), 10U);
  auto other = log;
  other.merge(log);
  EXPECT_EQ(other.by_kind["lost"], 2'000U);
  EXPECT_EQ(other.described.size(), 10U);
}

} // namespace
} // namespace troupe::load
