#include "http/routes/table.hpp"

#include <gtest/gtest.h>

#include <set>

namespace troupe::http {
namespace {

TEST(Table, has_each_address_and_method_once) {
  auto seen = std::set<std::pair<std::string_view, std::string_view>>{};
  for (const auto& row : routes::table())
    EXPECT_TRUE(seen.emplace(row.method, row.path).second) << row.method << " " << row.path;
}

TEST(Table, asks_for_an_admin_key_where_others_are_seen_or_what_all_see_is_changed) {
  for (const auto& row : routes::table()) {
    const auto writes_knowledge = row.path.starts_with("/v1/knowledge") && row.method != "GET";
    const auto shows_customers = row.path.starts_with("/v1/customers");
    const auto shows_learning = row.path.starts_with("/v1/learning");
    const auto acts_as_human = row.name == "list_sessions" || row.name == "return_session";
    const auto shows_questions = row.path == "/v1/knowledge/gaps";
    const auto does_anything = row.path == "/mcp" || row.path.starts_with("/v1/jobs");
    const auto takes_admin = acts_as_human || writes_knowledge || shows_customers || shows_questions
                             || shows_learning || does_anything;
    const auto least = takes_admin ? key::admin : row.path.starts_with("/v1/") ? key::chat : key::none;
    EXPECT_EQ(row.needed, least) << row.method << " " << row.path;
  }
}

} // namespace
} // namespace troupe::http
