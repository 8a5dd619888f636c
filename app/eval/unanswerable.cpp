#include "app/eval/answerability.hpp"
#include "app/eval/commands.hpp"
#include "app/eval/passages.hpp"
#include "app/eval/report.hpp"
#include "app/eval/retrieval.hpp"
#include "evaluation/roc.hpp"
#include "language/folds.hpp"
#include "retrieval/answer.hpp"
#include "retrieval/context.hpp"

#include <CLI/CLI.hpp>

#include <algorithm>
#include <map>
#include <memory>
#include <optional>

namespace troupe::app::eval {
namespace {

constexpr double refusal_bound = 0.1; // of the answerable

struct unanswerable_options {
  labelled_passages passages;
  std::size_t folds = 0;
  eval::output output;
};

constexpr auto answerable = "ANSWERABLE";
constexpr auto unanswerable = "UNANSWERABLE";

struct judged {
  const query* asked;
  retrieval::search_result found;
};

/// The scores of the queries with each label.
struct scores {
  std::vector<double> answerable;
  std::vector<double> unanswerable;
  std::vector<double> underspecified;
};

bool is(const query& asked, std::string_view label) {
  return std::ranges::find(asked.answerability, label) != asked.answerability.end();
}

void add(scores& to, const query& asked, double score) {
  if (is(asked, answerable)) to.answerable.push_back(score);
  if (is(asked, unanswerable)) to.unanswerable.push_back(score);
  if (is(asked, "UNDERSPECIFIED")) to.underspecified.push_back(score);
}

ordered_json or_null(std::optional<double> figure) { return figure ? ordered_json(*figure) : ordered_json{}; }

ordered_json figures_of(const scores& all, double threshold) {
  auto not_answerable = all.unanswerable;
  not_answerable.insert(not_answerable.end(), all.underspecified.begin(), all.underspecified.end());
  const auto bounded = evaluation::refusal_within(refusal_bound, all.answerable, all.unanswerable);
  const auto served = evaluation::refusal_at(threshold, all.answerable, all.unanswerable);
  return {{"answerable", all.answerable.size()},
          {"unanswerable", all.unanswerable.size()},
          {"underspecified", all.underspecified.size()},
          {"auc_answerable", or_null(evaluation::auc(all.answerable, all.unanswerable))},
          {"auc_answerable_with_underspecified", or_null(evaluation::auc(all.answerable, not_answerable))},
          {"refusal_rate_at_10_percent", bounded ? ordered_json(bounded->unanswerable) : ordered_json{}},
          {"threshold_at_10_percent", bounded ? ordered_json(bounded->threshold) : ordered_json{}},
          {"threshold", served.threshold},
          {"refusal_rate", served.unanswerable},
          {"refusal_rate_of_answerable", served.answerable}};
}

/// The weights for each query: those that ship, or learned from the other folds' conversations.
std::vector<retrieval::answerability_weights> weights_for(std::span<const judged> all,
                                                          const unanswerable_options& with) {
  auto weights = std::vector(all.size(), retrieval::learned_answerability);
  if (with.folds == 0) return weights;
  auto conversations = std::map<std::string_view, std::size_t>{};
  for (const auto& one : all) conversations.emplace(one.asked->conversation, conversations.size());
  const auto fold_of = language::stratified_folds(std::vector<std::size_t>(conversations.size()), with.folds,
                                                  with.output.seed);
  const auto fold = [&](const judged& one) { return fold_of[conversations.at(one.asked->conversation)]; };
  for (std::size_t held_out = 0; held_out < with.folds; ++held_out) {
    auto others = labelled_evidence{};
    for (const auto& one : all)
      if (fold(one) != held_out && (is(*one.asked, answerable) || is(*one.asked, unanswerable))) {
        auto& to = one.found.answerable_by.known == retrieval::evidence::by_words ? others.by_words
                                                                                  : others.with_model;
        to.push_back({one.found.answerable_by, is(*one.asked, answerable)});
      }
    const auto learned = learn_answerability(others);
    for (std::size_t i = 0; i < all.size(); ++i)
      if (fold(all[i]) == held_out) weights[i] = learned;
  }
  return weights;
}

int measure(const unanswerable_options& with, const config::settings& s) {
  const auto queries = read_queries(with.passages, s);
  auto base = read_passages(with.passages, s);
  const auto model = find_model(s);
  if (model) base.index = embed(base.index, *model, s);
  const auto by = legs(model, base.index).back();
  auto found = std::vector<judged>{};
  for (const auto& asked : queries)
    found.push_back({&asked, search(base.index, by, asked.text, asked.history, {})});
  const auto weights = weights_for(found, with);
  auto write = predictions{with.output};
  auto all = scores{};
  for (std::size_t i = 0; i < found.size(); ++i) {
    auto& [asked, result] = found[i];
    result.answerable = retrieval::answerability(result.answerable_by, weights[i]);
    const auto context = retrieval::cut_to_budget(result, {.tokens = s.context_tokens});
    const auto answer = retrieval::compose(context, {.answerable = s.answerable_threshold});
    add(all, *asked, context.answerable);
    write.add({{"id", asked->id}, {"score", context.answerable}, {"refused", !answer.supported}});
  }
  write.close();
  print(figures_of(all, s.answerable_threshold), with.output);
  return 0;
}

} // namespace

void add_unanswerable(CLI::App& eval, job& chosen) {
  const auto with = std::make_shared<unanswerable_options>(); // the parser writes into it, the job reads it
  auto* command = eval.add_subcommand("unanswerable", "Whether it is known which questions have no answer");
  add_options(*command, with->passages)->required();
  command
      ->add_option("--cross-validate", with->folds,
                   "Learn the weights from the other conversations, N parts of them in turn")
      ->check(CLI::Range(2, 1000));
  add_options(*command, with->output);
  command->callback(
      [with, &chosen] { chosen = [with](const config::settings& s) { return measure(*with, s); }; });
}

} // namespace troupe::app::eval
