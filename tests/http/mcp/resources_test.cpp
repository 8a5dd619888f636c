#include "http/mcp/resources.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace troupe::http::mcp::resources {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

document_list documents(std::size_t count) {
  auto list = document_list{};
  for (std::size_t i = 0; i < count; ++i) {
    auto d = document_summary{};
    d.path = "page " + std::to_string(1000 + i) + ".md";
    list.documents.push_back(std::move(d));
  }
  return list;
}

TEST(Resources, are_named_by_URIs) {
  for (const auto* path : {"a.md", "faq/gifts.md", "größe & co.md", "100%.md", "a?b#c.md"}) {
    const auto named = at(uri_of_document(path));
    ASSERT_TRUE(named) << path;
    EXPECT_EQ(std::get<document>(*named).path, path);
  }
  EXPECT_EQ(uri_of_document("faq/a b.md"), "troupe://documents/faq/a%20b.md");
  EXPECT_EQ(std::get<transcript>(*at("troupe://sessions/ses_1/transcript")).session_id, "ses_1");
  EXPECT_TRUE(std::holds_alternative<configuration>(*at("troupe://configuration")));
}

TEST(Resources, are_nothing_else) {
  for (const auto* uri :
       {"", "troupe://", "troupe://documents/", "troupe://documents/%4", "troupe://documents/%zz",
        "troupe://sessions/transcript", "troupe://sessions//transcript", "troupe://configuration/x",
        "file:///etc/passwd", "troupe://sessions/ses_1"})
    EXPECT_FALSE(at(uri)) << uri;
}

TEST(Resources, are_listed_page_by_page_each_once) {
  const auto all = documents(250);
  auto seen = std::vector<std::string>{};
  auto cursor = std::string{};
  auto pages = 0;
  do {
    const auto listed = std::get<ordered_json>(page(all, cursor));
    for (const auto& r : listed.at("resources")) seen.push_back(r.at("uri").get<std::string>());
    cursor = listed.value("nextCursor", "");
    ++pages;
  } while (!cursor.empty());
  EXPECT_EQ(pages, 3);
  ASSERT_EQ(seen.size(), 252U);
  EXPECT_EQ(seen.front(), "troupe://configuration");
  EXPECT_EQ(seen[1], "troupe://knowledge/gaps");
  EXPECT_TRUE(std::ranges::is_sorted(seen.begin() + 2, seen.end()));
}

TEST(Resources, end_with_a_page_that_is_full) {
  EXPECT_FALSE(std::get<ordered_json>(page(documents(100), {})).contains("nextCursor"));
  EXPECT_TRUE(std::get<ordered_json>(page(documents(101), {})).contains("nextCursor"));
}

TEST(Resources, go_on_behind_a_document_that_has_gone) {
  const auto listed = std::get<ordered_json>(page(documents(3), uri_of_document("page 1000x.md")));
  EXPECT_EQ(listed.at("resources").size(), 2U);
}

TEST(Resources, refuse_a_cursor_that_no_page_gave) {
  for (const auto* cursor : {"1", "troupe://configuration", "troupe://documents/", "%"})
    EXPECT_EQ(std::get<fault>(page(documents(3), cursor)).code, codes::invalid_params) << cursor;
}

TEST(Resources, mask_what_is_secret_in_the_settings) {
  auto s = config::settings{};
  s.admin_keys = {"a-key-of-an-administrator"};
  s.llm_upstreams = {{"local", "http://localhost:1/v1", "small", "a-key-of-an-upstream"}};
  const auto text = settings_text(s);
  EXPECT_THAT(text, HasSubstr("TROUPE_ADMIN_KEYS=***"));
  EXPECT_THAT(text, HasSubstr("TROUPE_PORT=8000"));
  EXPECT_THAT(text, Not(HasSubstr("a-key-of")));
}

} // namespace
} // namespace troupe::http::mcp::resources
