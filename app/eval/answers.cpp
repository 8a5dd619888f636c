#include "actors/workflow/get_context/query.hpp"
#include "app/eval/commands.hpp"
#include "app/eval/knowledge_base.hpp"
#include "app/eval/report.hpp"
#include "app/eval/stopwatch.hpp"
#include "evaluation/plain_text.hpp"
#include "evaluation/text_overlap.hpp"
#include "language/tokens.hpp"
#include "retrieval/answer.hpp"

#include <CLI/CLI.hpp>

#include <algorithm>
#include <map>
#include <memory>

namespace troupe::app::eval {
namespace {

struct answers_options {
  labelled_folder folder;
  eval::output output;
};

std::string reference_of(const question& asked) {
  std::string text;
  for (const auto& sentence : evaluation::sentences_of(asked.answer)) text += sentence.text + '\n';
  return text;
}

/// What the customer reads, without markers.
std::string text_of(const retrieval::composed& answer) {
  std::string text;
  for (const auto& sentence : answer.sentences) text += (text.empty() ? "" : "\n") + sentence.text;
  return text;
}

/// The documents as answers are held to them.
class originals {
public:
  explicit originals(std::span<const language::document> documents) {
    for (const auto& document : documents) {
      std::string text;
      for (const auto& section : document.sections) text += evaluation::plain_text(section.sentences);
      all_.emplace(document.path, original{&document, std::move(text)});
    }
  }

  /// Whether any document says it, markup and white space aside.
  [[nodiscard]] bool say(const retrieval::answer_sentence& sentence) const {
    const auto text = evaluation::plain_text(sentence.text);
    return std::ranges::any_of(
        all_, [&](const auto& one) { return one.second.text.find(text) != std::string::npos; });
  }

  /// A citation holds if its quote stands where it says, and has the words of every sentence it is given for:
  /// in their order, or, of a row, each of them.
  [[nodiscard]] bool hold(const retrieval::citation& cited, const retrieval::composed& answer) const {
    const auto found = all_.find(cited.document);
    if (found == all_.end()) return false;
    const auto& source = found->second.document->source;
    const auto [begin, end] = cited.range;
    if (begin >= end || end > source.size() || source.compare(begin, end - begin, cited.quote) != 0)
      return false;
    const auto quoted = language::words(cited.quote);
    return std::ranges::all_of(answer.sentences, [&](const auto& sentence) {
      if (sentence.marker != cited.marker) return true;
      const auto said = language::words(sentence.text);
      const auto quotes = [&](const auto& word) { return std::ranges::find(quoted, word) != quoted.end(); };
      return sentence.row ? std::ranges::all_of(said, quotes) : evaluation::in_order(said, quoted);
    });
  }

private:
  struct original {
    const language::document* document;
    std::string text;
  };
  std::map<std::string, original, std::less<>> all_;
};

ordered_json prediction_of(const question& asked, const std::string& text,
                           const retrieval::composed& answer) {
  auto citations = ordered_json::array();
  for (const auto& cited : answer.citations)
    citations.push_back({{"marker", cited.marker},
                         {"document", cited.document},
                         {"heading", cited.heading},
                         {"anchor", cited.anchor},
                         {"chunk_id", cited.chunk_id},
                         {"quote", cited.quote},
                         {"range", {cited.range.begin, cited.range.end}}});
  return {{"id", asked.id},
          {"answer", text},
          {"citations", std::move(citations)},
          {"refused", !answer.supported}};
}

int measure(const answers_options& with, const config::settings& s) {
  const auto questions = read_questions(with.folder);
  const auto base = read_knowledge_base(with.folder, s);
  const auto documents = originals{base.documents};
  auto write = predictions{with.output};
  auto figures = means{};
  for (const auto& asked : questions) {
    const auto clock = stopwatch{};
    const auto found = base.index.search(get_context::query_of(asked.text, {}));
    const auto context = retrieval::cut_to_budget(found, {.tokens = s.context_tokens});
    const auto answer = retrieval::compose(context, {.answerable = s.answerable_threshold});
    const auto milliseconds = clock.seconds() * 1000;

    const auto text = text_of(answer);
    const auto said = language::words(text);
    const auto reference = language::words(reference_of(asked));
    const auto f1 = evaluation::token_f1(said, reference);
    const auto rouge = evaluation::rouge_l(said, reference);
    figures.add("token_f1", f1);
    figures.add("rouge_l", rouge);
    for (const auto& sentence : answer.sentences)
      figures.add("sentences_verbatim", documents.say(sentence) ? 1 : 0);
    for (const auto& cited : answer.citations)
      figures.add("citations_that_hold", documents.hold(cited, answer) ? 1 : 0);
    figures.add("refusals", answer.supported ? 0 : 1);
    if (answer.supported) {
      figures.add("token_f1_of_answered", f1);
      figures.add("rouge_l_of_answered", rouge);
    }
    figures.add("ms_per_answer", milliseconds);
    write.add(prediction_of(asked, text, answer));
  }
  write.close();
  auto all = ordered_json{{"documents", base.documents.size()}, {"questions", questions.size()}};
  all.update(figures.result());
  print(all, with.output);
  return 0;
}

} // namespace

void add_answers(CLI::App& eval, job& chosen) {
  const auto with = std::make_shared<answers_options>(); // the parser writes into it, the job reads it
  auto* command = eval.add_subcommand("answers", "How near answers come to those that people wrote");
  add_options(*command, with->folder)->required();
  add_options(*command, with->output);
  command->callback(
      [with, &chosen] { chosen = [with](const config::settings& s) { return measure(*with, s); }; });
}

} // namespace troupe::app::eval
