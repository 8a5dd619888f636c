#include "actors/knowledge/folder.hpp"
#include "tests/support/temporary_directory.hpp"

#include <gmock/gmock.h>
#include <sys/stat.h>

#include <fstream>
#include <unistd.h>

namespace troupe::knowledge {
namespace {

namespace fs = std::filesystem;
using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

class KnowledgeFolder : public ::testing::Test {
protected:
  static constexpr std::size_t limit = 1000;
  testing::temporary_directory directory;
  fs::path root = directory.path() / "docs";
  folder documents{root, limit};

  KnowledgeFolder() { fs::create_directory(root); }

  void write(const fs::path& name, std::string_view content = "text") const {
    fs::create_directories((root / name).parent_path());
    std::ofstream{root / name, std::ios::binary} << content;
  }

  [[nodiscard]] std::vector<std::string> paths() const {
    auto all = std::vector<std::string>{};
    for (const auto& file : documents.look().files) all.push_back(file.path);
    return all;
  }

  /// Root reads whatever it likes.
  static bool can_be_refused() { return ::geteuid() != 0; }
};

TEST_F(KnowledgeFolder, FindsDocumentsAtAnyDepthInOrder) {
  for (const auto* name :
       {"z.md", "a.markdown", "deep/er/b.MD", "c.txt", "image.png", "md", "deep/notes.html"})
    write(name);
  EXPECT_THAT(paths(), ElementsAre("a.markdown", "deep/er/b.MD", "z.md"));
}

TEST_F(KnowledgeFolder, PassesOverHiddenNames) {
  for (const auto* name : {".git/a.md", ".draft.md", "a/.b/c.md", "seen.md"}) write(name);
  EXPECT_THAT(paths(), ElementsAre("seen.md"));
}

TEST_F(KnowledgeFolder, EndsInALoopOfLinks) {
  write("a/page.md");
  fs::create_directory_symlink(root, root / "a" / "up");
  fs::create_directory_symlink(root / "a", root / "a" / "self");
  fs::create_directory_symlink("ring2", root / "ring1");
  fs::create_directory_symlink("ring1", root / "ring2");
  EXPECT_THAT(paths(), ElementsAre("a/page.md"));
}

TEST_F(KnowledgeFolder, SeesALinkedFolderOnceUnderItsOwnName) {
  write("z/page.md");
  fs::create_directory_symlink("z", root / "a");
  EXPECT_THAT(paths(), ElementsAre("z/page.md"));
}

TEST_F(KnowledgeFolder, FollowsLinksOutOfTheFolder) {
  const auto outside = directory.path() / "outside";
  fs::create_directory(outside);
  std::ofstream{outside / "page.md"} << "text";
  fs::create_directory_symlink(outside, root / "linked");
  fs::create_symlink(outside / "page.md", root / "alone.md");
  EXPECT_THAT(paths(), ElementsAre("alone.md", "linked/page.md"));
}

TEST_F(KnowledgeFolder, SaysWhatIsWrongWithALinkToNothing) {
  fs::create_symlink("nowhere.md", root / "dangling.md");
  EXPECT_THAT(paths(), ElementsAre("dangling.md"));
  EXPECT_THAT(documents.read("dangling.md").value().fault, HasSubstr("No such file"));
}

TEST_F(KnowledgeFolder, NamesWhatIsNoUtf8) {
  write("caf\xe9.md");
  write("dossi\xe9/a.md");
  const auto seen = documents.look();
  EXPECT_THAT(seen.files, IsEmpty());
  ASSERT_EQ(seen.failed.size(), 2u);
  for (const auto& f : seen.failed) EXPECT_THAT(f.reason, HasSubstr("rename"));
}

TEST_F(KnowledgeFolder, SaysThatItIsMissing) {
  const auto gone = folder{root / "gone", limit}.look();
  EXPECT_THAT(gone.error, HasSubstr("DOCUMENTS_PATH"));
  EXPECT_THAT(gone.error, HasSubstr((root / "gone").string()));
  write("file.md");
  EXPECT_FALSE((folder{root / "file.md", limit}.look().error.empty()));
}

TEST_F(KnowledgeFolder, NamesAFolderThatItMayNotRead) {
  if (!can_be_refused()) GTEST_SKIP() << "root may read everything";
  write("shut/a.md");
  write("open.md");
  fs::permissions(root / "shut", fs::perms::none);
  const auto seen = documents.look();
  fs::permissions(root / "shut", fs::perms::owner_all);
  EXPECT_EQ(seen.error, "");
  EXPECT_EQ(seen.files.size(), 1u);
  ASSERT_EQ(seen.failed.size(), 1u);
  EXPECT_EQ(seen.failed.front().path, "shut/");
}

TEST_F(KnowledgeFolder, NamesAFolderThatItMayNotLookAt) {
  if (!can_be_refused()) GTEST_SKIP() << "root may look at everything";
  write("shut/below/a.md");
  write("shut/b.txt");
  fs::permissions(root / "shut", fs::perms::owner_read); // names, and nothing about them
  const auto seen = documents.look();
  fs::permissions(root / "shut", fs::perms::owner_all);
  EXPECT_EQ(seen.error, "");
  ASSERT_EQ(seen.failed.size(), 1u);
  EXPECT_EQ(seen.failed.front().path, "shut/below/");
}

TEST_F(KnowledgeFolder, ReadsBytesAsTheyAre) {
  const auto content = std::string("\xef\xbb\xbf# A\r\n\0b", 10);
  write("a.md", content);
  const auto file = documents.read("a.md").value();
  EXPECT_EQ(file.content, content);
  EXPECT_EQ(file.fault, "");
  EXPECT_EQ(file.size, 10);
  const auto stamp = documents.look().files.front();
  EXPECT_EQ(file.size, stamp.size);
  EXPECT_EQ(file.modified_at, stamp.modified_at);
}

TEST_F(KnowledgeFolder, ReadsUpToTheLimitAndNoMore) {
  write("most.md", std::string(limit, 'x'));
  write("more.md", std::string(limit + 1, 'x'));
  EXPECT_EQ(documents.read("most.md").value().content.size(), limit);
  const auto more = documents.read("more.md").value();
  EXPECT_THAT(more.fault, HasSubstr("TROUPE_MAX_DOCUMENT_BYTES"));
  EXPECT_EQ(more.size, static_cast<std::int64_t>(limit + 1));
  EXPECT_TRUE(more.content.empty());
}

TEST_F(KnowledgeFolder, RefusesFiftyMegabytesWithoutReadingThem) {
  write("huge.md");
  fs::resize_file(root / "huge.md", 50 << 20);
  const auto huge = documents.read("huge.md").value();
  EXPECT_EQ(huge.size, 50 << 20);
  EXPECT_THAT(huge.fault, HasSubstr("TROUPE_MAX_DOCUMENT_BYTES"));
}

TEST_F(KnowledgeFolder, DoesNotWaitForANamedPipe) {
  ASSERT_EQ(::mkfifo((root / "pipe.md").c_str(), 0600), 0);
  EXPECT_THAT(documents.read("pipe.md").value().fault, HasSubstr("no regular file"));
}

TEST_F(KnowledgeFolder, ReadsAFileThatItMayNotAsAFault) {
  if (!can_be_refused()) GTEST_SKIP() << "root may read everything";
  write("secret.md");
  fs::permissions(root / "secret.md", fs::perms::none);
  EXPECT_THAT(documents.read("secret.md").value().fault, HasSubstr("Permission denied"));
}

TEST_F(KnowledgeFolder, HasNothingWhereNothingStands) {
  EXPECT_FALSE(documents.read("gone.md").has_value());
  write("a.md");
  EXPECT_FALSE(documents.read("a.md/b.md").has_value());
}

TEST_F(KnowledgeFolder, WritesNewFoldersAndReplacesFilesWhole) {
  EXPECT_EQ(documents.write("new/folder/a.md", "first, and longer"), "");
  EXPECT_EQ(documents.write("new/folder/a.md", "second"), "");
  EXPECT_EQ(documents.read("new/folder/a.md").value().content, "second");
  // Nothing else is left beside it, not even hidden.
  EXPECT_EQ(std::distance(fs::directory_iterator{root / "new/folder"}, {}), 1);
  EXPECT_EQ(fs::status(root / "new/folder/a.md").permissions(), fs::perms{0644});
}

TEST_F(KnowledgeFolder, ReplacesALinkRatherThanWhatItLeadsTo) {
  const auto outside = directory.path() / "outside.md";
  std::ofstream{outside} << "kept";
  fs::create_symlink(outside, root / "a.md");
  EXPECT_EQ(documents.write("a.md", "new"), "");
  EXPECT_EQ(fs::file_size(outside), 4u);
  EXPECT_FALSE(fs::is_symlink(root / "a.md"));
}

TEST_F(KnowledgeFolder, KnowsPathsThatLeadThroughLinks) {
  write("folder/a.md");
  fs::create_directory_symlink("folder", root / "link");
  fs::create_symlink("a.md", root / "folder/b.md");
  for (const auto* path : {"link/a.md", "link/new/a.md"})
    EXPECT_TRUE(documents.leads_through_link(path)) << path;
  for (const auto* path : {"folder/a.md", "folder/b.md", "new/a.md", "link"})
    EXPECT_FALSE(documents.leads_through_link(path)) << path;
}

TEST_F(KnowledgeFolder, SaysWhyItCannotWriteAndLeavesNothingBehind) {
  fs::create_directory(root / "taken.md");
  EXPECT_THAT(documents.write("taken.md", "text"), HasSubstr((root / "taken.md").string()));
  write("file.md");
  EXPECT_NE(documents.write("file.md/below.md", "text"), "");
  EXPECT_EQ(std::distance(fs::directory_iterator{root}, {}), 2);
}

TEST_F(KnowledgeFolder, RemovesAFileAndDoesNotMindThatItHasGone) {
  write("a.md");
  EXPECT_EQ(documents.remove("a.md"), "");
  EXPECT_FALSE(fs::exists(root / "a.md"));
  EXPECT_EQ(documents.remove("a.md"), "");
  EXPECT_EQ(documents.remove("never/was.md"), "");
}

} // namespace
} // namespace troupe::knowledge
