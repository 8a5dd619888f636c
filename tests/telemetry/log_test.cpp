#include "telemetry/log.hpp"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <limits>
#include <sstream>
#include <string>
#include <thread>
#include <vector>

namespace troupe::log {
namespace {

/// What `act` writes to stderr.
template <class Act>
std::string written(Act act) {
  testing::internal::CaptureStderr();
  act();
  return testing::internal::GetCapturedStderr();
}

std::vector<std::string> lines_of(const std::string& text) {
  auto lines = std::vector<std::string>{};
  auto stream = std::istringstream{text};
  for (auto line = std::string{}; std::getline(stream, line);) lines.push_back(line);
  return lines;
}

class Log : public testing::Test {
protected:
  ~Log() override { configure(level::info, format::text); }
};

TEST_F(Log, TextHasTheTimeInUtcTheLevelAndTheFields) {
  configure(level::info, format::text);
  const auto line = written([] {
    info("turn answered", {{"turn", "trn_1"}, {"ms", 1.5}, {"cached", true}});
  });
  ASSERT_EQ(line.find_first_of(' '), std::string{"2026-01-31T09:30:00.123Z"}.size()) << line;
  EXPECT_EQ(line.substr(23), "Z info turn answered turn=trn_1 ms=1.5 cached=true\n");
}

TEST_F(Log, NoValueForgesALineOrAField) {
  configure(level::info, format::text);
  const auto forged = std::string{"x\n2026-01-01T00:00:00.000Z error stolen \"key\"=1\x1b[2J\x7f\xc2\x9b"};
  const auto line = written([&] { info("a\nb", {{"name", forged}, {"empty", ""}}); });
  EXPECT_EQ(lines_of(line).size(), 1U) << line;
  EXPECT_TRUE(line.ends_with(
      R"( info a\nb name="x\n2026-01-01T00:00:00.000Z error stolen \"key\"=1\u001b[2J\u007f\u009b" empty="")"
      "\n"))
      << line;
}

TEST_F(Log, JsonIsOneObjectALineThatKeepsTypesAndTexts) {
  configure(level::info, format::json);
  const auto least = std::numeric_limits<std::int64_t>::min();
  const auto most = std::numeric_limits<std::uint64_t>::max();
  const auto line = written([&] {
    error("say \"no\"\n", {{"min", least}, {"max", most}, {"text", "Grüße\t\0"}, {"ok", false}});
  });
  ASSERT_EQ(lines_of(line).size(), 1U) << line;
  const auto object = nlohmann::json::parse(line);
  EXPECT_EQ(object["level"], "error");
  EXPECT_EQ(object["message"], "say \"no\"\n");
  EXPECT_EQ(object["min"], least);
  EXPECT_EQ(object["max"], most);
  EXPECT_EQ(object["text"], "Grüße\t");
  EXPECT_EQ(object["ok"], false);
}

TEST_F(Log, WhatJsonCannotSayIsReplaced) {
  configure(level::info, format::json);
  const auto line = written([] {
    info("x", {{"bytes", "a\xff"}, {"ms", std::numeric_limits<double>::infinity()}});
  });
  const auto object = nlohmann::json::parse(line);
  EXPECT_EQ(object["bytes"], "a\ufffd");
  EXPECT_TRUE(object["ms"].is_null());
}

TEST_F(Log, WritesNothingBelowItsLevel) {
  configure(level::warning, format::text);
  EXPECT_FALSE(enabled(level::info));
  EXPECT_EQ(written([] { info("unseen"); }), "");
  EXPECT_NE(written([] { warning("seen"); }), "");
  configure(level::off, format::text);
  EXPECT_EQ(written([] { error("unseen"); }), "");
}

TEST_F(Log, LinesOfThreadsDoNotMix) {
  configure(level::info, format::json);
  const auto text = written([] {
    auto threads = std::vector<std::thread>{};
    for (auto id = 0; id < 4; ++id)
      threads.emplace_back([id] {
        for (auto n = 0; n < 100; ++n)
          info("line", {{"thread", id}, {"n", n}, {"padding", std::string(300, 'x')}});
      });
    for (auto& thread : threads) thread.join();
  });
  const auto lines = lines_of(text);
  EXPECT_EQ(lines.size(), 400U);
  for (const auto& line : lines) EXPECT_TRUE(nlohmann::json::accept(line)) << line;
}

TEST(LogNames, AreTheSettingsWords) {
  EXPECT_EQ(level_named("warning"), level::warning);
  EXPECT_EQ(level_named("off"), level::off);
  EXPECT_EQ(level_named("Warning"), std::nullopt);
  EXPECT_EQ(level_named(""), std::nullopt);
  EXPECT_EQ(format_named("json"), format::json);
  EXPECT_EQ(format_named("xml"), std::nullopt);
}

} // namespace
} // namespace troupe::log
