#include "actors/knowledge/plan.hpp"

#include <gmock/gmock.h>

namespace troupe::knowledge {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

known_document indexed(std::string path, std::int64_t size, std::int64_t modified_at) {
  return {{.path = std::move(path), .size = size, .modified_at = modified_at}, nullptr};
}

corpus corpus_of(const std::vector<known_document>& all) {
  auto known = corpus{};
  for (const auto& document : all) known.emplace(document.record.path, document);
  return known;
}

TEST(KnowledgePlan, ReadsEverythingAtFirst) {
  const auto todo = compare({}, {{{"a.md", 1, 1}, {"b.md", 2, 2}}, {}, {}});
  EXPECT_THAT(todo.to_read, ElementsAre("a.md", "b.md"));
  EXPECT_THAT(todo.to_remove, IsEmpty());
}

TEST(KnowledgePlan, ReadsAgainWhatChangedInSizeOrTimeEvenBackwards) {
  const auto known =
      corpus_of({indexed("same.md", 5, 50), indexed("size.md", 5, 50), indexed("time.md", 5, 50)});
  const auto todo = compare(known, {{{"same.md", 5, 50}, {"size.md", 6, 50}, {"time.md", 5, 49}}, {}, {}});
  EXPECT_THAT(todo.to_read, ElementsAre("size.md", "time.md"));
}

TEST(KnowledgePlan, TriesAFailedDocumentAgainThoughItLooksTheSame) {
  auto failed = indexed("locked.md", 5, 50);
  failed.record.status = document_status::failed;
  EXPECT_THAT(compare(corpus_of({failed}), {{{"locked.md", 5, 50}}, {}, {}}).to_read,
              ElementsAre("locked.md"));
}

TEST(KnowledgePlan, RemovesWhatHasGone) {
  const auto known = corpus_of({indexed("a.md", 1, 1), indexed("b.md", 1, 1), indexed("c/d.md", 1, 1)});
  const auto todo = compare(known, {{{"b.md", 1, 1}}, {}, {}});
  EXPECT_THAT(todo.to_read, IsEmpty());
  EXPECT_THAT(todo.to_remove, ElementsAre("a.md", "c/d.md"));
}

TEST(KnowledgePlan, KeepsWhatNobodyCouldLookAt) {
  const auto known =
      corpus_of({indexed("shut/a.md", 1, 1), indexed("shut/deep/b.md", 1, 1), indexed("shutter.md", 1, 1)});
  EXPECT_THAT(compare(known, {{}, {{"shut/", "permission denied"}}, {}}).to_remove,
              ElementsAre("shutter.md"));
  const auto unreadable = compare(known, {{}, {}, "DOCUMENTS_PATH cannot be read"});
  EXPECT_THAT(unreadable.to_remove, IsEmpty());
}

} // namespace
} // namespace troupe::knowledge
