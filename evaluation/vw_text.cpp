#include "evaluation/vw_text.hpp"

#include "evaluation/bad_line.hpp"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <functional>
#include <optional>
#include <string>

namespace troupe::evaluation {
namespace {

constexpr std::string_view spaces = " \t\r";
constexpr std::size_t most_actions = 10'000;

/// One line, split at white space; what is wrong with it throws bad_line.
class vw_line {
public:
  vw_line(std::string_view file, std::size_t number, std::string_view text) : file_{file}, number_{number} {
    const auto bar = text.find('|');
    if (bar == std::string_view::npos) refuse("has no |");
    labels_ = words(text.substr(0, bar));
    if (!labels_.empty() && (labels_.back().front() == '\'' || text[bar - 1] != ' '))
      labels_.pop_back(); // a tag
    features_ = text.substr(bar);
  }

  [[nodiscard]] const std::vector<std::string_view>& labels() const noexcept { return labels_; }

  [[nodiscard]] std::vector<double> features(std::size_t numbers) const {
    auto hashed = hashed_features{numbers};
    auto rest = features_;
    while (!rest.empty()) { // at a |
      rest.remove_prefix(1);
      const auto end = std::min(rest.find('|'), rest.size());
      auto space = rest.substr(0, end);
      rest.remove_prefix(end);
      auto scale = 1.0;
      std::string_view name;
      if (!space.empty() && spaces.find(space.front()) == std::string_view::npos) {
        const auto length = std::min(space.find_first_of(spaces), space.size());
        name = split(space.substr(0, length), scale);
        space.remove_prefix(length);
      }
      for (const auto word : words(space)) {
        auto value = 1.0;
        const auto feature = split(word, value);
        hashed.add(name, feature, scale * value);
      }
    }
    return std::move(hashed).take();
  }

  /// An action or class, from 0.
  [[nodiscard]] std::size_t label(std::string_view word, std::size_t most) const {
    std::size_t value = 0;
    const auto [end, error] = std::from_chars(word.data(), word.data() + word.size(), value);
    if (error != std::errc{} || end != word.data() + word.size() || value == 0 || value > most)
      refuse("\"" + std::string{word} + "\" is no label from 1 to " + std::to_string(most));
    return value - 1;
  }

  [[nodiscard]] double number(std::string_view word) const {
    auto value = 0.0;
    const auto [end, error] = std::from_chars(word.data(), word.data() + word.size(), value);
    if (error != std::errc{} || end != word.data() + word.size() || !std::isfinite(value))
      refuse("\"" + std::string{word} + "\" is no number");
    if (std::abs(value) > largest_number) refuse("\"" + std::string{word} + "\" is beyond 1e30");
    return value;
  }

  [[noreturn]] void refuse(std::string_view reason) const { throw bad_line{file_, number_, reason}; }

private:
  static std::vector<std::string_view> words(std::string_view text) {
    std::vector<std::string_view> all;
    while (true) {
      const auto begin = text.find_first_not_of(spaces);
      if (begin == std::string_view::npos) return all;
      text.remove_prefix(begin);
      const auto length = std::min(text.find_first_of(spaces), text.size());
      all.push_back(text.substr(0, length));
      text.remove_prefix(length);
    }
  }

  /// `name:value`, or a name alone.
  std::string_view split(std::string_view word, double& value) const {
    const auto colon = word.rfind(':');
    if (colon == std::string_view::npos) return word;
    value = number(word.substr(colon + 1));
    return word.substr(0, colon);
  }

  std::string_view file_;
  std::size_t number_;
  std::vector<std::string_view> labels_;
  std::string_view features_;
};

void read_lines(std::string_view file, std::string_view text,
                const std::function<void(const vw_line&)>& read) {
  for (std::size_t begin = 0, number = 1; begin < text.size(); ++number) {
    const auto end = std::min(text.find('\n', begin), text.size());
    const auto line = text.substr(begin, end - begin);
    begin = end + 1;
    if (line.find_first_not_of(spaces) != std::string_view::npos) read(vw_line{file, number, line});
  }
}

} // namespace

logged_bandit read_vw_decisions(std::string_view file, std::string_view text, std::size_t numbers) {
  auto all = logged_bandit{};
  read_lines(file, text, [&](const vw_line& line) {
    std::optional<learning::experience> taken;
    for (const auto label : line.labels()) {
      const auto colon = label.find(':');
      const auto action = line.label(label.substr(0, colon), most_actions);
      all.actions = std::max(all.actions, action + 1);
      if (colon == std::string_view::npos) continue;
      const auto second = label.find(':', colon + 1);
      if (second == std::string_view::npos)
        line.refuse("\"" + std::string{label} + "\" is no action:cost:probability");
      if (taken) line.refuse("has costs of two actions");
      const auto cost = line.number(label.substr(colon + 1, second - colon - 1));
      const auto probability = line.number(label.substr(second + 1));
      if (const auto fault = fault_of_probability(probability); !fault.empty()) line.refuse(fault);
      taken = learning::experience{{{}, {action, probability}}, -cost, {}};
    }
    if (!taken) line.refuse("has no action:cost:probability");
    taken->made.features = line.features(numbers);
    all.decisions.push_back(std::move(*taken));
  });
  return all;
}

std::vector<vw_example> read_vw_examples(std::string_view file, std::string_view text, std::size_t classes,
                                         std::size_t numbers) {
  std::vector<vw_example> all;
  read_lines(file, text, [&](const vw_line& line) {
    if (line.labels().empty()) line.refuse("has no label");
    all.push_back({line.label(line.labels().front(), classes), line.features(numbers)});
  });
  return all;
}

} // namespace troupe::evaluation
