#include "language/markdown.hpp"
#include "retrieval/index.hpp"
#include "retrieval/texts_to_distil.hpp"

#include <gmock/gmock.h>

namespace troupe::retrieval {
namespace {

TEST(TextsToDistil, AreSentencesHeadingsAndShortPiecesOfSentences) {
  const auto documents = std::vector{std::get<language::document>(language::parse_markdown(
      "# Refunds\n\nA refund to a card takes five working days. Not so.\n", "refunds.md"))};
  const auto texts = texts_to_distil(index{documents}.chunks());
  EXPECT_THAT(texts, ::testing::UnorderedElementsAre("A refund to a card takes five working days.", "Refunds",
                                                     "Refunds Refunds", "A refund to a card takes five "));
}

TEST(TextsToDistil, AreNoneOfNoChunks) { EXPECT_TRUE(texts_to_distil({}).empty()); }

} // namespace
} // namespace troupe::retrieval
