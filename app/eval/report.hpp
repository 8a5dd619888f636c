#pragma once
#include <nlohmann/json.hpp>

#include <cstdint>
#include <fstream>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace CLI {
class App;
}

namespace troupe::app::eval {

using nlohmann::ordered_json;

/// How every evaluation reports.
struct output {
  bool json = false;       ///< one object for programs in place of the table
  std::string predictions; ///< a file for every single prediction; empty: none
  std::uint64_t seed = 1;  ///< of every random draw
};
void add_options(CLI::App& command, output&);

/// Prints the figures, `{"questions": 59, …, "bm25": {"page_mrr": …}}`: members that are objects are columns
/// of the table, null is a figure that the input does not give.
void print(const ordered_json& figures, const output&);

/// Named figures, averaged over what they were measured on.
class means {
public:
  void add(std::string_view name, double value);
  /// In the order in which the names came first.
  [[nodiscard]] ordered_json result() const;

private:
  struct sum {
    std::string name;
    double total = 0;
    std::size_t count = 0;
  };
  std::vector<sum> sums_;
};

/// The predictions, JSON lines in the order of the input. Throws std::runtime_error if they cannot be
/// written.
class predictions {
public:
  explicit predictions(const output&);
  void add(const ordered_json&);
  /// All is written, or it throws.
  void close();

private:
  std::string path_;
  std::ofstream out_;
};

} // namespace troupe::app::eval
