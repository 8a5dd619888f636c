#include "config/signals.hpp"

#include "config/toml_file.hpp"

namespace troupe::config {

language::signal_words parse_signals(std::string_view text, const std::string& file) {
  const auto root = parse_toml(text, file);
  refuse_unknown(root, {"negations", "thanks", "frustration", "resolution", "escalation", "demand"}, file);
  return {.thanks = texts(root, "thanks", file),
          .frustration = texts(root, "frustration", file),
          .resolution = texts(root, "resolution", file),
          .escalation = texts(root, "escalation", file),
          .demand = texts(root, "demand", file),
          .negations = texts(root, "negations", file)};
}

language::signal_words load_signals(const std::filesystem::path& config_dir) {
  const auto file = config_dir / "signals.toml";
  return parse_signals(read_text(file), file.string());
}

} // namespace troupe::config
