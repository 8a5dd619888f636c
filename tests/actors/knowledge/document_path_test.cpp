#include "actors/knowledge/document_path.hpp"

#include <gtest/gtest.h>

namespace troupe::knowledge {
namespace {

class GoodPath : public ::testing::TestWithParam<std::string> {};
TEST_P(GoodPath, IsAccepted) { EXPECT_EQ(refusal(GetParam()).detail, ""); }
INSTANTIATE_TEST_SUITE_P(DocumentPath, GoodPath,
                         ::testing::Values("returns.md", "orders/tracking an order.md",
                                           "Ünïcode/日本.markdown", "READ.ME.MD",
                                           std::string(252, 'a') + ".md", "a..b/c.md"));

class BadPath : public ::testing::TestWithParam<std::string> {};
TEST_P(BadPath, IsRefused) { EXPECT_EQ(refusal(GetParam()).code, errc::bad_request); }
INSTANTIATE_TEST_SUITE_P(DocumentPath, BadPath,
                         ::testing::Values("", "/", "/etc/passwd.md", "../outside.md", "a/../b.md",
                                           "a/./b.md", "a//b.md", "a/", "a.md/", ".md", ".hidden.md",
                                           ".git/a.md", "a.txt", "md", "a.md.exe", std::string("a\0b.md", 6),
                                           "a\nb.md", "a\x7f.md", "\xff.md", "\xed\xa0\x80.md",
                                           std::string(253, 'a') + ".md", std::string(1025, 'a')));

TEST(DocumentPath, RefusesAPathAsAWholeThatIsTooLongEvenOfShortNames) {
  auto path = std::string{};
  while (path.size() <= 1024) path += "folder/";
  EXPECT_EQ(refusal(path + "a.md").code, errc::bad_request);
}

TEST(DocumentPath, ShowsWhatIsNoUtf8) {
  EXPECT_EQ(displayable("caf\xe9.md"), "caf\ufffd.md");
  EXPECT_EQ(displayable("caf\u00e9 \"x\".md"), "caf\u00e9 \"x\".md");
}

} // namespace
} // namespace troupe::knowledge
