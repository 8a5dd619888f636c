#include "config/prompts.hpp"
#include "tests/support/temporary_directory.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>

namespace troupe::config {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

struct Prompts : ::testing::Test {
  Prompts() {
    std::filesystem::create_directory(folder());
    write("rules.txt", "Be true.\n");
    write("plain.txt", "{{rules}}\nBe plain.\n\n");
    write("message.txt", "{{sources}} {{question}}");
  }
  std::filesystem::path folder() const { return directory.path() / "prompts"; }
  void write(const std::string& name, std::string_view text) const { std::ofstream{folder() / name} << text; }
  prompt_templates load() const {
    auto plain = strategy{};
    plain.name = "plain";
    return load_prompts(directory.path(), {plain});
  }
  std::string complaint() const {
    try {
      static_cast<void>(load());
    } catch (const std::runtime_error& e) {
      return e.what();
    }
    return {};
  }

  testing::temporary_directory directory;
};

TEST_F(Prompts, PutTheRulesIntoEachStrategy) {
  const auto loaded = load();
  EXPECT_THAT(loaded.system, ElementsAre("Be true.\nBe plain."));
  EXPECT_EQ(loaded.message, "{{sources}} {{question}}");
}

TEST_F(Prompts, NameTheFileThatIsMissingOrWrong) {
  write("message.txt", "{{sources}}");
  EXPECT_THAT(complaint(), AllOf(HasSubstr("message.txt"), HasSubstr("{{question}}")));
  write("message.txt", "{{question}} {{sauces}}");
  EXPECT_THAT(complaint(), AllOf(HasSubstr("message.txt"), HasSubstr("sauces")));
  write("message.txt", "{{question}} {{sources");
  EXPECT_THAT(complaint(), HasSubstr("message.txt"));
  write("plain.txt", " \n");
  EXPECT_THAT(complaint(), AllOf(HasSubstr("plain.txt"), HasSubstr("empty")));
  std::filesystem::remove(folder() / "plain.txt");
  EXPECT_THAT(complaint(), HasSubstr("plain.txt"));
}

TEST(ShippedPrompts, AreThereForEveryStrategy) {
  const auto folder = std::filesystem::path{TROUPE_SOURCE_DIR "/config"};
  const auto all = load_strategies(folder);
  const auto loaded = load_prompts(folder, all);
  EXPECT_EQ(loaded.system.size(), all.size());
  for (const auto& text : loaded.system) EXPECT_THAT(text, HasSubstr("never speak of them")) << "the rules";
}

} // namespace
} // namespace troupe::config
