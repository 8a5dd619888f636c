#include "load/conversation.hpp"
#include "load/identities.hpp"
#include "tests/load/answers.hpp"

#include <gtest/gtest.h>

namespace troupe::load {
namespace {

using nlohmann::json;

json answer(const char* session, const char* turn, const char* customer) {
  auto a = test::right_answer();
  a["session_id"] = session;
  a["turn_id"] = turn;
  a["customer_id"] = customer;
  return a;
}

TEST(Conversation, names_its_customer_first_and_its_session_then) {
  auto c = conversation{"load-\"1"};
  EXPECT_EQ(json::parse(c.body("\"Hi?\"", "load-0123456789ab", false)),
            json({{"message", "Hi?"},
                  {"client_message_id", "load-0123456789ab"},
                  {"customer", {{"external_id", "load-\"1"}}}}));
  EXPECT_FALSE(c.acknowledge(0, answer("ses_9", "trn_1", "cus_1")));
  EXPECT_EQ(json::parse(c.body("\"And?\"", "load-0123456789ac", true)),
            json({{"message", "And?"},
                  {"client_message_id", "load-0123456789ac"},
                  {"session_id", "ses_9"},
                  {"stream", true}}));
  EXPECT_EQ(json::parse(conversation{}.body("\"Hi?\"", "x", false)),
            json({{"message", "Hi?"}, {"client_message_id", "x"}}));
}

TEST(Conversation, says_on_a_socket_what_it_would_post) {
  EXPECT_EQ(
      json::parse(conversation::spoken("\"He said \\\"hi\\\"?\"", "load-0123456789ab")),
      json(
          {{"type", "message"}, {"message", "He said \"hi\"?"}, {"client_message_id", "load-0123456789ab"}}));
}

TEST(Conversation, keeps_what_was_acknowledged) {
  auto c = conversation{};
  EXPECT_FALSE(c.acknowledge(3, answer("ses_1", "trn_1", "cus_1")));
  auto silent = answer("ses_1", "trn_2", "cus_1");
  silent["answer"] = nullptr;
  EXPECT_FALSE(c.acknowledge(4, silent));
  ASSERT_EQ(c.turns().size(), 2U);
  EXPECT_EQ(c.turns()[0].turn_id, "trn_1");
  EXPECT_EQ(c.turns()[0].question, 3U);
  EXPECT_EQ(c.turns()[0].answer, fingerprint_of(test::right_answer()["answer"].get<std::string>()));
  EXPECT_FALSE(c.turns()[1].answer);
}

TEST(Conversation, finds_the_answers_of_others) {
  auto c = conversation{};
  EXPECT_FALSE(c.acknowledge(0, answer("ses_1", "trn_1", "cus_1")));
  EXPECT_EQ(c.acknowledge(1, answer("ses_2", "trn_2", "cus_1"))->kind, wrong::crossed);
  EXPECT_EQ(c.acknowledge(1, answer("ses_1", "trn_2", "cus_2"))->kind, wrong::crossed);
  EXPECT_EQ(c.turns().size(), 1U);
}

/// What the newest turn of a conversation with this answer claims.
std::optional<fault> claim(identities& all, conversation& by, const json& a) {
  EXPECT_FALSE(by.acknowledge(0, a));
  return all.claim(by);
}

TEST(Identities, belong_to_one_conversation) {
  auto all = identities{};
  auto ann = conversation{"ann"}, bob = conversation{"bob"}, eve = conversation{"eve"},
       dan = conversation{"dan"};
  EXPECT_FALSE(claim(all, ann, answer("ses_1", "trn_1", "cus_1")));
  EXPECT_FALSE(claim(all, ann, answer("ses_1", "trn_2", "cus_1")));
  EXPECT_FALSE(claim(all, bob, answer("ses_2", "trn_3", "cus_2")));
  EXPECT_EQ(claim(all, bob, answer("ses_2", "trn_2", "cus_2"))->kind, wrong::crossed)
      << "a turn of another session";
  EXPECT_EQ(claim(all, eve, answer("ses_1", "trn_4", "cus_3"))->kind, wrong::crossed)
      << "a session of another customer";
  EXPECT_EQ(claim(all, dan, answer("ses_4", "trn_5", "cus_1"))->kind, wrong::crossed)
      << "another customer's id";
}

TEST(Identities, may_be_met_again_by_the_same_customer) {
  auto all = identities{};
  auto first = conversation{"ann"}, again = conversation{"ann"}, nobody = conversation{};
  EXPECT_FALSE(claim(all, first, answer("ses_1", "trn_1", "cus_1")));
  EXPECT_FALSE(claim(all, again, answer("ses_2", "trn_2", "cus_1")));
  EXPECT_FALSE(claim(all, nobody, answer("ses_3", "trn_3", "cus_9")));
}

} // namespace
} // namespace troupe::load
