#include "config/strategies.hpp"

#include "config/toml_file.hpp"

#include <algorithm>

namespace troupe::config {

strategies parse_strategies(std::string_view text, const std::string& file) {
  const auto root = parse_toml(text, file);
  refuse_unknown(root, {"strategy"}, file);
  auto all = strategies{};
  for (const auto& node : tables(root, "strategy", file)) {
    const auto& entry = *node.as_table();
    refuse_unknown(entry, {"name", "description", "opening", "closing", "offers_human", "initial_value"},
                   file);
    auto s = strategy{
        required<std::string>(entry, "name", file),     required<std::string>(entry, "description", file),
        required<std::string>(entry, "opening", file),  required<std::string>(entry, "closing", file),
        required<double>(entry, "initial_value", file), optional(entry, "offers_human", false, file)};
    if (s.name.empty()) refuse(file, entry, "name is empty");
    if (std::ranges::find(all, s.name, &strategy::name) != all.end())
      refuse(file, entry, "there are two strategies " + s.name);
    if (!(s.initial_value >= 0 && s.initial_value <= 1))
      refuse(file, entry, "initial_value of " + s.name + " is outside of 0..1");
    all.push_back(std::move(s));
  }
  return all;
}

strategies load_strategies(const std::filesystem::path& config_dir) {
  const auto file = config_dir / "strategies.toml";
  return parse_strategies(read_text(file), file.string());
}

} // namespace troupe::config
