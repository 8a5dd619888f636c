#include "evaluation/bad_line.hpp"
#include "evaluation/dsjson.hpp"
#include "evaluation/vw_text.hpp"

#include <gmock/gmock.h>

#include <cmath>

namespace troupe::evaluation {
namespace {

using testing::DoubleEq;
using testing::Each;
using testing::HasSubstr;
using testing::SizeIs;
using testing::StartsWith;

template <class Read>
std::string complaint(const Read& read) {
  try {
    read();
  } catch (const bad_line& e) {
    return e.what();
  }
  return "none";
}

std::string complaint_of_vw(std::string_view text) {
  return complaint([&] { static_cast<void>(read_vw_decisions("f.vw", text, 8)); });
}

std::string complaint_of_dsjson(std::string_view text) {
  return complaint([&] { static_cast<void>(read_dsjson("f.json", text, 8)); });
}

double length(const std::vector<double>& of) {
  double squares = 0.0;
  for (const auto one : of) squares += one * one;
  return std::sqrt(squares);
}

TEST(vw_text, decisions_have_action_cost_probability_and_features) {
  const auto log = read_vw_decisions("f.vw", "2:1:0.25 1 3 | a b:0.5\n\n1:-2:1 'tag |x c |y:2 d\r\n", 64);
  EXPECT_EQ(log.actions, 3U);
  ASSERT_THAT(log.decisions, SizeIs(2));
  EXPECT_EQ(log.decisions[0].made.chosen, (learning::choice{1, 0.25}));
  EXPECT_EQ(log.decisions[0].reward, -1.0);
  EXPECT_EQ(log.decisions[1].made.chosen, (learning::choice{0, 1.0}));
  EXPECT_EQ(log.decisions[1].reward, 2.0);
  EXPECT_THAT(length(log.decisions[0].made.features), DoubleEq(1.0));
}

TEST(vw_text, features_are_named_within_their_namespace_and_scaled_by_it) {
  const auto features = [](const char* line) {
    return read_vw_decisions("f", std::string{"1:0:1 "} + line, 64).decisions[0].made.features;
  };
  EXPECT_EQ(features("|x a b:2"), features("|x b:2 a:1"));
  EXPECT_EQ(features("|x:2 a |x b"), features("|x a:4 b:2"));
  EXPECT_NE(features("|x a"), features("|y a"));
  EXPECT_THAT(features("|"), Each(0.0));
}

TEST(vw_text, name_file_line_and_reason_of_a_bad_one) {
  EXPECT_EQ(complaint_of_vw("1:0:0.5 | a\n1:0:0.5 a"), "f.vw:2: has no |");
  EXPECT_THAT(complaint_of_vw("| a"), HasSubstr("has no action:cost:probability"));
  EXPECT_THAT(complaint_of_vw("1 2 | a"), HasSubstr("has no action:cost:probability"));
  EXPECT_THAT(complaint_of_vw("0:1:0.5 | a"), HasSubstr("is no label from 1"));
  EXPECT_THAT(complaint_of_vw("1:1 | a"), HasSubstr("is no action:cost:probability"));
  EXPECT_THAT(complaint_of_vw("1:1:0 | a"), HasSubstr("probability"));
  EXPECT_THAT(complaint_of_vw("1:1:1.5 | a"), HasSubstr("probability"));
  EXPECT_THAT(complaint_of_vw("1:nan:0.5 | a"), HasSubstr("is no number"));
  EXPECT_THAT(complaint_of_vw("1:1e400:0.5 | a"), HasSubstr("is no number"));
  EXPECT_THAT(complaint_of_vw("1:-1e31:0.5 | a"), HasSubstr("beyond 1e30"));
  EXPECT_THAT(complaint_of_vw("1:1:1e-31 | a"), HasSubstr("probability below 1e-30"));
  EXPECT_THAT(complaint_of_vw("1:1:nan | a"), HasSubstr("is no number"));
  EXPECT_THAT(complaint_of_vw("1:1:0.5 | a:inf"), HasSubstr("is no number"));
  EXPECT_THAT(complaint_of_vw("1:1:0.5 |x:1e31 a"), HasSubstr("beyond 1e30"));
  EXPECT_THAT(complaint_of_vw("1:0:0.5 2:0:0.5 | a"), HasSubstr("two actions"));
  EXPECT_THAT(complaint_of_vw("1:0:0.5 | a:b"), HasSubstr("\"b\" is no number"));
}

TEST(vw_text, examples_have_a_label) {
  const auto examples = read_vw_examples("f", "2 |f 9:0.5\n1 1.0 tag|f 8\n", 2, 16);
  ASSERT_THAT(examples, SizeIs(2));
  EXPECT_EQ(examples[0].label, 1U);
  EXPECT_EQ(examples[1].label, 0U);
  EXPECT_THAT(complaint([] { static_cast<void>(read_vw_examples("f", "3 | a", 2, 16)); }),
              HasSubstr("from 1 to 2"));
  EXPECT_THAT(complaint([] { static_cast<void>(read_vw_examples("f", "| a", 2, 16)); }),
              HasSubstr("no label"));
}

TEST(dsjson, takes_the_index_before_the_action) {
  const auto log = read_dsjson(
      "f.json",
      R"({"_label_cost":-1,"_label_probability":0.8,"_label_Action":1,"_labelIndex":2,"a":[3,1,2],"c":{"mood":"calm"}})"
      "\n"
      R"({"_label_cost":0.5,"_label_probability":1,"_label_Action":1,"c":{"mood":"calm","_multi":[{},{},{},{}]}})"
      "\n"
      R"({"EventId":"an outcome without a decision"})"
      "\n",
      32);
  EXPECT_EQ(log.actions, 4U);
  ASSERT_THAT(log.decisions, SizeIs(2));
  EXPECT_EQ(log.decisions[0].made.chosen, (learning::choice{2, 0.8}));
  EXPECT_EQ(log.decisions[0].reward, 1.0);
  EXPECT_EQ(log.decisions[1].made.chosen, (learning::choice{0, 1.0}));
  EXPECT_EQ(log.decisions[0].made.features, log.decisions[1].made.features);
}

TEST(dsjson, names_file_line_and_reason_of_a_bad_one) {
  EXPECT_THAT(complaint_of_dsjson("{\"_label_cost\":1,\"_label_probability\":0.5}"),
              StartsWith("f.json:1: has no \"_label_Action\""));
  EXPECT_THAT(complaint_of_dsjson(R"({"_label_cost":"1","_label_probability":0.5,"_labelIndex":0})"),
              HasSubstr("\"_label_cost\" is no number"));
  EXPECT_THAT(complaint_of_dsjson(R"({"_label_cost":1,"_label_probability":0,"_labelIndex":0})"),
              HasSubstr("probability"));
  EXPECT_THAT(complaint_of_dsjson(R"({"_label_cost":1e31,"_label_probability":1,"_labelIndex":0})"),
              HasSubstr("beyond 1e30"));
  EXPECT_THAT(complaint_of_dsjson(R"({"_label_cost":1e400,"_label_probability":1,"_labelIndex":0})"),
              StartsWith("f.json:1: "));
  EXPECT_THAT(complaint_of_dsjson(R"({"_label_cost":NaN,"_label_probability":1,"_labelIndex":0})"),
              StartsWith("f.json:1: "));
  EXPECT_THAT(complaint_of_dsjson(R"({"_label_cost":1,"_label_probability":1e-31,"_labelIndex":0})"),
              HasSubstr("probability below 1e-30"));
  EXPECT_THAT(complaint_of_dsjson(
                  R"({"_label_cost":1,"_label_probability":1,"_labelIndex":0,"c":{"x":{"y":1e300}}})"),
              HasSubstr("beyond 1e30"));
  for (const auto* action : {"-1", "0.5", "1e20"})
    EXPECT_THAT(complaint_of_dsjson(std::string{R"({"_label_cost":1,"_label_probability":1,"_labelIndex":)"}
                                    + action + "}"),
                HasSubstr("an action that cannot be"));
}

} // namespace
} // namespace troupe::evaluation
