#pragma once
#include "app/eval/embed.hpp"
#include "app/eval/knowledge_base.hpp"
#include "app/eval/passages.hpp"
#include "retrieval/answerability.hpp"

#include <cstdint>
#include <span>
#include <string>
#include <vector>

/// Learning to tell from the evidence whether a question is answered.
namespace troupe::app::eval {

struct judged_evidence {
  retrieval::evidence seen;
  bool answered = false;
};

/// What is found for labelled questions: with the model, and by words alone.
struct labelled_evidence {
  std::vector<judged_evidence> with_model; ///< none without a model
  std::vector<judged_evidence> by_words;
};

/// Of the queries that are labelled ANSWERABLE or UNANSWERABLE.
void add_evidence(labelled_evidence&, const labelled_passages&, const std::optional<model>&,
                  const config::settings&);
/// Of the questions on documents, which these answer, and of a file with one a line, which they do not.
void add_evidence(labelled_evidence&, const labelled_folder&, const std::string& unanswerable,
                  const std::optional<model>&, const config::settings&);

[[nodiscard]] retrieval::answerability_weights learn_answerability(const labelled_evidence&);

} // namespace troupe::app::eval
