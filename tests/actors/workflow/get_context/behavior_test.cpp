#include "actors/workflow/get_context/behavior.hpp"
#include "language/markdown.hpp"
#include "tests/support/deterministic_system.hpp"

#include <gmock/gmock.h>

namespace troupe::get_context {
namespace {

using ::testing::ElementsAre;
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
    return ask<search_reply>(aut, search_request{std::move(query), 10, std::move(category), false, index});
  }

  /// The same documents, and which of them a message means.
  static std::vector<float> meaning(std::size_t document) {
    return {document == 0 ? 1.0F : 0.0F, document == 0 ? 0.0F : 1.0F};
  }
  static language::shared_embedding meant(std::size_t document) {
    return std::make_shared<const language::text_embedding>(meaning(document), language::token_vectors{});
  }
  std::shared_ptr<const retrieval::index> embedded_index() {
    auto embeddings = std::vector<retrieval::embedding>{};
    for (std::size_t i = 0; i < index->chunks().size(); ++i) embeddings.push_back({meaning(i)});
    return std::make_shared<const retrieval::index>(index->with_embeddings(embeddings, 2));
  }
  /// Takes all texts to mean `means`.
  handle embedding_node(std::size_t means) {
    return sys.spawn(behavior, std::size_t{2000},
                     language::text_embedder{[this, means](std::string_view text) {
                       encoded.emplace_back(text);
                       return language::text_embedding{meaning(means), {}};
                     }},
                     std::size_t{0});
  }

  std::vector<std::string> encoded;
  std::shared_ptr<const retrieval::index> index = sample_index();
  handle aut = sys.spawn(behavior, std::size_t{2000}, language::text_embedder{}, std::size_t{0});
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
  const auto narrow = sys.spawn(behavior, std::size_t{3}, language::text_embedder{}, std::size_t{0});
  const auto found =
      ask<found_context>(narrow, get_context_request{"refund to a card", said({}), index}).sources;
  EXPECT_THAT(found->sources, IsEmpty()) << "no section is that short";
  stop(narrow);
}

TEST_F(GetContext, FindsWhatNoWordNames) {
  const auto node = embedding_node(1);
  auto asked = get_context_request{"It never came!", said({}), embedded_index()};
  asked.embedding = meant(1);
  const auto found = ask<found_context>(node, asked);
  ASSERT_THAT(found.sources->sources, SizeIs(2));
  EXPECT_EQ(found.sources->sources.front().chunk->path, "delivery.md");
  EXPECT_FALSE(found.one_tier_down);
  EXPECT_THAT(encoded, IsEmpty()) << "the message comes with its embedding";
  stop(node);
}

TEST_F(GetContext, EncodesTheConversationWhileThereIsTime) {
  const auto node = embedding_node(0);
  auto asked = get_context_request{"It never came!", said({{.from = role::customer, .text = "My parcel"}}),
                                   embedded_index()};
  asked.embedding = meant(1);
  ask<found_context>(node, asked);
  EXPECT_THAT(encoded, ElementsAre("My parcel\nIt never came!"));
  pass(std::chrono::seconds{1});
  asked.encode_by = sched.clock().now() - std::chrono::milliseconds{1};
  const auto late = ask<found_context>(node, asked);
  EXPECT_THAT(encoded, SizeIs(1));
  EXPECT_EQ(late.sources->sources.front().chunk->path, "delivery.md");
  stop(node);
}

TEST_F(GetContext, SaysThatItWentByWordsWhileTheDocumentsAreBeingEmbedded) {
  const auto node = embedding_node(1);
  auto asked = get_context_request{"refund", said({}), index};
  EXPECT_FALSE(ask<found_context>(node, asked).one_tier_down) << "the message was not encoded";
  asked.embedding = meant(1);
  const auto found = ask<found_context>(node, asked);
  EXPECT_TRUE(found.one_tier_down);
  EXPECT_EQ(found.sources->sources.front().chunk->path, "refunds.md");
  stop(node);
}

TEST_F(GetContext, SearchesByWhatIsMeantUnlessWordsAreAskedFor) {
  const auto node = embedding_node(1);
  auto asked = search_request{"refund", 10, {}, false, embedded_index()};
  const auto hybrid = ask<search_reply>(node, asked);
  EXPECT_FALSE(hybrid.by_words);
  EXPECT_EQ(hybrid.found.hits.front().chunk->path, "delivery.md");
  EXPECT_EQ(hybrid.found.hits.front().cosine, 1);
  asked.by_words = true;
  const auto lexical = ask<search_reply>(node, asked);
  EXPECT_TRUE(lexical.by_words);
  EXPECT_EQ(lexical.found.hits.front().chunk->path, "refunds.md");
  EXPECT_TRUE(search("refund").by_words) << "there is no encoder";
  stop(node);
}

TEST_F(GetContext, SearchesACategoryAlone) {
  EXPECT_THAT(search("days").found.hits, SizeIs(2));
  const auto found = search("days", "Refunds").found.hits;
  ASSERT_THAT(found, SizeIs(1));
  EXPECT_EQ(found.front().chunk->path, "refunds.md");
}

} // namespace
} // namespace troupe::get_context
