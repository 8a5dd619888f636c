#include "app/eval/report.hpp"

#include <CLI/CLI.hpp>

#include <algorithm>
#include <iomanip>
#include <iostream>
#include <sstream>
#include <stdexcept>

namespace troupe::app::eval {
namespace {

constexpr auto name_width = 34;
constexpr auto column_width = 14;

std::string words(std::string name) {
  std::ranges::replace(name, '_', ' ');
  return name;
}

std::string cell(const ordered_json& value) {
  if (value.is_null()) return "-";
  if (!value.is_number_float()) return value.is_string() ? value.get<std::string>() : value.dump();
  std::ostringstream text;
  const auto number = value.get<double>();
  text << std::fixed << std::setprecision(number < 10 ? 4 : 1) << number;
  return text.str();
}

void print_table(const ordered_json& figures) {
  std::vector<std::pair<std::string, ordered_json>> columns;
  std::vector<std::string> rows;
  for (const auto& [name, value] : figures.items()) {
    if (!value.is_object()) {
      std::cout << std::left << std::setw(name_width) << words(name) << ' ' << cell(value) << '\n';
      continue;
    }
    columns.emplace_back(words(name), value);
    for (const auto& [row, _] : value.items())
      if (std::ranges::find(rows, row) == rows.end()) rows.push_back(row);
  }
  if (columns.empty()) return;
  std::cout << '\n' << std::string(name_width, ' ') << std::right;
  for (const auto& [name, _] : columns) std::cout << ' ' << std::setw(column_width) << name;
  std::cout << '\n';
  for (const auto& row : rows) {
    std::cout << std::left << std::setw(name_width) << words(row) << std::right;
    for (const auto& [_, values] : columns)
      std::cout << ' ' << std::setw(column_width) << cell(values.value(row, ordered_json{}));
    std::cout << '\n';
  }
}

} // namespace

void add_options(CLI::App& command, output& to) {
  command.add_flag("--json", to.json, "Print one JSON object");
  command.add_option("--predictions", to.predictions, "File to write every prediction to, as JSON lines");
  command.add_option("--seed", to.seed, "Seed of every random draw")->capture_default_str();
}

void print(const ordered_json& figures, const output& to) {
  if (to.json)
    std::cout << figures.dump() << '\n';
  else
    print_table(figures);
}

void means::add(std::string_view name, double value) {
  auto found = std::ranges::find(sums_, name, &sum::name);
  if (found == sums_.end()) found = sums_.insert(sums_.end(), sum{std::string{name}});
  found->total += value;
  ++found->count;
}

ordered_json means::result() const {
  auto all = ordered_json::object();
  for (const auto& one : sums_) all[one.name] = one.total / static_cast<double>(one.count);
  return all;
}

predictions::predictions(const output& to) : path_{to.predictions} {
  if (path_.empty()) return;
  out_.open(path_, std::ios::binary | std::ios::trunc);
  if (!out_) throw std::runtime_error{path_ + ": cannot be written"};
}

void predictions::add(const ordered_json& one) {
  if (!path_.empty()) out_ << one.dump(-1, ' ', false, ordered_json::error_handler_t::replace) << '\n';
}

void predictions::close() {
  if (path_.empty()) return;
  out_.close();
  if (!out_) throw std::runtime_error{path_ + ": could not be written to the end; is the disk full?"};
}

} // namespace troupe::app::eval
