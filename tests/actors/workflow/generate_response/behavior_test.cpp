#include "actors/workflow/generate_response/behavior.hpp"
#include "language/markdown.hpp"
#include "tests/support/deterministic_system.hpp"

#include <gmock/gmock.h>

#include <set>

namespace troupe::generate_response {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;

config::strategies two_strategies() {
  auto plain = config::strategy{};
  plain.name = "plain";
  auto kind = config::strategy{};
  kind.name = "kind";
  kind.opening = "Gladly.";
  return {plain, kind};
}

std::shared_ptr<const learning::snapshot> snapshot(std::string_view policy, std::vector<double> values) {
  return std::make_shared<const learning::snapshot>(
      learning::snapshot{7, learning::make_policy(policy, {.initial_values = std::move(values)})});
}

/// What a search for `question` finds in two small documents.
found_context sources_for(std::string_view question) {
  const auto document = [](std::string_view source, std::string_view path) {
    return std::get<language::document>(language::parse_markdown(source, path));
  };
  const auto index = retrieval::index{std::vector{
      document("# Refunds\n\nA refund takes five working days to reach your card.\n", "refunds.md"),
      document("# Delivery\n\nA courier brings every parcel to the door.\n", "delivery.md"),
  }};
  return {std::make_shared<const retrieval::context>(retrieval::cut_to_budget(index.search(question)))};
}

class GenerateResponse : public testing::DeterministicSystem {
protected:
  ~GenerateResponse() override { stop(aut); }

  generate_request request(std::string turn_id = "trn_1") const {
    auto r = generate_request{};
    r.turn_id = std::move(turn_id);
    r.text = "When does the refund reach my card?";
    r.context = sources_for(r.text);
    r.policy = policy;
    return r;
  }
  generated generate(generate_request r) { return ask<generated>(aut, std::move(r)); }

  static std::string text_of(const generated& g) {
    auto text = std::string{};
    for (const auto& piece : g.pieces) text += piece;
    return text;
  }

  troupe::config::strategies strategies = two_strategies();
  std::shared_ptr<const learning::snapshot> policy = snapshot("uniform", {0.5, 0.5});
  handle aut = sys.spawn(behavior, options{&strategies, 0.3, 1});
};

TEST_F(GenerateResponse, AnswersInTheWordsOfTheDocumentsAndCitesThem) {
  const auto got = generate(request());
  EXPECT_TRUE(got.supported);
  EXPECT_THAT(text_of(got), HasSubstr("A refund takes five working days to reach your card. [1]"));
  ASSERT_THAT(got.citations, SizeIs(1));
  EXPECT_EQ(got.citations[0].marker, 1U);
  EXPECT_EQ(got.citations[0].document, "refunds.md");
}

TEST_F(GenerateResponse, CitesNothingWhereItFoundNothing) {
  auto unanswerable = request();
  unanswerable.text = "Do you sell helicopters?";
  unanswerable.context = sources_for(unanswerable.text);
  auto unsearched = request();
  unsearched.context.sources = nullptr;
  for (const auto& r : {unanswerable, unsearched}) {
    const auto got = generate(r);
    EXPECT_FALSE(got.supported);
    EXPECT_THAT(got.citations, IsEmpty());
    EXPECT_THAT(text_of(got), HasSubstr("member of our team"));
  }
}

TEST_F(GenerateResponse, SpeaksInTheStrategyThatItSaysItChose) {
  auto seen = std::set<std::string>{};
  for (auto i = 0; i < 32; ++i) {
    const auto got = generate(request("trn_" + std::to_string(i)));
    seen.insert(got.choice.strategy);
    EXPECT_EQ(text_of(got).starts_with("Gladly."), got.choice.strategy == "kind");
  }
  EXPECT_THAT(seen, ElementsAre("kind", "plain")) << "the draws depend on the turn";
}

TEST_F(GenerateResponse, DrawsTheSameAgainForTheSameTurn) {
  for (auto i = 0; i < 8; ++i) {
    const auto turn = "trn_" + std::to_string(i);
    EXPECT_EQ(generate(request(turn)).choice, generate(request(turn)).choice);
  }
}

TEST_F(GenerateResponse, NotesTheExactPropensityAndTheVersionThatItChoseUnder) {
  const auto spread = generate(request()).choice;
  EXPECT_EQ(spread.policy, "uniform");
  EXPECT_EQ(spread.policy_version, 7U);
  EXPECT_DOUBLE_EQ(spread.propensity, 0.5);

  policy = snapshot("fixed", {0.1, 0.9});
  const auto certain = generate(request()).choice;
  EXPECT_EQ(certain.strategy, "kind") << "strategies stand in the order of the actions";
  EXPECT_DOUBLE_EQ(certain.propensity, 1.0);
}

TEST_F(GenerateResponse, NotesTheContextOfTheChoice) {
  auto angry = request();
  angry.classification.sentiment = -0.9;
  EXPECT_NE(generate(angry).choice.features, generate(request()).choice.features);
}

} // namespace
} // namespace troupe::generate_response
