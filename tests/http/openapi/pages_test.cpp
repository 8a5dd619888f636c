#include "http/openapi/embedded.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace troupe::http {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

TEST(DocsPage, asks_for_the_description_and_for_nothing_else) {
  const auto page = std::string{embedded::docs};
  EXPECT_THAT(page, HasSubstr(R"(fetch("/openapi.json"))"));
  for (const auto* foreign : {"://", "src=", "@import", " url(", " import("})
    EXPECT_THAT(page, Not(HasSubstr(foreign)));
}

TEST(DocsPage, shows_text_as_text) {
  const auto page = std::string{embedded::docs};
  for (const auto* markup : {"innerHTML", "outerHTML", "insertAdjacentHTML", "document.write", "eval("})
    EXPECT_THAT(page, Not(HasSubstr(markup)));
}

constexpr auto chat_scripts = {&embedded::chat_js,      &embedded::view_js, &embedded::conversation_js,
                               &embedded::transport_js, &embedded::sse_js,  &embedded::markdown_js,
                               &embedded::widget_js};

constexpr auto console_scripts = {
    &embedded::console_page_js,       &embedded::console_route_js,     &embedded::console_visit_js,
    &embedded::console_api_js,        &embedded::console_dom_js,       &embedded::console_dialogs_js,
    &embedded::console_paging_js,     &embedded::console_poll_js,      &embedded::console_format_js,
    &embedded::console_prometheus_js, &embedded::console_figures_js,   &embedded::console_chart_js,
    &embedded::console_live_js,       &embedded::console_sessions_js,  &embedded::console_session_js,
    &embedded::console_transcript_js, &embedded::console_knowledge_js, &embedded::console_search_js,
    &embedded::console_gaps_js,       &embedded::console_learning_js,  &embedded::console_customers_js,
    &embedded::console_customer_js,   &embedded::console_jobs_js};

void expect_text_as_text(std::initializer_list<const std::string_view*> scripts) {
  for (const auto* script : scripts)
    for (const auto* markup : {"innerHTML", "outerHTML", "insertAdjacentHTML", "document.write", "eval(",
                               "new Function", "srcdoc", "setHTML", "DOMParser"})
      EXPECT_THAT(std::string{*script}, Not(HasSubstr(markup)));
}

TEST(ChatPage, shows_text_as_text) { expect_text_as_text(chat_scripts); }

TEST(Console, shows_text_as_text) { expect_text_as_text(console_scripts); }

void expect_no_inline_code(std::string_view text) {
  const auto page = std::string{text};
  for (const auto* stopped : {"<script>", "<style", " style=", " onclick=", " onload=", "javascript:", "://"})
    EXPECT_THAT(page, Not(HasSubstr(stopped)));
}

TEST(ChatPage, holds_no_script_or_style_that_its_policy_would_stop) {
  expect_no_inline_code(embedded::chat_html);
}

TEST(Console, holds_no_script_or_style_that_its_policy_would_stop) {
  expect_no_inline_code(embedded::console_page_html);
}

} // namespace
} // namespace troupe::http
