#include "actors/workflow/get_context/query.hpp"
#include "app/eval/commands.hpp"
#include "app/eval/passages.hpp"
#include "app/eval/report.hpp"
#include "evaluation/roc.hpp"
#include "retrieval/answer.hpp"
#include "retrieval/context.hpp"

#include <CLI/CLI.hpp>

#include <algorithm>
#include <memory>
#include <optional>

namespace troupe::app::eval {
namespace {

constexpr double refusal_bound = 0.1; // of the answerable

struct options {
  labelled_passages passages;
  eval::output output;
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
  if (is(asked, "ANSWERABLE")) to.answerable.push_back(score);
  if (is(asked, "UNANSWERABLE")) to.unanswerable.push_back(score);
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

int measure(const options& with, const config::settings& s) {
  const auto queries = read_queries(with.passages, s);
  const auto base = read_passages(with.passages, s);
  auto write = predictions{with.output};
  auto all = scores{};
  for (const auto& asked : queries) {
    const auto found = base.index.search(get_context::query_of(asked.text, asked.history));
    const auto context = retrieval::cut_to_budget(found, {.tokens = s.context_tokens});
    const auto answer = retrieval::compose(context, {.answerable = s.answerable_threshold});
    add(all, asked, context.answerable);
    write.add({{"id", asked.id}, {"score", context.answerable}, {"refused", !answer.supported}});
  }
  write.close();
  print(figures_of(all, s.answerable_threshold), with.output);
  return 0;
}

} // namespace

void add_unanswerable(CLI::App& eval, job& chosen) {
  const auto with = std::make_shared<options>(); // the parser writes into it, the job reads it
  auto* command = eval.add_subcommand("unanswerable", "Whether it is known which questions have no answer");
  add_options(*command, with->passages)->required();
  add_options(*command, with->output);
  command->callback(
      [with, &chosen] { chosen = [with](const config::settings& s) { return measure(*with, s); }; });
}

} // namespace troupe::app::eval
