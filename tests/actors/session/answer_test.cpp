#include "actors/session/answer.hpp"

#include <gmock/gmock.h>
#include <nlohmann/json.hpp>

#include <limits>

namespace troupe::session {
namespace {

using nlohmann::json;
using ::testing::HasSubstr;

TEST(render, leaves_nothing_out_of_an_answer_that_knows_nothing) {
  const auto object = json::parse(render({}));
  for (const auto* name : {"strategy", "insight", "escalation", "usage", "superseded_by"})
    EXPECT_TRUE(object.at(name).is_null()) << name;
  EXPECT_EQ(object.at("citations"), json::array());
  EXPECT_EQ(object.at("degraded"), json::array());
  EXPECT_EQ(object.at("timings_ms").size(), node_count + 1);
}

TEST(render, keeps_text_as_it_is) {
  auto a = answer{};
  a.text = "\"né\"\n\t\\ \x01 ✓ </script>";
  a.citations = {{1, "a.md", "Refunds", "refunds", "chk_1", "so it is", {3, 11}, 0.12345}};
  const auto object = json::parse(render(a));
  EXPECT_EQ(object.at("answer"), a.text);
  EXPECT_EQ(object.at("citations").at(0),
            json::parse(R"({"marker":1,"document":"a.md","heading":"Refunds","anchor":"refunds",
                            "chunk_id":"chk_1","quote":"so it is","range":[3,11],"score":0.123})"));
}

TEST(render, says_what_a_language_model_used) {
  auto a = answer{};
  a.by_llm = true;
  a.usage = completion_usage{120, 30, "m", "house"};
  const auto object = json::parse(render(a));
  EXPECT_EQ(object.at("generator"), "llm");
  EXPECT_EQ(object.at("usage"),
            json::parse(R"({"prompt_tokens":120,"completion_tokens":30,"model":"m","upstream":"house"})"));
}

TEST(render, is_json_whatever_a_path_or_a_figure_is) {
  auto a = answer{};
  a.citations = {{1, "a\xff.md", {}, {}, {}, {}, {}, std::numeric_limits<double>::quiet_NaN()}};
  const auto cited = json::parse(render(a)).at("citations").at(0);
  EXPECT_EQ(cited.at("document"), "a\xef\xbf\xbd.md");
  EXPECT_TRUE(cited.at("score").is_null());
}

TEST(render, is_compact) {
  EXPECT_THAT(render({}), HasSubstr(R"("answer":"","citations":[],"classification":{)"));
}

} // namespace
} // namespace troupe::session
