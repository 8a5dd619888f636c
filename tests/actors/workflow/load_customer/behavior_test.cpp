#include "actors/workflow/load_customer/behavior.hpp"
#include "tests/actors/workflow/stored_customers.hpp"

#include <gmock/gmock.h>

namespace troupe::load_customer {
namespace {

using ::testing::Each;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;

class LoadCustomer : public testing::StoredCustomers {
protected:
  ~LoadCustomer() override { stop(aut); }

  static load_customer_request request(std::uint64_t turns_before = 0) {
    return {"ses_1", "cus_1", {"42", "ada@example.org", "Ada"}, turns_before};
  }
  void talk(std::uint64_t turns) {
    for (std::uint64_t seq = 1; seq <= turns; ++seq) {
      const auto turn = storage::sample::answered("ses_1", seq);
      ASSERT_EQ(rows.commit(std::span{&turn, 1}).front().code, errc::none);
    }
  }

  handle aut = sys.spawn(behavior, reader, std::size_t{3});
};

TEST_F(LoadCustomer, MeetsAStrangerAsTheRequestNamesThem) {
  const auto got = ask<loaded_customer>(aut, request());
  EXPECT_TRUE(got.is_new);
  EXPECT_EQ(got.who.customer_id, "cus_1");
  EXPECT_EQ(got.who.external_id, "42");
  EXPECT_EQ(got.who.name, "Ada");
  EXPECT_GT(got.who.created_at, 0);
}

TEST_F(LoadCustomer, TrustsTheRowOfAKnownCustomerMoreThanTheRequest) {
  const auto stored = rows.create(storage::sample::someone("cus_1", 0.9));
  const auto got = ask<loaded_customer>(aut, request());
  EXPECT_FALSE(got.is_new);
  EXPECT_EQ(got.who, stored);
}

TEST_F(LoadCustomer, BringsTheLastMessagesOldestFirst) {
  talk(2);
  const auto got = ask<loaded_customer>(aut, request(2));
  auto texts = std::vector<std::string>{};
  for (const auto& m : *got.history) texts.push_back(m.text);
  EXPECT_THAT(texts, ElementsAre("Answer to question 1 [1].", "Question 2?", "Answer to question 2 [1]."));
}

TEST_F(LoadCustomer, ReadsNoHistoryOfAFirstTurn) {
  talk(1); // the turn that runs, accepted before its customer is loaded
  EXPECT_THAT(*ask<loaded_customer>(aut, request(0)).history, IsEmpty());
}

TEST_F(LoadCustomer, SaysThatTheStoreFailed) {
  customers->broken = true;
  const auto got = try_ask<loaded_customer>(aut, request());
  ASSERT_TRUE(got.error);
  EXPECT_EQ(to_failure(*got.error).code, errc::store_unavailable);
  customers->broken = false;
  EXPECT_TRUE(ask<loaded_customer>(aut, request()).is_new) << "it goes on with the next turn";
}

TEST_F(LoadCustomer, AnswersEveryoneWhenTheStoreGoes) {
  const auto codes =
      ask_while_the_reader_goes<loaded_customer>(aut, std::vector{request(), request(), request()});
  EXPECT_THAT(codes, SizeIs(3));
  EXPECT_THAT(codes, Each(errc::turn_failed));
}

} // namespace
} // namespace troupe::load_customer
