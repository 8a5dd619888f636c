#include "language/chunk.hpp"
#include "language/markdown.hpp"

#include <gmock/gmock.h>

namespace troupe::language {
namespace {

using testing::SizeIs;

document of(std::string_view source, std::string_view path = "a.md") {
  return std::get<document>(parse_markdown(source, path));
}

std::string sentences(int count) {
  std::string text = "# T\n\n";
  for (int i = 0; i < count; ++i) text += "Number " + std::to_string(i) + " has five words. ";
  return text;
}

TEST(chunks, are_whole_sections_when_they_fit) {
  const auto d = of(sentences(10));
  const auto chunks = chunk_document(d, {.size = 50, .overlap = 5});
  ASSERT_THAT(chunks, SizeIs(1));
  EXPECT_EQ(chunks[0].range, d.sections[0].range);
  EXPECT_EQ(chunks[0].source,
            d.source.substr(chunks[0].range.begin, chunks[0].range.end - chunks[0].range.begin));
}

TEST(chunks, of_a_longer_section_overlap_by_whole_sentences) {
  const auto chunks = chunk_document(of(sentences(11)), {.size = 50, .overlap = 9});
  ASSERT_THAT(chunks, SizeIs(2));
  EXPECT_THAT(chunks[0].sentences, SizeIs(10));
  EXPECT_THAT(chunks[1].sentences, SizeIs(2)); // 9 words of overlap hold one sentence of 5
  EXPECT_EQ(chunks[1].sentences.front(), chunks[0].sentences.back());
  EXPECT_TRUE(chunks[1].source.starts_with("Number 9"));
}

TEST(chunks, make_progress_whatever_the_sizes) {
  EXPECT_THAT(chunk_document(of(sentences(4)), {.size = 1, .overlap = 0}), SizeIs(4));
  EXPECT_THAT(chunk_document(of(sentences(4)), {.size = 0, .overlap = 100}), SizeIs(4));
  EXPECT_THAT(chunk_document(of(sentences(4)), {.size = 10, .overlap = 10}), SizeIs(3));
  EXPECT_THAT(chunk_document(of("")), SizeIs(0));
}

TEST(chunks, keep_their_id_with_their_content_and_no_other) {
  const auto id = [](std::string_view source, std::string_view path) {
    return chunk_document(of(source, path)).at(0).id;
  };
  EXPECT_EQ(id("One text.", "a.md"), id("One text.\n\n", "a.md"));
  EXPECT_NE(id("One text.", "a.md"), id("One text.", "b.md"));
  EXPECT_NE(id("One text.", "a.md"), id("Other text.", "a.md"));
  EXPECT_THAT(id("One text.", "a.md"), testing::MatchesRegex("chk_[0-9a-f]+"));
}

} // namespace
} // namespace troupe::language
