#include "config/classifier.hpp"

#include "config/toml_file.hpp"
#include "config/vader_lexicon.hpp"
#include "config/weights.hpp"

#include <algorithm>
#include <span>

namespace troupe::config {
namespace {

/// The enumerator of a name among the names of all.
template <class Enum>
Enum named(const toml::table& entry, std::string_view key, std::span<const std::string_view> names,
           const std::string& file) {
  const auto text = required<std::string>(entry, key, file);
  const auto known = std::ranges::find(names, text);
  if (known != names.end()) return static_cast<Enum>(known - names.begin());
  auto allowed = std::string{};
  for (const auto n : names) allowed += (allowed.empty() ? "" : ", ") + std::string{n};
  refuse(file, entry, std::string{key} + " is \"" + text + "\"; it is one of " + allowed);
}

} // namespace

std::vector<language::intent_rule> parse_intents(std::string_view text, const std::string& file) {
  const auto root = parse_toml(text, file);
  refuse_unknown(root, {"intent"}, file);
  auto all = std::vector<language::intent_rule>{};
  for (const auto& node : tables(root, "intent", file)) {
    const auto& entry = *node.as_table();
    refuse_unknown(entry, {"name", "group", "examples"}, file);
    auto rule = language::intent_rule{
        required<std::string>(entry, "name", file),
        named<language::intent_group>(entry, "group", language::intent_group_names, file),
        texts(entry, "examples", file)};
    if (rule.name.empty() || rule.name == language::unknown_intent)
      refuse(file, entry, "name may not be \"" + rule.name + "\"");
    if (std::ranges::find(all, rule.name, &language::intent_rule::name) != all.end())
      refuse(file, entry, "there are two intents " + rule.name);
    all.push_back(std::move(rule));
  }
  return all;
}

urgency_table parse_urgencies(std::string_view text, const std::string& file) {
  const auto root = parse_toml(text, file);
  refuse_unknown(root, {"rule", "level"}, file);
  auto table = urgency_table{};
  for (const auto& node : tables(root, "rule", file)) {
    const auto& entry = *node.as_table();
    refuse_unknown(entry, {"level", "reason", "phrases"}, file);
    table.rules.push_back({named<language::urgency>(entry, "level", language::urgency_names, file),
                           required<std::string>(entry, "reason", file), texts(entry, "phrases", file)});
  }
  if (!root.contains("level")) return table;
  for (const auto& node : tables(root, "level", file)) {
    const auto& entry = *node.as_table();
    refuse_unknown(entry, {"name", "examples"}, file);
    table.levels.push_back({named<language::urgency>(entry, "name", language::urgency_names, file),
                            texts(entry, "examples", file)});
  }
  return table;
}

language::sentiment_lexicon parse_lexicon(std::string_view text, const std::string& file) {
  const auto root = parse_toml(text, file);
  refuse_unknown(root, {"negations", "intensifiers", "valence"}, file);
  auto lexicon = language::sentiment_lexicon{};
  for (auto& word : texts(root, "negations", file)) lexicon.negations.insert(std::move(word));
  const auto* intensifiers = root["intensifiers"].as_table();
  if (intensifiers == nullptr) refuse(file, root, "[intensifiers] is missing");
  for (const auto& [word, value] : *intensifiers)
    lexicon.intensifiers[std::string{word.str()}] = required<double>(*intensifiers, word.str(), file);
  for (const auto& node : tables(root, "valence", file)) {
    const auto& entry = *node.as_table();
    refuse_unknown(entry, {"value", "words"}, file);
    const auto value = required<double>(entry, "value", file);
    if (!(value >= -4 && value <= 4)) refuse(file, entry, "value is outside of -4..4");
    for (auto& word : texts(entry, "words", file)) lexicon.valences[std::move(word)] = value;
  }
  return lexicon;
}

std::vector<language::intent_rule> load_intents(const std::filesystem::path& config_dir) {
  const auto file = config_dir / "intents.toml";
  return parse_intents(read_text(file), file.string());
}

language::sentiment_lexicon load_lexicon(const std::filesystem::path& config_dir,
                                         const std::filesystem::path& model_dir) {
  const auto file = config_dir / "sentiment.toml";
  auto lexicon = parse_lexicon(read_text(file), file.string());
  const auto vader = model_dir / "vader_lexicon.txt";
  if (!model_dir.empty() && std::filesystem::exists(vader))
    add_vader_lexicon(read_text(vader), vader.string(), lexicon);
  return lexicon;
}

language::classifier load_classifier(const std::filesystem::path& config_dir,
                                     const std::filesystem::path& model_dir,
                                     const language::embedder& encoder) {
  const auto file = config_dir / "urgency.toml";
  auto urgency = parse_urgencies(read_text(file), file.string());
  return language::classifier{{load_intents(config_dir), std::move(urgency.rules), std::move(urgency.levels),
                               load_lexicon(config_dir, model_dir), load_sentiment_weights(config_dir)},
                              encoder};
}

} // namespace troupe::config
