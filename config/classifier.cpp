#include "config/classifier.hpp"

#include "config/toml_file.hpp"

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
    refuse_unknown(entry, {"name", "group", "phrases", "examples"}, file);
    auto rule = language::intent_rule{
        required<std::string>(entry, "name", file),
        named<language::intent_group>(entry, "group", language::intent_group_names, file),
        texts(entry, "phrases", file)};
    if (rule.name.empty() || rule.name == language::unknown_intent)
      refuse(file, entry, "name may not be \"" + rule.name + "\"");
    if (std::ranges::find(all, rule.name, &language::intent_rule::name) != all.end())
      refuse(file, entry, "there are two intents " + rule.name);
    all.push_back(std::move(rule));
  }
  return all;
}

std::vector<language::urgency_rule> parse_urgencies(std::string_view text, const std::string& file) {
  const auto root = parse_toml(text, file);
  refuse_unknown(root, {"rule"}, file);
  auto all = std::vector<language::urgency_rule>{};
  for (const auto& node : tables(root, "rule", file)) {
    const auto& entry = *node.as_table();
    refuse_unknown(entry, {"level", "reason", "phrases"}, file);
    all.push_back({named<language::urgency>(entry, "level", language::urgency_names, file),
                   required<std::string>(entry, "reason", file), texts(entry, "phrases", file)});
  }
  return all;
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

language::classifier load_classifier(const std::filesystem::path& dir) {
  const auto read = [&](const char* name, auto parse) {
    const auto file = dir / name;
    return parse(read_text(file), file.string());
  };
  return language::classifier{{read("intents.toml", parse_intents), read("urgency.toml", parse_urgencies),
                               read("sentiment.toml", parse_lexicon)}};
}

} // namespace troupe::config
