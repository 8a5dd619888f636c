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

constexpr auto scripts = {&embedded::chat_js,      &embedded::view_js, &embedded::conversation_js,
                          &embedded::transport_js, &embedded::sse_js,  &embedded::markdown_js,
                          &embedded::widget_js};

TEST(ChatPage, shows_text_as_text) {
  for (const auto* script : scripts)
    for (const auto* markup : {"innerHTML", "outerHTML", "insertAdjacentHTML", "document.write", "eval(",
                               "new Function", "srcdoc", "setHTML", "DOMParser"})
      EXPECT_THAT(std::string{*script}, Not(HasSubstr(markup)));
}

TEST(ChatPage, holds_no_script_or_style_that_its_policy_would_stop) {
  const auto page = std::string{embedded::chat_html};
  for (const auto* stopped : {"<script>", "<style", " style=", " onclick=", " onload=", "javascript:", "://"})
    EXPECT_THAT(page, Not(HasSubstr(stopped)));
}

} // namespace
} // namespace troupe::http
