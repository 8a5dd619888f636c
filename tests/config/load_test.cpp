#include "config/load.hpp"
#include "config/upstreams.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <set>

namespace troupe::config {
namespace {

using testing::AllOf;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using testing::SizeIs;

named_text file(std::string text) { return {"shop.toml", std::move(text)}; }

loaded from_environment(const environment_variables& variables) { return load(variables, std::nullopt); }
loaded from_file(std::string text) { return load({}, file(std::move(text))); }

const row& row_of(const std::vector<row>& rows, std::string_view name) {
  return *std::ranges::find(rows, name, &row::name);
}

TEST(Load, WithoutSourcesEverythingIsTheDefault) {
  const auto result = load({}, std::nullopt);
  EXPECT_THAT(result.problems, IsEmpty());
  EXPECT_EQ(result.values, settings{});
  EXPECT_TRUE(std::ranges::all_of(result.origins, [](auto o) { return o == origin::built_in; }));
}

TEST(Load, TheEnvironmentWinsOverTheFile) {
  const auto result =
      load({{"CHUNK_SIZE", "300"}}, file("[knowledge]\nchunk_words = 200\noverlap_words = 20\n"));
  EXPECT_THAT(result.problems, IsEmpty());
  EXPECT_EQ(result.values.chunk_size, 300U);
  EXPECT_EQ(result.values.overlap_size, 20U);
  const auto rows = describe(result);
  EXPECT_EQ(row_of(rows, "CHUNK_SIZE").origin, origin::environment);
  EXPECT_EQ(row_of(rows, "OVERLAP_SIZE").origin, origin::file);
  EXPECT_EQ(row_of(rows, "TROUPE_PORT").origin, origin::built_in);
}

TEST(Load, ReadsEveryKindFromTheEnvironment) {
  const auto result = from_environment({{"TROUPE_PORT", "0"},
                                        {"TROUPE_DRAIN_MS", "250"},
                                        {"TROUPE_SESSION_IDLE_SECONDS", "60"},
                                        {"AUTO_SYNC_INTERVAL", "5"},
                                        {"RL_EXPLORATION_RATE", "0.25"},
                                        {"REWARD_NORMALIZATION", "False"},
                                        {"TROUPE_API_KEYS", "alpha, beta,,gamma "},
                                        {"TROUPE_LOG_LEVEL", "debug"}});
  EXPECT_THAT(result.problems, IsEmpty());
  EXPECT_EQ(result.values.port, 0U);
  EXPECT_EQ(result.values.drain, std::chrono::milliseconds{250});
  EXPECT_EQ(result.values.session_idle, std::chrono::seconds{60});
  EXPECT_EQ(result.values.auto_sync_interval, std::chrono::minutes{5});
  EXPECT_EQ(result.values.rl_exploration_rate, 0.25);
  EXPECT_FALSE(result.values.reward_normalization);
  EXPECT_THAT(result.values.api_keys, ElementsAre("alpha", "beta", "gamma"));
  EXPECT_EQ(result.values.log_level, "debug");
}

TEST(Load, ReadsEveryKindFromTheFile) {
  const auto result = from_file(R"(
[server]
port = 9000
api_keys = ["alpha", "beta"]
[learning]
exploration_rate = 0
reward_normalization = false
[turns]
session_idle_seconds = 60
[log]
format = "json"
)");
  EXPECT_THAT(result.problems, IsEmpty());
  EXPECT_EQ(result.values.port, 9000U);
  EXPECT_THAT(result.values.api_keys, ElementsAre("alpha", "beta"));
  EXPECT_EQ(result.values.rl_exploration_rate, 0.0);
  EXPECT_FALSE(result.values.reward_normalization);
  EXPECT_EQ(result.values.session_idle, std::chrono::seconds{60});
  EXPECT_EQ(result.values.log_format, "json");
}

TEST(Load, AnEmptyVariableCountsAsUnset) {
  const auto result = load({{"DATABASE_URL", ""}, {"TROUPE_PORT", ""}}, file("[server]\nport = 9000\n"));
  EXPECT_THAT(result.problems, IsEmpty());
  EXPECT_EQ(result.values.port, 9000U);
  EXPECT_THAT(without_effect(result), IsEmpty());
}

TEST(Load, RangesIncludeTheirEndsAndNothingBeyond) {
  for (const auto* good : {"0", "65535"})
    EXPECT_THAT(from_environment({{"TROUPE_PORT", good}}).problems, IsEmpty()) << good;
  for (const auto* bad :
       {"-1", "65536", "80.5", "eighty", "0x50", " 80", "80 ", "99999999999999999999", "+80"})
    EXPECT_THAT(from_environment({{"TROUPE_PORT", bad}}).problems,
                ElementsAre(AllOf(HasSubstr("TROUPE_PORT is \"" + std::string{bad} + '"'),
                                  HasSubstr("a whole number from 0 to 65535"))));
  for (const auto* bad : {"1.01", "-0.1", "nan", "inf", "half"})
    EXPECT_THAT(from_environment({{"RL_EXPLORATION_RATE", bad}}).problems, SizeIs(1)) << bad;
}

TEST(Load, ABadValueLeavesTheOneBelowIt) {
  const auto result = load({{"TROUPE_PORT", "http"}}, file("[server]\nport = 9000\n"));
  EXPECT_THAT(result.problems, SizeIs(1));
  EXPECT_EQ(result.values.port, 9000U);
}

TEST(Load, AChoiceListsWhatThereIs) {
  EXPECT_THAT(from_environment({{"RL_POLICY", "q_table"}}).problems,
              ElementsAre(AllOf(HasSubstr("RL_POLICY"), HasSubstr("\"q_table\""), HasSubstr("epsilon_greedy"),
                                HasSubstr("q_learning"), HasSubstr("uniform"))));
}

TEST(Load, AMisspeltVariableIsNamedWithTheNearest) {
  EXPECT_THAT(from_environment({{"TROUPE_PROT", "1"}}).problems,
              ElementsAre(AllOf(HasSubstr("TROUPE_PROT"), HasSubstr("did you mean TROUPE_PORT?"))));
  EXPECT_THAT(from_environment({{"TROUPE_COLOUR_OF_THE_SKY", "1"}}).problems,
              ElementsAre(AllOf(HasSubstr("TROUPE_COLOUR_OF_THE_SKY"), Not(HasSubstr("did you mean")))));
  EXPECT_THAT(from_environment({{"PATH", "/bin"}, {"TROUPE_CONFIG", "shop.toml"}}).problems, IsEmpty());
}

TEST(Load, AFileComplaintHasFileLineKeyAndValue) {
  EXPECT_THAT(from_file("[server]\n\nport = \"http\"\n").problems,
              ElementsAre(AllOf(HasSubstr("shop.toml:3: server.port"), HasSubstr("http"),
                                HasSubstr("whole number"))));
  EXPECT_THAT(from_file("[server]\nprot = 1\n").problems,
              ElementsAre(AllOf(HasSubstr("shop.toml:2: "), HasSubstr("did you mean server.port?"))));
  EXPECT_THAT(from_file("port = 1\n").problems,
              ElementsAre(HasSubstr("shop.toml:1: \"port\" stands in no table")));
  EXPECT_THAT(from_file("[server\n").problems, ElementsAre(HasSubstr("shop.toml:1: ")));
}

TEST(Load, TheFileTakesNoOtherTypes) {
  for (const auto* bad : {"port = 80.0", "port = true", "port = [80]", "host = 127", "api_keys = \"alpha\"",
                          "api_keys = [1]", "workers = {}", R"(host = "a\u0000b")"})
    EXPECT_THAT(from_file("[server]\n" + std::string{bad} + '\n').problems, SizeIs(1)) << bad;
}

TEST(Load, ALetterWhereNoneBelongsIsAComplaint) {
  for (const auto* letter : {"\u00e4", "\u03f7", "\u0410", "\u65e5", "\U0001f642"})
    EXPECT_THAT(from_file("[server]\nport = 80" + std::string{letter} + '\n').problems,
                ElementsAre(HasSubstr("shop.toml:2: ")))
        << letter;
}

TEST(Load, AllProblemsAreReported) {
  const auto result = load({{"TROUPE_PORT", "x"}, {"TROUPE_PROT", "1"}, {"CHUNK_SIZE", "20"}},
                           file("[server]\nhosst = \"::1\"\n[log]\nlevel = \"loud\"\n"));
  EXPECT_THAT(result.problems,
              testing::UnorderedElementsAre(HasSubstr("TROUPE_PORT"), HasSubstr("TROUPE_PROT"),
                                            HasSubstr("OVERLAP_SIZE"), HasSubstr("server.hosst"),
                                            HasSubstr("log.level")));
}

TEST(Load, SecretsAreShownNeitherInRowsNorInComplaints) {
  const auto good =
      from_environment({{"TROUPE_API_KEYS", "tiger"}, {"DATABASE_URL", "postgres://u:tiger@h/d"}});
  for (const auto& r : describe(good)) EXPECT_THAT(r.value, Not(HasSubstr("tiger"))) << r.name;
  EXPECT_EQ(row_of(describe(good), "TROUPE_API_KEYS").value, "***");
  EXPECT_EQ(row_of(describe(good), "TROUPE_ADMIN_KEYS").value, "");
  const auto bad =
      load({{"TROUPE_API_KEYS", "tiger\ntiger"}}, file("[stores]\nneo4j_password = [\"tiger\"]\n"));
  ASSERT_THAT(bad.problems, SizeIs(2));
  for (const auto& problem : bad.problems) EXPECT_THAT(problem, Not(HasSubstr("tiger")));
}

TEST(Load, ALineCannotBeForged) {
  const auto result = from_environment({{"TROUPE_PORT", "80\nTROUPE_PORT is fine"}});
  ASSERT_THAT(result.problems, SizeIs(1));
  EXPECT_THAT(result.problems[0], Not(HasSubstr("\n")));
}

TEST(Load, WhatIsNotServedYetIsSaid) {
  const auto result =
      load({{"NEO4J_URI", "http://h"}}, file("[stores]\nredis_url = \"redis://h\"\n"));
  EXPECT_THAT(result.problems, IsEmpty());
  EXPECT_THAT(without_effect(result),
              testing::UnorderedElementsAre(HasSubstr("NEO4J_URI"), HasSubstr("REDIS_URL")));
}

TEST(Upstreams, AreReadInTheirOrderWithTheirKeys) {
  const auto result =
      load({{"LOCAL_KEY", "tiger"}},
           file("[[llm.upstream]]\nname = \"local\"\nbase_url = \"http://h/v1/\"\n"
                "model = \"m\"\napi_key_env = \"LOCAL_KEY\"\n"
                "[[llm.upstream]]\nname = \"far\"\nbase_url = \"https://f\"\nmodel = \"n\"\n"));
  EXPECT_THAT(result.problems, IsEmpty());
  EXPECT_THAT(upstreams(result.values), testing::ElementsAre(upstream{"local", "http://h/v1", "m", "tiger"},
                                                             upstream{"far", "https://f", "n", ""}));
  for (const auto& r : describe(result)) EXPECT_THAT(r.value, Not(HasSubstr("tiger"))) << r.name;
}

TEST(Upstreams, AnyOfThreeVariablesMakesOneThatComesFirst) {
  EXPECT_THAT(upstreams(from_environment({}).values), IsEmpty());
  for (const auto& variables :
       {environment_variables{{"OPENAI_API_KEY", "k"}}, environment_variables{{"OPENAI_MODEL", "m"}},
        environment_variables{{"OPENAI_BASE_URL", "http://h"}}}) {
    const auto result =
        load(variables, file("[[llm.upstream]]\nname = \"far\"\nbase_url = \"https://f\"\nmodel = \"n\"\n"));
    ASSERT_THAT(upstreams(result.values), SizeIs(2));
    EXPECT_EQ(upstreams(result.values).front().name, "openai");
    EXPECT_FALSE(upstreams(result.values).front().model.empty());
  }
}

TEST(Upstreams, WhatIsWrongIsSaidInALineEach) {
  const auto complaint = [](const std::string& text) {
    const auto result = load({{"BAD", "a tiger"}}, file("[[llm.upstream]]\n" + text));
    EXPECT_THAT(result.problems, SizeIs(1)) << text;
    return result.problems.empty() ? std::string{} : result.problems.front();
  };
  const std::string good = "name = \"a\"\nbase_url = \"https://f\"\nmodel = \"n\"\n";
  EXPECT_THAT(complaint("name = \"a b\"\nbase_url = \"https://f\"\nmodel = \"n\"\n"), HasSubstr("bad name"));
  EXPECT_THAT(complaint("name = \"a\"\nbase_url = \"ftp://f\"\nmodel = \"n\"\n"), HasSubstr("ftp://f"));
  EXPECT_THAT(complaint("name = \"a\"\nbase_url = \"http://me:pw@f\"\nmodel = \"n\"\n"),
              HasSubstr("address"));
  EXPECT_THAT(complaint("name = \"a\"\nbase_url = \"https://f\"\n"), HasSubstr("no model"));
  EXPECT_THAT(complaint(good + "colour = \"red\"\n"), HasSubstr("colour"));
  EXPECT_THAT(complaint(good + "[[llm.upstream]]\n" + good), HasSubstr("two upstreams"));
  EXPECT_THAT(complaint(good + "api_key_env = \"NONE\"\n"), HasSubstr("NONE"));
  const auto bad_key = complaint(good + "api_key_env = \"BAD\"\n");
  EXPECT_THAT(bad_key, HasSubstr("white space"));
  EXPECT_THAT(bad_key, Not(HasSubstr("tiger")));
  EXPECT_THAT(load({}, file("[llm]\nupstream = 7\n")).problems, SizeIs(1));
}

TEST(Upstreams, TurnsThatOneMayHoldUpHavePlacesOfTheirOwn) {
  const auto without = from_environment({{"TROUPE_MAX_WAITING_TURNS", "5"}}).values;
  EXPECT_EQ(most_turns(without), 5);
  const auto with = from_environment({{"TROUPE_MAX_WAITING_TURNS", "5"},
                                      {"OPENAI_MODEL", "m"},
                                      {"TROUPE_LLM_CONCURRENCY", "7"},
                                      {"TROUPE_LLM_QUEUE", "11"}})
                        .values;
  EXPECT_EQ(most_turns(with), 23);
}

TEST(Definitions, NamesAndKeysAreUnique) {
  std::set<std::string_view> names, keys;
  for (const auto& d : definitions()) {
    EXPECT_TRUE(names.insert(d.name).second) << d.name;
    EXPECT_TRUE(keys.insert(d.key).second) << d.key;
    EXPECT_FALSE(d.doc.empty()) << d.name;
  }
}

TEST(Definitions, EveryDefaultIsAllowed) {
  environment_variables all;
  for (const auto& d : definitions()) all.emplace(d.name, text_of(d, settings{}));
  const auto result = load(all, std::nullopt);
  EXPECT_THAT(result.problems, IsEmpty());
  EXPECT_EQ(result.values, settings{});
}

} // namespace
} // namespace troupe::config
