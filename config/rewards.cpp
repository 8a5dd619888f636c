#include "config/rewards.hpp"

#include "config/toml_file.hpp"

#include <algorithm>
#include <cmath>

namespace troupe::config {

learning::reward_weights parse_reward_weights(std::string_view text, const std::string& file) {
  const auto root = parse_toml(text, file);
  refuse_unknown(root, {"weights"}, file);
  const auto* table = root["weights"].as_table();
  if (table == nullptr) refuse(file, root, "[weights] is missing");
  for (const auto& [key, value] : *table)
    if (std::ranges::find(learning::reward_names, key.str()) == learning::reward_names.end())
      refuse(file, value, "there is no kind of reward " + std::string{key.str()});
  auto weights = learning::reward_weights{};
  for (std::size_t k = 0; k < weights.size(); ++k) {
    weights[k] = required<double>(*table, learning::reward_names[k], file);
    if (!std::isfinite(weights[k]) || weights[k] < 0)
      refuse(file, *table,
             "the weight of " + std::string{learning::reward_names[k]} + " must be a number from 0 on");
  }
  if (std::ranges::all_of(weights, [](double w) { return w == 0; }))
    refuse(file, *table, "every weight is 0; nothing could be learned");
  return weights;
}

learning::reward_weights load_reward_weights(const std::filesystem::path& config_dir) {
  const auto file = config_dir / "rewards.toml";
  return parse_reward_weights(read_text(file), file.string());
}

} // namespace troupe::config
