#include "config/weights.hpp"

#include "config/toml_file.hpp"

#include <array>
#include <cmath>
#include <cstdio>

namespace troupe::config {
namespace {

/// Finite, as what is computed from it must be.
double number(const toml::node& node, const std::string& file) {
  const auto value = node.value<double>();
  if (!value || !std::isfinite(*value)) refuse(file, node, "expected a finite number");
  return *value;
}

double number(const toml::table& in, std::string_view key, const std::string& file) {
  const auto* node = in.get(key);
  if (node == nullptr) refuse(file, in, std::string{key} + " is missing");
  return number(*node, file);
}

const toml::array& array(const toml::table& in, std::string_view key, const std::string& file) {
  const auto* found = in[key].as_array();
  if (found == nullptr) refuse(file, in, std::string{key} + " is missing or no array");
  return *found;
}

/// Rows of ["u_thanks", idf, resolved, frustrated].
std::vector<language::outcome_gram> grams(const toml::table& in, std::string_view key,
                                          const std::string& file) {
  auto all = std::vector<language::outcome_gram>{};
  for (const auto& node : array(in, key, file)) {
    const auto* row = node.as_array();
    const auto text = row != nullptr && row->size() == 4 ? (*row)[0].value<std::string>() : std::nullopt;
    if (!text) refuse(file, node, "expected [text, idf, resolved, frustrated]");
    all.push_back({*text, number((*row)[1], file), number((*row)[2], file), number((*row)[3], file)});
  }
  return all;
}

std::string text_of(double value) {
  auto buffer = std::array<char, 32>{};
  std::snprintf(buffer.data(), buffer.size(), "%.5f", value);
  return buffer.data();
}

/// A basic string of TOML: words are letters, digits and apostrophes, and ? and ! are no part of its syntax.
std::string in_quotes(std::string_view text) { return '"' + std::string{text} + '"'; }

std::string rows(std::string_view key, const std::vector<language::outcome_gram>& grams) {
  auto text = std::string{key} + " = [\n";
  for (const auto& g : grams)
    text += '[' + in_quotes(g.text) + ", " + text_of(g.idf) + ", " + text_of(g.resolved) + ", "
            + text_of(g.frustrated) + "],\n";
  return text + "]\n";
}

} // namespace

language::sentiment_weights parse_sentiment_weights(std::string_view text, const std::string& file) {
  const auto root = parse_toml(text, file);
  refuse_unknown(root, {"bias", "weights"}, file);
  auto made = language::sentiment_weights{{}, number(root, "bias", file)};
  for (const auto& node : array(root, "weights", file))
    made.weights.push_back(static_cast<float>(number(node, file)));
  return made;
}

language::outcome_weights parse_outcome_weights(std::string_view text, const std::string& file) {
  const auto root = parse_toml(text, file);
  refuse_unknown(root, {"resolved_bias", "frustrated_bias", "recent", "whole"}, file);
  return {grams(root, "recent", file), grams(root, "whole", file), number(root, "resolved_bias", file),
          number(root, "frustrated_bias", file)};
}

language::sentiment_weights load_sentiment_weights(const std::filesystem::path& config_dir) {
  const auto file = config_dir / sentiment_weights_file;
  return parse_sentiment_weights(read_text(file), file.string());
}

language::outcome_weights load_outcome_weights(const std::filesystem::path& config_dir) {
  const auto file = config_dir / outcome_weights_file;
  return parse_outcome_weights(read_text(file), file.string());
}

std::string to_toml(const language::sentiment_weights& of, std::string_view made_by) {
  auto text = "# " + std::string{made_by} + "\nbias = " + text_of(of.bias) + "\nweights = [\n";
  for (std::size_t i = 0; i < of.weights.size(); ++i)
    text += text_of(static_cast<double>(of.weights[i])) + (i % 12 == 11 ? ",\n" : ", ");
  return text + "]\n";
}

std::string to_toml(const language::outcome_weights& of, std::string_view made_by) {
  return "# " + std::string{made_by} + "\nresolved_bias = " + text_of(of.resolved_bias)
         + "\nfrustrated_bias = " + text_of(of.frustrated_bias) + '\n' + rows("recent", of.recent)
         + rows("whole", of.whole);
}

} // namespace troupe::config
