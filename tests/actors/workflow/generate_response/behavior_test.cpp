#include "actors/workflow/generate_response/behavior.hpp"
#include "language/markdown.hpp"
#include "messages/error.hpp"
#include "tests/support/deterministic_system.hpp"

#include <caf/event_based_actor.hpp>
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

/// A language model that says what the test says, when it says so.
struct scripted_model {
  std::vector<begin_completion> begun;
  std::vector<std::uint64_t> cancelled;
  std::optional<caf::typed_response_promise<completion_piece>> asked;
  completion_piece says; ///< when it hears of news

  llm::handle::behavior_type behavior(llm::handle::pointer self) {
    return {[this, self](begin_completion& b) -> caf::result<completion_piece> {
              begun.push_back(std::move(b));
              return *(asked = self->make_response_promise<completion_piece>());
            },
            [this, self](const next_piece&) -> caf::result<completion_piece> {
              return *(asked = self->make_response_promise<completion_piece>());
            },
            [this](const cancel_completion& c) { cancelled.push_back(c.number); },
            [this](const transfer_news&) { std::exchange(asked, std::nullopt)->deliver(says); },
            [](timer_due) {}};
  }
};

class GenerateWithModel : public GenerateResponse {
protected:
  GenerateWithModel() {
    stop(aut);
    aut = sys.spawn(behavior, options{&strategies, 0.3, 1, model, &prompts, 100});
  }
  ~GenerateWithModel() override { stop(model); }

  /// Sends a request as a session does; what comes back is in `answer`, what goes ahead in `heard`.
  void ask_for(generate_request r) {
    r.history = std::make_shared<const std::vector<message>>();
    r.until = sched.clock().now() + std::chrono::seconds{10};
    self->send(session, std::move(r));
    run();
  }
  void say(std::string text) { give({std::move(text)}); }
  void give(completion_piece p) {
    script.says = std::move(p);
    self->send(model, transfer_news{});
    run();
  }

  scripted_model script;
  troupe::config::prompt_templates prompts{{"plain rules", "kind rules"}, "{{sources}} {{question}}"};
  llm::handle model = sys.spawn([this](llm::handle::pointer p) { return script.behavior(p); });
  std::vector<std::string> heard;
  std::optional<generated> answer;
  caf::actor session = sys.spawn([this](caf::event_based_actor* me) -> caf::behavior {
    return {[this, me](const generate_request& r) {
              me->request(aut, caf::infinite, r).then([this](generated& g) { answer = std::move(g); });
            },
            [this](const generated_text& t) { heard.push_back(t.text); }};
  });
};

TEST_F(GenerateWithModel, SendsWhatTheModelWritesAheadAndHoldsItToTheSources) {
  auto r = request();
  r.streamed = true;
  r.principal = "shop";
  ask_for(r);
  ASSERT_THAT(script.begun, SizeIs(1));
  EXPECT_EQ(script.begun[0].principal, "shop");
  EXPECT_THAT(script.begun[0].prompt.back().text, HasSubstr("> When does the refund reach my card?"));
  EXPECT_LT(script.begun[0].until, sched.clock().now() + std::chrono::seconds{10})
      << "some time is left to answer without it";
  say(" After five working days [");
  say("1] it reaches your card");
  say(" [7].");
  EXPECT_FALSE(answer);
  give({" Really.", true, {}, completion_usage{10, 20, "m", "u"}});
  EXPECT_THAT(heard, ElementsAre("After five working days", " [1] it reaches your card", "."));
  ASSERT_TRUE(answer);
  EXPECT_EQ(text_of(*answer), "After five working days [1] it reaches your card. Really.");
  EXPECT_EQ(answer->streamed, 3U);
  EXPECT_TRUE(answer->by_llm);
  EXPECT_TRUE(answer->supported);
  EXPECT_EQ(answer->usage, (completion_usage{10, 20, "m", "u"}));
  ASSERT_THAT(answer->citations, SizeIs(1));
  EXPECT_EQ(answer->citations[0].quote, "A refund takes five working days to reach your card.");
}

TEST_F(GenerateWithModel, SendsNothingAheadToWhomDoesNotAsk) {
  ask_for(request());
  say("After five working days [1].");
  give({{}, true});
  EXPECT_THAT(heard, IsEmpty());
  ASSERT_TRUE(answer);
  EXPECT_EQ(answer->streamed, 0U);
  EXPECT_EQ(text_of(*answer), "After five working days [1].");
}

TEST_F(GenerateWithModel, MarksWhatNoSourceSupports) {
  ask_for(request());
  give({"Elephants are grey.", true});
  ASSERT_TRUE(answer);
  EXPECT_FALSE(answer->supported);
  EXPECT_TRUE(answer->by_llm);
  EXPECT_THAT(answer->citations, IsEmpty());
}

TEST_F(GenerateWithModel, AnswersFromTheDocumentsWhenTheModelFails) {
  auto r = request();
  r.streamed = true;
  ask_for(r);
  say("After five ");
  give({{}, true, "openai: cut"});
  ASSERT_TRUE(answer);
  EXPECT_FALSE(answer->by_llm);
  EXPECT_TRUE(answer->llm_failed);
  EXPECT_EQ(answer->streamed, 0U) << "what went ahead is no part of it";
  EXPECT_THAT(text_of(*answer), HasSubstr("A refund takes five working days to reach your card. [1]"));
}

TEST_F(GenerateWithModel, AnswersFromTheDocumentsWhenTheModelSaysNothing) {
  ask_for(request());
  give({" \n", true});
  ASSERT_TRUE(answer);
  EXPECT_TRUE(answer->llm_failed);
}

TEST_F(GenerateWithModel, AnswersFromTheDocumentsWhenItIsEnded) {
  ask_for(request());
  stop(aut);
  ASSERT_TRUE(answer);
  EXPECT_TRUE(answer->llm_failed);
}

TEST_F(GenerateWithModel, CancelsWhatNobodyWaitsFor) {
  ask_for(request());
  stop(session);
  EXPECT_THAT(script.cancelled, ElementsAre(script.begun.at(0).number));
  say("too late");
  EXPECT_FALSE(answer);
}

TEST_F(GenerateWithModel, ReturnsAGreetingItself) {
  auto r = request();
  r.classification.intent = "greeting";
  r.classification.confidence = 0.9;
  r.context.sources = nullptr;
  ask_for(r);
  ASSERT_TRUE(answer);
  EXPECT_THAT(script.begun, IsEmpty());
  EXPECT_FALSE(answer->llm_failed);
}

} // namespace
} // namespace troupe::generate_response
