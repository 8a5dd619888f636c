#include "config/toml_file.hpp"

#include <algorithm>
#include <fstream>
#include <sstream>
#include <stdexcept>

namespace troupe::config {

void refuse(const std::string& file, const toml::node& where, std::string_view why) {
  throw std::runtime_error{file + ':' + std::to_string(where.source().begin.line) + ": " + std::string{why}};
}

toml::table parse_toml(std::string_view text, const std::string& file) {
  try {
    return toml::parse(text, file);
  } catch (const toml::parse_error& e) {
    throw std::runtime_error{file + ':' + std::to_string(e.source().begin.line) + ": "
                             + std::string{e.description()}};
  }
}

const toml::array& tables(const toml::table& from, std::string_view key, const std::string& file) {
  const auto* all = from[key].as_array();
  if (all == nullptr || all->empty() || !all->is_homogeneous(toml::node_type::table))
    refuse(file, from, "expected one or more [[" + std::string{key} + "]]");
  return *all;
}

std::vector<std::string> texts(const toml::table& entry, std::string_view key, const std::string& file) {
  auto all = std::vector<std::string>{};
  if (const auto* array = entry[key].as_array())
    for (const auto& node : *array) {
      const auto text = node.value<std::string>();
      if (!text || text->empty()) refuse(file, node, std::string{key} + " takes texts, none of them empty");
      all.push_back(*text);
    }
  if (all.empty()) refuse(file, entry, std::string{key} + " is missing or empty");
  return all;
}

void refuse_unknown(const toml::table& entry, std::initializer_list<std::string_view> known,
                    const std::string& file) {
  for (const auto& [key, value] : entry)
    if (std::ranges::find(known, key.str()) == known.end())
      refuse(file, value, "unknown member " + std::string{key.str()});
}

std::string read_text(const std::filesystem::path& file) {
  auto in = std::ifstream{file, std::ios::binary};
  auto text = std::ostringstream{};
  if (!in || !(text << in.rdbuf()))
    throw std::runtime_error{file.string()
                             + " cannot be read; TROUPE_CONFIG_DIR names the folder that holds it"};
  return text.str();
}

} // namespace troupe::config
