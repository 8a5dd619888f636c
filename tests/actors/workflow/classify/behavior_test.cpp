#include "actors/workflow/classify/behavior.hpp"
#include "config/classifier.hpp"
#include "tests/support/deterministic_system.hpp"

#include <gmock/gmock.h>

namespace troupe::classify {
namespace {

using namespace std::chrono_literals;
using ::testing::ElementsAre;

class Classify : public testing::DeterministicSystem {
protected:
  ~Classify() override { stop(aut); }

  void start(language::text_embedder with) {
    aut = sys.spawn(behavior, &classifier, &signals, std::move(with), std::size_t{10});
  }
  steady_time now() { return sched.clock().now(); }

  language::classifier classifier{language::classifier_rules{}};
  language::signal_finder signals{{.demand = {"want a human"}}};
  int encoded = 0;
  language::text_embedder encode = [this](std::string_view) {
    ++encoded;
    return language::text_embedding{{0.6F, 0.8F}, {}};
  };
  handle aut;
};

TEST_F(Classify, EncodesTheMessageForTheTurn) {
  start(encode);
  for (auto i = 0; i < 2; ++i) {
    const auto found = ask<classified>(aut, classify_request{"Where is my parcel?", now() + 1s});
    ASSERT_TRUE(found.embedding);
    EXPECT_THAT(found.embedding->vector, ElementsAre(0.6F, 0.8F));
    EXPECT_FALSE(found.one_tier_down);
  }
  EXPECT_EQ(encoded, 1);
}

TEST_F(Classify, GoesByWordsWhenThereIsNoTimeToEncode) {
  start(encode);
  pass(1s);
  const auto late = ask<classified>(aut, classify_request{"Where is my parcel?", now() - 1ms});
  EXPECT_EQ(late.embedding, nullptr);
  EXPECT_TRUE(late.one_tier_down);
  EXPECT_EQ(encoded, 0);
}

TEST_F(Classify, IsNotDegradedWhereThereIsNoEncoder) {
  start({});
  pass(1s);
  for (const auto encode_by : {now() - 1ms, now() + 1s}) {
    const auto found = ask<classified>(aut, classify_request{"Where is my parcel?", encode_by});
    EXPECT_EQ(found.embedding, nullptr);
    EXPECT_FALSE(found.one_tier_down);
  }
}

TEST_F(Classify, HearsWhetherAHumanIsDemandedOrAnOfferAccepted) {
  start({});
  const auto demand = ask<classified>(aut, classify_request{"I want a human", now()});
  EXPECT_TRUE(demand.demands_human);
  EXPECT_FALSE(demand.agrees);
  EXPECT_TRUE(ask<classified>(aut, classify_request{"Yes.", now()}).agrees);
}

} // namespace
} // namespace troupe::classify
