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

} // namespace
} // namespace troupe::http
