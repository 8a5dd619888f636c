#include "actors/workflow/get_context/behavior.hpp"
#include "language/markdown.hpp"
#include "tests/support/deterministic_system.hpp"

#include <gmock/gmock.h>

namespace troupe::get_context {
namespace {

using ::testing::IsEmpty;
using ::testing::SizeIs;

std::shared_ptr<const retrieval::index> sample_index() {
  const auto document = [](std::string_view source, std::string_view path) {
    return std::get<language::document>(language::parse_markdown(source, path));
  };
  const auto documents = std::vector{
      document("# Refunds\n\nA refund to a card takes five working days.\n", "refunds.md"),
      document("# Delivery\n\nStandard delivery of a parcel takes three days.\n", "delivery.md"),
  };
  return std::make_shared<const retrieval::index>(documents);
}

troupe::history said(std::vector<message> messages) {
  return std::make_shared<const std::vector<message>>(std::move(messages));
}

class GetContext : public testing::DeterministicSystem {
protected:
  ~GetContext() override { stop(aut); }

  retrieval::context context_of(std::string text, troupe::history earlier) {
    return *ask<found_context>(aut, get_context_request{std::move(text), std::move(earlier), index}).sources;
  }
  search_reply search(std::string query, std::string category = {}) {
    return ask<search_reply>(aut, search_request{std::move(query), 10, std::move(category), index});
  }

  std::shared_ptr<const retrieval::index> index = sample_index();
  handle aut = sys.spawn(behavior, std::size_t{2000});
};

TEST_F(GetContext, FindsWhatAFollowUpMeansByWhatWasSaidBefore) {
  const auto follow_up = "And how many days does it take?";
  for (const auto& [topic, path] : {std::pair{"I want my refund on my card", "refunds.md"},
                                    std::pair{"Tell me about delivery of my parcel", "delivery.md"}}) {
    const auto found = context_of(follow_up, said({{.from = role::customer, .text = topic}}));
    ASSERT_FALSE(found.sources.empty());
    EXPECT_EQ(found.sources.front().chunk->path, path);
  }
}

TEST_F(GetContext, LetsTheMessageItselfOutweighWhatWasSaidBefore) {
  const auto found = context_of("How long does delivery of a parcel take?",
                                said({{.from = role::customer, .text = "I want my refund on my card"}}));
  ASSERT_FALSE(found.sources.empty());
  EXPECT_EQ(found.sources.front().chunk->path, "delivery.md");
}

TEST_F(GetContext, StaysWithinItsBudget) {
  const auto narrow = sys.spawn(behavior, std::size_t{3});
  const auto found =
      ask<found_context>(narrow, get_context_request{"refund to a card", said({}), index}).sources;
  EXPECT_THAT(found->sources, IsEmpty()) << "no section is that short";
  stop(narrow);
}

TEST_F(GetContext, SearchesACategoryAlone) {
  EXPECT_THAT(search("days").found.hits, SizeIs(2));
  const auto found = search("days", "Refunds").found.hits;
  ASSERT_THAT(found, SizeIs(1));
  EXPECT_EQ(found.front().chunk->path, "refunds.md");
}

} // namespace
} // namespace troupe::get_context
