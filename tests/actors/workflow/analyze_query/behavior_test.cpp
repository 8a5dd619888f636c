#include "actors/workflow/analyze_query/behavior.hpp"
#include "tests/actors/workflow/stored_customers.hpp"

#include <gmock/gmock.h>

namespace troupe::analyze_query {
namespace {

using ::testing::Each;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;

class AnalyzeQuery : public testing::StoredCustomers {
protected:
  ~AnalyzeQuery() override { stop(aut); }

  void meet(std::string id, double satisfaction, std::string style = "detailed") {
    auto c = storage::sample::someone(std::move(id), satisfaction);
    c.communication_style = std::move(style);
    rows.create(c);
  }
  static std::vector<std::string> ids(const insight& of) {
    auto all = std::vector<std::string>{};
    for (const auto& c : of.similar) all.push_back(c.customer_id);
    return all;
  }

  analyze_request asked{storage::sample::someone("cus_1")};
  handle aut = sys.spawn(behavior, reader);
};

TEST_F(AnalyzeQuery, KnowsTheMostSatisfiedCustomersOfTheSameKind) {
  meet("cus_1", 0.5);
  meet("cus_content", 0.9);
  meet("cus_cross", 0.1);
  meet("cus_other", 1.0, "brief");
  const auto got = ask<insight>(aut, asked);
  EXPECT_THAT(ids(got), ElementsAre("cus_content", "cus_cross"));
  EXPECT_EQ(got.similar.front().satisfaction_score, 0.9);
}

TEST_F(AnalyzeQuery, NamesFiveAtMost) {
  meet("cus_1", 0.5);
  for (auto i = 2; i < 10; ++i) meet("cus_" + std::to_string(i), 0.5);
  EXPECT_THAT(ask<insight>(aut, asked).similar, SizeIs(5));
}

TEST_F(AnalyzeQuery, TellsOfACustomerWithoutARowWhatTheTurnKnows) {
  asked.who.communication_style = "brief";
  asked.who.satisfaction_score = 0.2;
  const auto got = ask<insight>(aut, asked);
  EXPECT_EQ(got.communication_style, "brief");
  EXPECT_EQ(got.relationship_stage, "new");
  EXPECT_EQ(got.satisfaction_score, 0.2);
  EXPECT_THAT(got.similar, IsEmpty());
}

TEST_F(AnalyzeQuery, SaysThatTheStoreFailed) {
  customers->broken = true;
  const auto got = try_ask<insight>(aut, asked);
  ASSERT_TRUE(got.error);
  EXPECT_EQ(to_failure(*got.error).code, errc::store_unavailable);
  customers->broken = false;
  EXPECT_FALSE(try_ask<insight>(aut, asked).error) << "it goes on with the next turn";
}

TEST_F(AnalyzeQuery, AnswersEveryoneWhenTheStoreGoes) {
  const auto codes = ask_while_the_reader_goes<insight>(aut, std::vector{asked, asked, asked});
  EXPECT_THAT(codes, SizeIs(3));
  EXPECT_THAT(codes, Each(errc::turn_failed));
}

} // namespace
} // namespace troupe::analyze_query
