#include "app/eval/commands.hpp"
#include "app/eval/read_file.hpp"
#include "app/eval/report.hpp"
#include "app/model.hpp"
#include "evaluation/json_lines.hpp"

#include <CLI/CLI.hpp>

#include <algorithm>
#include <cmath>
#include <ctime>
#include <limits>
#include <memory>
#include <numeric>
#include <span>
#include <stdexcept>

namespace troupe::app::eval {
namespace {

struct encoder_options {
  std::string texts;
  eval::output output;
};

struct reference {
  std::string text;
  std::vector<language::piece_id> pieces;
  std::vector<float> embedding;
};

std::vector<reference> read_references(const std::string& path) {
  std::vector<reference> all;
  evaluation::read_json_lines(path, read_file(path), [&](const evaluation::json_line& line) {
    const auto* pieces = line.find("ids");
    const auto* embedding = line.find("embedding");
    if (!pieces || !embedding) line.refuse(R"(lacks "ids" or "embedding")");
    try {
      all.push_back({line.text("text"), pieces->get<std::vector<language::piece_id>>(),
                     embedding->get<std::vector<float>>()});
    } catch (const nlohmann::json::exception&) {
      line.refuse(R"("ids" or "embedding" is no list of numbers)");
    }
  });
  if (all.empty()) throw std::runtime_error{path + " holds no text"};
  return all;
}

double cosine(std::span<const float> a, std::span<const float> b) {
  const auto product = [](std::span<const float> x, std::span<const float> y) {
    return std::inner_product(x.begin(), x.end(), y.begin(), 0.0);
  };
  return product(a, b) / std::sqrt(product(a, a) * product(b, b));
}

/// Of this thread, so that others on the machine do not count.
double cpu_seconds() {
  auto now = timespec{};
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
  return static_cast<double>(now.tv_sec) + static_cast<double>(now.tv_nsec) * 1e-9;
}

double best_milliseconds(const language::encoder& encoder, const std::string& text) {
  constexpr int rounds = 20;
  auto best = std::numeric_limits<double>::max();
  for (int round = 0; round < rounds; ++round) {
    const auto begun = cpu_seconds();
    (void)encoder.encode(text);
    best = std::min(best, cpu_seconds() - begun);
  }
  return best * 1000;
}

ordered_json measure(const language::encoder& encoder, std::span<const reference> references,
                     predictions* write) {
  auto least = 1.0;
  auto figures = means{};
  for (const auto& one : references) {
    const auto vector = encoder.encode(one.text);
    if (vector.size() != one.embedding.size())
      throw std::runtime_error{"the texts' embeddings are of another model"};
    const auto near = cosine(vector, one.embedding);
    least = std::min(least, near);
    figures.add("mean_cosine", near);
    figures.add("same_pieces", encoder.pieces(one.text) == one.pieces ? 1 : 0);
    figures.add("cpu_ms_per_text", best_milliseconds(encoder, one.text));
    if (write) write->add({{"text", one.text}, {"embedding", vector}});
  }
  auto result = ordered_json{{"least_cosine", least}};
  result.update(figures.result());
  return result;
}

int measure_encoder(const encoder_options& with, const config::settings& s) {
  const auto references = read_references(with.texts);
  auto write = predictions{with.output};
  auto all = ordered_json{{"texts", references.size()}};
  for (const auto& [name, arithmetic] :
       {std::pair{"full", language::precision::full}, std::pair{"fast", language::precision::fast}}) {
    const auto loaded = load_model(s.model_dir, {.arithmetic = arithmetic});
    if (const auto* error = std::get_if<language::model_error>(&loaded))
      throw std::runtime_error{error->reason};
    all[name] = measure(std::get<model>(loaded).encoder, references,
                        arithmetic == language::precision::fast ? &write : nullptr);
  }
  write.close();
  print(all, with.output);
  return 0;
}

} // namespace

void add_encoder(CLI::App& eval, job& chosen) {
  const auto with = std::make_shared<encoder_options>(); // the parser writes into it, the job reads it
  auto* command = eval.add_subcommand("encoder", "How near the sentence encoder comes to a reference");
  command->add_option("texts", with->texts, R"(JSON lines {"text","ids","embedding"})")
      ->required()
      ->check(CLI::ExistingFile);
  add_options(*command, with->output);
  command->callback(
      [with, &chosen] { chosen = [with](const config::settings& s) { return measure_encoder(*with, s); }; });
}

} // namespace troupe::app::eval
