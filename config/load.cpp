#include "config/load.hpp"

#include "config/checks.hpp"
#include "config/suggest.hpp"
#include "config/toml.hpp"
#include "config/upstreams.hpp"

#include <algorithm>
#include <array>
#include <cerrno>
#include <charconv>
#include <cstring>
#include <fstream>
#include <iterator>
#include <sstream>
#include <type_traits>
#include <unistd.h>
#include <utility>

namespace troupe::config {
namespace {

constexpr std::string_view own_prefix = "TROUPE_";
constexpr std::string_view config_variable = "TROUPE_CONFIG";
constexpr std::string_view default_file = "config/troupe.toml";
constexpr std::string_view upstreams_key = "llm.upstream";
constexpr std::string_view masked = "***";

template <class T>
constexpr bool is_duration = false;
template <class Period>
constexpr bool is_duration<std::chrono::duration<std::int64_t, Period>> = true;

bool is_control(char c) noexcept { return static_cast<unsigned char>(c) < ' ' || c == '\x7f'; }

/// A foreign name or value, as much of it as a line bears.
std::string shown(std::string_view value) {
  constexpr std::size_t longest = 60;
  return '"' + std::string{value.substr(0, longest)} + (value.size() > longest ? "…\"" : "\"");
}

std::string_view trimmed(std::string_view text) {
  constexpr std::string_view blank = " \t\r\n";
  const auto first = text.find_first_not_of(blank);
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(blank) - first + 1);
}

template <class Number>
std::optional<Number> parse(std::string_view text) {
  Number value{};
  const auto end = text.data() + text.size();
  const auto [stopped, failed] = std::from_chars(text.data(), end, value);
  if (failed != std::errc{} || stopped != end) return std::nullopt;
  return value;
}

/// How the kinds of value are written in the environment. What is no such value has none.
struct environment_value {
  std::string_view text;

  [[nodiscard]] std::optional<std::int64_t> whole() const { return parse<std::int64_t>(text); }
  [[nodiscard]] std::optional<double> real() const { return parse<double>(text); }
  [[nodiscard]] std::optional<std::string> string() const { return std::string{text}; }
  [[nodiscard]] std::optional<bool> truth() const {
    std::string lower{text};
    std::ranges::transform(lower, lower.begin(),
                           [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
    if (lower == "true" || lower == "1") return true;
    if (lower == "false" || lower == "0") return false;
    return std::nullopt;
  }
  [[nodiscard]] std::optional<std::vector<std::string>> list() const {
    std::vector<std::string> entries;
    for (std::size_t at = 0; at <= text.size();) {
      const auto comma = std::min(text.find(',', at), text.size());
      if (const auto entry = trimmed(text.substr(at, comma - at)); !entry.empty())
        entries.emplace_back(entry);
      at = comma + 1;
    }
    return entries;
  }
};

/// The same in the file.
struct file_value {
  const toml::node& node;

  [[nodiscard]] std::optional<std::int64_t> whole() const { return node.value_exact<std::int64_t>(); }
  [[nodiscard]] std::optional<double> real() const {
    return node.is_number() ? node.value<double>() : std::nullopt;
  }
  [[nodiscard]] std::optional<std::string> string() const { return node.value_exact<std::string>(); }
  [[nodiscard]] std::optional<bool> truth() const { return node.value_exact<bool>(); }
  [[nodiscard]] std::optional<std::vector<std::string>> list() const {
    const auto* array = node.as_array();
    if (!array) return std::nullopt;
    std::vector<std::string> entries;
    for (const auto& element : *array) {
      auto entry = element.value_exact<std::string>();
      if (!entry) return std::nullopt;
      entries.push_back(std::move(*entry));
    }
    return entries;
  }
};

bool within(double value, const range& r) noexcept { return value >= r.least && value <= r.most; }

bool is_allowed(const std::string& text, const definition& d) {
  return std::ranges::none_of(text, is_control)
         && (d.choices.empty() || std::ranges::count(d.choices, text) > 0);
}

/// The value as a setting of type T, or nothing if it is none or is not allowed.
template <class T, class Value>
std::optional<T> convert(const Value& value, const definition& d) {
  if constexpr (std::is_same_v<T, bool>) {
    return value.truth();
  } else if constexpr (std::is_same_v<T, std::string>) {
    auto text = value.string();
    return text && is_allowed(*text, d) ? std::move(text) : std::nullopt;
  } else if constexpr (std::is_same_v<T, std::vector<std::string>>) {
    auto list = value.list();
    const bool good =
        list && std::ranges::all_of(*list, [&](const auto& entry) { return is_allowed(entry, d); });
    return good ? std::move(list) : std::nullopt;
  } else if constexpr (std::is_same_v<T, double>) {
    const auto number = value.real();
    return number && within(*number, d.range) ? number : std::nullopt;
  } else {
    static_assert(std::is_same_v<T, std::size_t> || is_duration<T>);
    const auto number = value.whole();
    return number && within(static_cast<double>(*number), d.range) ? std::optional{static_cast<T>(*number)}
                                                                   : std::nullopt;
  }
}

template <class Value>
[[nodiscard]] bool assign(settings& to, const definition& d, const Value& value) {
  return std::visit(
      [&]<class T>(T settings::*of) {
        auto converted = convert<T>(value, d);
        if (converted) to.*of = std::move(*converted);
        return converted.has_value();
      },
      d.member);
}

std::string did_you_mean(std::string_view name, std::string_view definition::*what) {
  std::vector<std::string_view> candidates;
  for (const auto& d : definitions()) candidates.push_back(d.*what);
  const auto nearest = suggest(name, candidates);
  return nearest ? "did you mean " + std::string{*nearest} + "?" : "`troupe config` lists all settings";
}

/// Reads sources into settings, the weakest first.
class loading {
public:
  explicit loading(const environment_variables& variables) : variables_{variables} {
    result_.origins.assign(definitions().size(), origin::built_in);
  }

  void read_file(const named_text& file) {
    try {
      const auto root = toml::parse(file.text, file.name);
      for (const auto& [table, entry] : root) read_table(table.str(), entry, file.name);
    } catch (const toml::parse_error& error) {
      complain(place(file.name, error.source()) + std::string{error.description()});
    }
  }

  void read_environment() {
    for (std::size_t i = 0; i < definitions().size(); ++i)
      if (const auto found = variables_.find(definitions()[i].name);
          found != variables_.end() && !found->second.empty())
        take(i, environment_value{found->second}, origin::environment, definitions()[i].name, found->second);
    for (const auto& [name, value] : variables_)
      if (name.starts_with(own_prefix) && !is_known(name))
        complain(shown(name) + " is no setting: " + did_you_mean(name, &definition::name));
  }

  loaded finish() && {
    std::ranges::move(check(result_.values), std::back_inserter(result_.problems));
    for (auto& line : check_upstreams(result_.values)) complain(std::move(line));
    return std::move(result_);
  }

private:
  static bool is_known(std::string_view variable) {
    return variable == config_variable || std::ranges::count(definitions(), variable, &definition::name) > 0;
  }
  static std::string place(const std::string& file, const toml::source_region& region) {
    return file + ':' + std::to_string(region.begin.line) + ": ";
  }

  void read_table(std::string_view table, const toml::node& entry, const std::string& file) {
    const auto* keys = entry.as_table();
    if (!keys) {
      complain(place(file, entry.source()) + shown(table)
               + " stands in no table: keys are written under one, such as [server]");
      return;
    }
    for (const auto& [key, value] : *keys)
      read_key(std::string{table} + '.' + std::string{key.str()}, value, file);
  }

  void read_key(const std::string& key, const toml::node& node, const std::string& file) {
    if (key == upstreams_key) return read_upstreams(node, file);
    const auto known = std::ranges::find(definitions(), key, &definition::key);
    if (known == definitions().end()) {
      complain(place(file, node.source()) + shown(key)
               + " is no setting: " + did_you_mean(key, &definition::key));
      return;
    }
    std::ostringstream written;
    node.visit([&](const auto& value) { written << value; });
    take(static_cast<std::size_t>(known - definitions().begin()), file_value{node}, origin::file,
         place(file, node.source()) + key, written.str());
  }

  /// [[llm.upstream]]: the one setting that is a list of tables.
  void read_upstreams(const toml::node& node, const std::string& file) {
    const auto* list = node.as_array();
    if (!list || !list->is_array_of_tables()) {
      complain(place(file, node.source()) + std::string{upstreams_key}
               + " is no list of tables: begin each with [[" + std::string{upstreams_key} + "]]");
      return;
    }
    for (const auto& entry : *list) read_upstream(*entry.as_table(), file);
  }

  void read_upstream(const toml::table& entry, const std::string& file) {
    auto made = upstream{};
    for (const auto& [key, value] : entry) {
      const auto name = key.str();
      const auto text = value.value_exact<std::string>();
      const auto where = place(file, value.source()) + std::string{upstreams_key} + '.' + std::string{name};
      if (!text)
        complain(where + " takes a text");
      else if (name == "name")
        made.name = *text;
      else if (name == "base_url")
        made.base_url = *text;
      else if (name == "model")
        made.model = *text;
      else if (name == "api_key_env")
        take_key(made, *text, where);
      else
        complain(where + " is no setting: an upstream has name, base_url, model and api_key_env");
    }
    result_.values.llm_upstreams.push_back(std::move(made));
  }

  void take_key(upstream& of, const std::string& variable, const std::string& where) {
    const auto found = variables_.find(variable);
    if (found == variables_.end() || found->second.empty())
      complain(where + " is " + shown(variable)
               + ": there is no such variable in the environment, set it to the key");
    else
      of.api_key = found->second;
  }

  template <class Value>
  void take(std::size_t index, const Value& value, origin from, std::string_view what,
            std::string_view written) {
    const auto& d = definitions()[index];
    if (assign(result_.values, d, value)) {
      result_.origins[index] = from;
      return;
    }
    complain(std::string{what} + " is " + (d.secret ? std::string{masked} : shown(written)) + ": it takes "
             + allowed(d));
  }

  /// Foreign text must not forge a second line.
  void complain(std::string line) {
    std::ranges::replace_if(line, is_control, '?');
    result_.problems.push_back(std::move(line));
  }

  const environment_variables& variables_;
  loaded result_;
};

environment_variables system_environment() {
  environment_variables variables;
  for (char** entry = environ; *entry; ++entry) {
    const auto text = std::string_view{*entry};
    if (const auto equals = text.find('='); equals != std::string_view::npos)
      variables.emplace(text.substr(0, equals), text.substr(equals + 1));
  }
  return variables;
}

} // namespace

loaded load(const environment_variables& variables, const std::optional<named_text>& file) {
  auto all = loading{variables};
  if (file) all.read_file(*file);
  all.read_environment();
  return std::move(all).finish();
}

loaded load_from_system() {
  const auto variables = system_environment();
  const auto named = variables.find(config_variable);
  const bool must_exist = named != variables.end() && !named->second.empty();
  const auto path = must_exist ? named->second : std::string{default_file};

  auto stream = std::ifstream{path, std::ios::binary};
  if (!stream && !must_exist && errno == ENOENT) return load(variables, std::nullopt);
  auto text = std::string{};
  for (std::array<char, 4096> part{}; stream.read(part.data(), part.size()), stream.gcount() > 0;)
    text.append(part.data(), static_cast<std::size_t>(stream.gcount()));
  if (stream.bad() || !stream.is_open()) {
    const auto reason = std::string{std::strerror(errno)};
    auto result = load(variables, std::nullopt);
    result.problems.insert(result.problems.begin(), path + " cannot be read (" + reason + "): set "
                                                        + std::string{config_variable}
                                                        + " to a TOML file, or unset it");
    return result;
  }
  return load(variables, named_text{path, std::move(text)});
}

std::vector<std::string> without_effect(const loaded& from) {
  std::vector<std::string> lines;
  for (std::size_t i = 0; i < definitions().size(); ++i)
    if (const auto& d = definitions()[i];
        d.support == support::reserved && from.origins[i] != origin::built_in)
      lines.push_back(std::string{d.name} + " is set, but this version does not serve it: it has no effect");
  return lines;
}

std::vector<row> describe(const loaded& from) {
  std::vector<row> rows;
  for (std::size_t i = 0; i < definitions().size(); ++i) {
    const auto& d = definitions()[i];
    auto value = text_of(d, from.values);
    if (d.secret && !value.empty()) value = masked;
    rows.push_back(
        {d.name, d.key, std::move(value), from.origins[i], allowed(d), d.doc, d.support == support::served});
  }
  for (const auto& u : from.values.llm_upstreams)
    rows.push_back({upstreams_key, upstreams_key,
                    u.name + ' ' + u.base_url + ' ' + u.model + (u.api_key.empty() ? "" : " ***"),
                    origin::file, "name, base_url, model, api_key_env", "A server of language models"});
  return rows;
}

std::string_view name(origin from) noexcept {
  switch (from) {
  case origin::built_in: return "default";
  case origin::file: return "file";
  case origin::environment: return "environment";
  }
  return "";
}

} // namespace troupe::config
