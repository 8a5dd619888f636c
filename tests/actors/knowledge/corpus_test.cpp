#include "actors/knowledge/corpus.hpp"

#include <gtest/gtest.h>

namespace troupe::knowledge {
namespace {

constexpr std::size_t limit = 1 << 20;

file_version version(std::string content, std::int64_t modified_at = 2'000) {
  const auto size = static_cast<std::int64_t>(content.size());
  return {size, modified_at, std::move(content), {}};
}

const std::string good = "# Returns\n\nYou can return an item within thirty days of its delivery.\n";

TEST(KnowledgeCorpus, ReadsADocument) {
  const auto document = succeed(nullptr, "returns.md", version(good, 7'654'321), limit);
  EXPECT_EQ(document.record, (document_record{.path = "returns.md",
                                              .status = document_status::indexed,
                                              .content = good,
                                              .size = static_cast<std::int64_t>(good.size()),
                                              .modified_at = 7'654'321,
                                              .updated_at = 7'654}));
  ASSERT_TRUE(document.parsed);
  EXPECT_EQ(document.parsed->title, "Returns");
}

class Unreadable : public ::testing::TestWithParam<file_version> {};

TEST_P(Unreadable, FailsWithAReasonAndHasNothingToShow) {
  const auto document = succeed(nullptr, "new.md", GetParam(), limit);
  EXPECT_EQ(document.record.status, document_status::failed);
  EXPECT_FALSE(document.record.reason.empty());
  EXPECT_TRUE(document.record.content.empty());
  EXPECT_FALSE(document.parsed);
}

TEST_P(Unreadable, KeepsTheLastGoodVersion) {
  const auto before = succeed(nullptr, "returns.md", version(good), limit);
  const auto after = succeed(&before, "returns.md", GetParam(), limit);
  EXPECT_EQ(after.record.status, document_status::failed);
  EXPECT_EQ(after.record.content, good);
  EXPECT_EQ(after.record.updated_at, before.record.updated_at);
  EXPECT_EQ(after.record.modified_at, GetParam().modified_at);
  EXPECT_EQ(after.parsed, before.parsed);
}

INSTANTIATE_TEST_SUITE_P(
    KnowledgeCorpus, Unreadable,
    ::testing::Values(version(""), version(" \r\n\t\n"), version("\xef\xbb\xbf"),
                      version("---\ntitle: Only front matter\n---\n"), version(std::string("PNG\0\0", 5)),
                      version("latin-1: caf\xe9\n"), version(std::string(limit + 1, 'a')),
                      file_version{5, 2'000, {}, "it cannot be read: Permission denied"}));

TEST(KnowledgeCorpus, RecoversWhenTheFileIsGoodAgain) {
  const auto bad = succeed(nullptr, "returns.md", version(""), limit);
  const auto mended = succeed(&bad, "returns.md", version(good), limit);
  EXPECT_EQ(mended.record.status, document_status::indexed);
  EXPECT_EQ(mended.record.reason, "");
  EXPECT_TRUE(mended.parsed);
}

TEST(KnowledgeCorpus, RecallsWhatTheStoreHolds) {
  const auto stored = succeed(nullptr, "returns.md", version(good), limit).record;
  const auto recalled = recall(stored, limit);
  EXPECT_EQ(recalled.record, stored);
  ASSERT_TRUE(recalled.parsed);

  const auto never_good = succeed(nullptr, "new.md", version(""), limit).record;
  EXPECT_EQ(recall(never_good, limit).record, never_good);
  EXPECT_FALSE(recall(never_good, limit).parsed);
}

TEST(KnowledgeCorpus, IndexesTheGoodVersionOfAFailedDocument) {
  const auto before = succeed(nullptr, "returns.md", version(good), limit);
  auto all = corpus{};
  all.emplace("returns.md", succeed(&before, "returns.md", version(""), limit));
  all.emplace("new.md", succeed(nullptr, "new.md", version(""), limit));
  const auto index = index_of(all, {});
  EXPECT_EQ(index->documents(), 1u);
  ASSERT_FALSE(index->search("return an item").hits.empty());
  EXPECT_EQ(index->search("return an item").hits.front().chunk->path, "returns.md");
}

} // namespace
} // namespace troupe::knowledge
