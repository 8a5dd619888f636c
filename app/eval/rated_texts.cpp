#include "app/eval/rated_texts.hpp"

#include "app/eval/read_file.hpp"
#include "evaluation/json_lines.hpp"
#include "language/intent_examples.hpp"
#include "language/sentiment_training.hpp"

#include <stdexcept>

namespace troupe::app::eval {
namespace {

double rating_of(const evaluation::json_line& line) {
  const auto* rating = line.find("rating");
  if (!rating || !rating->is_number()) line.refuse("\"rating\" is missing or no number");
  return rating->get<double>();
}

} // namespace

std::vector<rated_text> read_rated_texts(const std::vector<std::string>& files) {
  auto all = std::vector<rated_text>{};
  for (const auto& file : files)
    evaluation::read_json_lines(file, read_file(file), [&](const evaluation::json_line& line) {
      all.push_back({line.text("id"), line.text("text"), rating_of(line)});
    });
  if (all.empty()) throw std::runtime_error{files.front() + " holds no text"};
  return all;
}

language::sentiment_weights learn_sentiment(const std::vector<rated_text>& texts,
                                            const language::sentiment_lexicon& lexicon,
                                            const language::embedder& encoder) {
  if (!encoder) return {};
  auto ratings = std::vector<double>{};
  auto by_words = std::vector<double>{};
  auto plain = std::vector<std::string>{};
  for (const auto& one : texts) {
    ratings.push_back(one.rating);
    by_words.push_back(language::sentiment(one.text, lexicon));
    plain.push_back(one.text);
  }
  return language::fit_sentiment(language::embed_all(plain, encoder), ratings, by_words);
}

} // namespace troupe::app::eval
