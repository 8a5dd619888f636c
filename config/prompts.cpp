#include "config/prompts.hpp"

#include "config/toml_file.hpp"

#include <algorithm>
#include <array>
#include <span>
#include <stdexcept>

namespace troupe::config {
namespace {

constexpr auto of_system = std::to_array<std::string_view>({"rules"});
constexpr auto of_message = std::to_array<std::string_view>({"sources", "customer", "question"});

[[noreturn]] void refuse(const std::filesystem::path& file, const std::string& why) {
  throw std::runtime_error{file.string() + ": " + why};
}

/// A misspelt placeholder would reach the model as it is written.
void check(const std::filesystem::path& file, std::string_view text,
           std::span<const std::string_view> placeholders) {
  for (auto at = text.find("{{"); at != std::string_view::npos; at = text.find("{{", at + 2)) {
    const auto end = text.find("}}", at);
    const auto name = end == std::string_view::npos ? text.substr(at) : text.substr(at + 2, end - at - 2);
    if (end == std::string_view::npos || std::ranges::find(placeholders, name) == placeholders.end())
      refuse(file, "{{" + std::string{name.substr(0, 40)} + "}} is no placeholder");
  }
}

std::string read(const std::filesystem::path& file, std::span<const std::string_view> placeholders) {
  auto text = read_text(file);
  while (!text.empty() && (text.back() == '\n' || text.back() == ' ')) text.pop_back();
  if (text.empty()) refuse(file, "is empty");
  check(file, text, placeholders);
  return text;
}

} // namespace

prompt_templates load_prompts(const std::filesystem::path& config_dir, const strategies& all) {
  constexpr std::string_view rules_here = "{{rules}}";
  const auto folder = config_dir / "prompts";
  const auto rules = read(folder / "rules.txt", {});
  auto loaded = prompt_templates{};
  for (const auto& s : all) {
    auto text = read(folder / (s.name + ".txt"), of_system);
    if (const auto at = text.find(rules_here); at != std::string::npos)
      text.replace(at, rules_here.size(), rules);
    loaded.system.push_back(std::move(text));
  }
  const auto file = folder / "message.txt";
  loaded.message = read(file, of_message);
  if (loaded.message.find("{{question}}") == std::string::npos) refuse(file, "has no {{question}}");
  return loaded;
}

} // namespace troupe::config
