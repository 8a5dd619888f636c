#include "language/markdown.hpp"
#include "retrieval/quote.hpp"

#include <gtest/gtest.h>

namespace troupe::retrieval {
namespace {

const std::string document = "# Refunds\n\nWe pay refunds to the card. A **refund** takes five days. Parcels "
                             "are brought by courier.\n";

struct Quote : ::testing::Test {
  index all{std::vector{std::get<language::document>(language::parse_markdown(document, "refunds.md"))}};
  source from{2, all.chunks().front(), 0.7};

  quoted of(std::vector<std::string> claims) const { return quote(from, claims); }
};

TEST_F(Quote, IsTheSentenceThatSharesMostWords) {
  const auto got = of({"Your refund will take about 5, that is five, days"});
  EXPECT_TRUE(got.related);
  EXPECT_EQ(got.cited.marker, 2);
  EXPECT_EQ(got.cited.document, "refunds.md");
  EXPECT_EQ(got.cited.quote, "A **refund** takes five days.");
  EXPECT_EQ(document.substr(got.cited.range.begin, got.cited.range.end - got.cited.range.begin),
            got.cited.quote);
}

TEST_F(Quote, SpansWhatSeveralClaimsNeed) {
  EXPECT_EQ(of({"a courier brings parcels", "it is paid to your card"}).cited.quote,
            "We pay refunds to the card. A **refund** takes five days. Parcels are brought by courier.");
}

TEST_F(Quote, SaysWhereNothingIsShared) {
  for (const auto& claims : {std::vector<std::string>{}, std::vector<std::string>{"Der Elefant"}}) {
    const auto got = of(claims);
    EXPECT_FALSE(got.related);
    EXPECT_EQ(got.cited.quote, "We pay refunds to the card.");
  }
}

} // namespace
} // namespace troupe::retrieval
