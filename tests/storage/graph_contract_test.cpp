#include "storage/error.hpp"
#include "tests/storage/graph_contract.hpp"
#include "tests/storage/sample.hpp"

#include <gmock/gmock.h>

namespace troupe::storage {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;

graph_customer node(std::string customer_id, double satisfaction, std::vector<graph_session> had = {}) {
  return {std::move(customer_id), "Some One",   "someone@example.org", "brief",       "loyal",
          satisfaction,           sample::noon, sample::noon + 1,      std::move(had)};
}

graph_link about(std::string intent, std::uint32_t times = 1) {
  return {graph_relation::asked_about, std::move(intent), times};
}
graph_link cited(std::string document) { return {graph_relation::cited, std::move(document), 1}; }
graph_link by(std::string strategy) { return {graph_relation::answered_with, std::move(strategy), 1}; }

graph_session talk(std::string session_id, std::vector<graph_link> links, bool resolved = false) {
  return {std::move(session_id), sample::noon, resolved, std::move(links)};
}

std::vector<std::string> ids_of(const std::vector<similar_customer>& customers) {
  auto all = std::vector<std::string>{};
  for (const auto& c : customers) all.push_back(c.customer_id);
  return all;
}

TEST_P(graph_contract, keeps_a_customer_with_all_that_hangs_on_them) {
  const auto whole = node("cus_a", 0.75,
                          {talk("ses_1", {about("billing", 2), cited("a/b.md"), by("direct_answer")}, true),
                           talk("ses_2", {}), talk("ses_3", {about("O'Brien \"quoted\" \xc3\xa9")})});
  graph->writing().put(std::vector{whole, node("cus_b", 0.5)});
  EXPECT_EQ(graph->reading().customer_at("cus_a"), whole);
  EXPECT_EQ(graph->reading().customer_at("cus_b"), node("cus_b", 0.5));
  EXPECT_EQ(graph->reading().customer_at("cus_none"), std::nullopt);
}

TEST_P(graph_contract, tells_sessions_by_their_start_and_links_by_relation_and_target) {
  auto late = talk("ses_a", {by("direct_answer"), cited("b.md"), cited("a.md"), about("billing")});
  late.started_at += 1;
  graph->writing().put(std::vector{node("cus_a", 0.5, {late, talk("ses_c", {}), talk("ses_b", {})})});
  auto sorted = late;
  sorted.links = {about("billing"), cited("a.md"), cited("b.md"), by("direct_answer")};
  EXPECT_EQ(graph->reading().customer_at("cus_a"),
            node("cus_a", 0.5, {talk("ses_b", {}), talk("ses_c", {}), sorted}));
}

TEST_P(graph_contract, putting_the_same_again_changes_nothing) {
  const auto whole = node("cus_a", 0.75, {talk("ses_1", {about("billing"), cited("a.md")}, true)});
  for (auto times = 0; times < 3; ++times) graph->writing().put(std::vector{whole, whole});
  EXPECT_EQ(graph->reading().customer_at("cus_a"), whole);
  EXPECT_THAT(graph->reading().ids("", 10), ElementsAre("cus_a"));
}

TEST_P(graph_contract, what_is_put_takes_the_place_of_all_that_was_known) {
  graph->writing().put(std::vector{
      node("cus_a", 0.75, {talk("ses_1", {about("billing"), cited("a.md")}, true), talk("ses_2", {})})});
  auto now = node("cus_a", 0.25, {talk("ses_1", {about("shipping")})});
  now.name = now.email = "";
  now.communication_style = "frustrated";
  now.relationship_stage = "at_risk";
  now.updated_at += 1;
  graph->writing().put(std::vector{now});
  EXPECT_EQ(graph->reading().customer_at("cus_a"), now);
}

TEST_P(graph_contract, a_session_goes_over_to_whom_it_is_put_under) {
  graph->writing().put(
      std::vector{node("cus_a", 0.5, {talk("ses_1", {about("billing"), cited("a.md")}), talk("ses_2", {})})});
  const auto merged = node("cus_b", 0.5, {talk("ses_1", {about("billing")})});
  graph->writing().put(std::vector{merged});
  EXPECT_EQ(graph->reading().customer_at("cus_b"), merged);
  EXPECT_EQ(graph->reading().customer_at("cus_a"), node("cus_a", 0.5, {talk("ses_2", {})}));
}

TEST_P(graph_contract, removes_customers_with_their_sessions_and_nobody_else) {
  const auto other = node("cus_b", 0.5, {talk("ses_2", {about("billing")})});
  graph->writing().put(std::vector{node("cus_a", 0.5, {talk("ses_1", {about("billing")})}), other});
  for (auto times = 0; times < 2; ++times)
    graph->writing().remove(std::vector<std::string>{"cus_a", "cus_none"});
  EXPECT_EQ(graph->reading().customer_at("cus_a"), std::nullopt);
  EXPECT_EQ(graph->reading().customer_at("cus_b"), other);
  EXPECT_THAT(graph->reading().kindred("cus_b", 5), IsEmpty()) << "the session is gone as well";
}

TEST_P(graph_contract, a_put_that_fails_leaves_nothing_behind) {
  const auto doubled = node("cus_b", 0.5, {talk("ses_2", {about("billing"), about("billing")})});
  EXPECT_THROW(graph->writing().put(std::vector{node("cus_a", 0.5), doubled}), error);
  EXPECT_THAT(graph->reading().ids("", 10), IsEmpty());
}

TEST_P(graph_contract, pages_through_the_customers_in_the_order_of_their_ids) {
  for (const auto* id : {"cus_c", "cus_a", "cus_d", "cus_b"})
    graph->writing().put(std::vector{node(id, 0.5)});
  EXPECT_THAT(graph->reading().ids("", 3), ElementsAre("cus_a", "cus_b", "cus_c"));
  EXPECT_THAT(graph->reading().ids("cus_c", 3), ElementsAre("cus_d"));
  EXPECT_THAT(graph->reading().ids("cus_d", 3), IsEmpty());
}

TEST_P(graph_contract, similar_customers_come_by_satisfaction_and_then_by_id) {
  auto detailed = node("cus_detailed", 0.9);
  detailed.communication_style = "detailed";
  auto fresh = node("cus_fresh", 0.9);
  fresh.relationship_stage = "new";
  graph->writing().put(std::vector{node("cus_me", 0.5), node("cus_c", 0.7), node("cus_b", 0.7),
                                   node("cus_a", 0.2), node("cus_top", 1.0), detailed, fresh});
  EXPECT_THAT(ids_of(graph->reading().similar("cus_me", 5)),
              ElementsAre("cus_top", "cus_b", "cus_c", "cus_a"));
  EXPECT_THAT(ids_of(graph->reading().similar("cus_me", 2)), ElementsAre("cus_top", "cus_b"));
  EXPECT_EQ(graph->reading().similar("cus_me", 1).front().satisfaction_score, 1.0);
  EXPECT_THAT(graph->reading().similar("cus_fresh", 5), IsEmpty());
  EXPECT_THAT(graph->reading().similar("cus_none", 5), IsEmpty());
}

TEST_P(graph_contract, kindred_customers_come_by_the_intents_and_documents_that_they_share) {
  graph->writing().put(std::vector{
      node("cus_me", 0.5,
           {talk("ses_1", {about("billing"), cited("a.md"), by("direct_answer")}),
            talk("ses_2", {about("billing"), about("shipping")})}),
      node("cus_one", 0.5, {talk("ses_3", {about("billing", 9)}), talk("ses_4", {about("billing")})}),
      node("cus_both", 0.5, {talk("ses_5", {about("shipping")}), talk("ses_6", {cited("a.md")})}),
      node("cus_also", 0.5, {talk("ses_7", {cited("a.md")})}),
      node("cus_way", 0.5, {talk("ses_8", {by("direct_answer"), about("a.md")})})});
  EXPECT_THAT(graph->reading().kindred("cus_me", 5),
              ElementsAre(kindred_customer{"cus_both", 2}, kindred_customer{"cus_also", 1},
                          kindred_customer{"cus_one", 1}));
  EXPECT_THAT(graph->reading().kindred("cus_me", 1), ElementsAre(kindred_customer{"cus_both", 2}));
  EXPECT_THAT(graph->reading().kindred("cus_none", 5), IsEmpty());
}

TEST_P(graph_contract, remedies_are_what_resolved_the_same_for_similar_customers) {
  const auto asked = [](std::string id, std::string how, std::string document, bool resolved) {
    return talk(std::move(id), {about("billing"), by(std::move(how)), cited(std::move(document))}, resolved);
  };
  auto stranger = node("cus_stranger", 1.0, {asked("ses_9", "empathetic", "c.md", true)});
  stranger.communication_style = "formal";
  graph->writing().put(std::vector{
      node("cus_me", 0.5, {asked("ses_0", "empathetic", "mine.md", true)}),
      node("cus_a", 0.9,
           {asked("ses_1", "direct_answer", "a.md", true), asked("ses_2", "direct_answer", "a.md", true),
            asked("ses_3", "direct_answer", "a.md", true), asked("ses_4", "direct_answer", "a.md", false)}),
      node("cus_b", 0.8,
           {asked("ses_5", "step_by_step", "b.md", true), asked("ses_6", "step_by_step", "never.md", false),
            talk("ses_7", {about("shipping"), by("direct_answer"), cited("b.md")}, true)}),
      node("cus_c", 0.7, {asked("ses_8", "clarifying_question", "b.md", true)}), stranger});
  // (3+1)/(4+2) and (1+1)/(1+2) are equal: then by strategy.
  EXPECT_THAT(graph->reading().remedies("cus_me", "billing", 5),
              ElementsAre(graph_remedy{"clarifying_question", "b.md", 1, 1},
                          graph_remedy{"direct_answer", "a.md", 4, 3},
                          graph_remedy{"step_by_step", "b.md", 1, 1}));
  EXPECT_THAT(graph->reading().remedies("cus_me", "billing", 2), SizeIs(2));
  EXPECT_THAT(graph->reading().remedies("cus_me", "returns", 5), IsEmpty());
  EXPECT_THAT(graph->reading().remedies("cus_none", "billing", 5), IsEmpty());
}

TEST_P(graph_contract, one_lucky_session_does_not_come_before_many) {
  const auto many = [](std::size_t sessions) {
    auto had = std::vector<graph_session>{};
    for (std::size_t i = 0; i < sessions; ++i)
      had.push_back(
          talk("ses_" + std::to_string(i), {about("billing"), by("step_by_step"), cited("z.md")}, i > 0));
    return had;
  };
  graph->writing().put(std::vector{
      node("cus_me", 0.5), node("cus_a", 0.9, many(10)),
      node("cus_b", 0.9, {talk("ses_lucky", {about("billing"), by("direct_answer"), cited("a.md")}, true)})});
  EXPECT_THAT(
      graph->reading().remedies("cus_me", "billing", 5),
      ElementsAre(graph_remedy{"step_by_step", "z.md", 10, 9}, graph_remedy{"direct_answer", "a.md", 1, 1}));
}

TEST_P(graph_contract, the_most_satisfied_advise_alone) {
  auto all = std::vector{node("cus_me", 0.5)};
  for (std::size_t i = 0; i < advisers; ++i) all.push_back(node("cus_" + std::to_string(i), 0.9));
  all.push_back(
      node("cus_less", 0.8, {talk("ses_1", {about("billing"), by("direct_answer"), cited("a.md")}, true)}));
  graph->writing().put(all);
  EXPECT_THAT(graph->reading().remedies("cus_me", "billing", 5), IsEmpty());
  graph->writing().remove(std::vector<std::string>{"cus_0"});
  EXPECT_THAT(graph->reading().remedies("cus_me", "billing", 5), SizeIs(1));
}

} // namespace
} // namespace troupe::storage
