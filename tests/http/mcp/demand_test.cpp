#include "http/mcp/demand.hpp"

#include <gtest/gtest.h>

#include <array>

namespace troupe::http::mcp {
namespace {

ordered_json wish(const char* key) {
  return {{key, {{"method", "elicitation/create"}, {"params", ordered_json::object()}}}};
}

const auto two_rounds = std::array{wish("name"), wish("color")};

json answering(const char* key, const json& with = {{"action", "accept"}}) {
  return {{"inputResponses", {{key, with}}}};
}

ordered_json next(const demand_outcome& outcome) {
  if (!std::holds_alternative<ordered_json>(outcome)) ADD_FAILURE() << "no further round";
  return std::holds_alternative<ordered_json>(outcome) ? std::get<ordered_json>(outcome) : ordered_json{};
}

TEST(Demand, goes_through_its_rounds) {
  const auto first = next(demand(json::object(), "tool", two_rounds, true));
  EXPECT_EQ(first.at("resultType"), "input_required");
  EXPECT_TRUE(first.at("inputRequests").contains("name"));

  auto params = answering("name");
  params["requestState"] = first.at("requestState").get<std::string>();
  const auto second = next(demand(params, "tool", two_rounds, true));
  EXPECT_TRUE(second.at("inputRequests").contains("color"));
  EXPECT_NE(second.at("requestState"), first.at("requestState"));

  params = answering("color");
  params["requestState"] = second.at("requestState").get<std::string>();
  const auto end = demand(params, "tool", two_rounds, true);
  ASSERT_TRUE(std::holds_alternative<satisfied>(end));
  EXPECT_TRUE(std::get<satisfied>(end).responses.contains("color"));
}

TEST(Demand, asks_again_for_what_was_not_given) {
  for (const auto& params : {answering("other"), answering("name", 12345), answering("name", json::object())})
    EXPECT_TRUE(next(demand(params, "tool", two_rounds, true)).at("inputRequests").contains("name"))
        << params;
}

TEST(Demand, takes_more_than_it_asked_for) {
  auto params = answering("name");
  params["inputResponses"]["extra"] = {{"action", "accept"}};
  EXPECT_TRUE(next(demand(params, "tool", two_rounds, true)).at("inputRequests").contains("color"));
}

TEST(Demand, refuses_a_state_that_it_has_not_sealed) {
  const auto ours = seal("tool", "1");
  for (const auto& state : {json(ours + "-TAMPERED"), json("1"), json(""), json(seal("another", "1")),
                            json(1), json(seal("tool", "2")), json("0" + ours.substr(1))}) {
    auto params = answering("color");
    params["requestState"] = state;
    const auto outcome = demand(params, "tool", two_rounds, true);
    ASSERT_TRUE(std::holds_alternative<fault>(outcome)) << state;
    EXPECT_EQ(std::get<fault>(outcome).code, codes::invalid_params);
  }
}

TEST(Demand, refuses_responses_that_are_no_object) {
  for (const auto& responses : {json(nullptr), json::array(), json("name")})
    EXPECT_TRUE(
        std::holds_alternative<fault>(demand({{"inputResponses", responses}}, "tool", two_rounds, true)))
        << responses;
}

TEST(Demand, has_nothing_to_remember_with_one_round) {
  const auto one = std::array{wish("name")};
  EXPECT_FALSE(next(demand(json::object(), "tool", one, false)).contains("requestState"));
  EXPECT_TRUE(std::holds_alternative<satisfied>(demand(answering("name"), "tool", one, false)));
}

} // namespace
} // namespace troupe::http::mcp
