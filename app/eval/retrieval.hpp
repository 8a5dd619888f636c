#pragma once
#include "app/eval/embed.hpp"
#include "app/eval/knowledge_base.hpp"
#include "app/eval/passages.hpp"
#include "app/eval/report.hpp"
#include "evaluation/ranking.hpp"
#include "messages/wire/message.hpp"

/// `troupe eval retrieval`, on either kind of labelled files.
namespace troupe::app::eval {

struct retrieval_options {
  labelled_folder folder;
  labelled_passages passages;
  std::string qrels;
  eval::output output;
};

/// A way of searching: by words, by what is meant, or both.
struct leg {
  const char* name;
  bool by_words;
  const model* meaning;   ///< nullptr: not by what is meant
  bool distilled = false; ///< what is meant is guessed by the encoder of the index
};
/// The last one is what customers are served with.
[[nodiscard]] std::vector<leg> legs(const std::optional<model>&, const retrieval::index&);

/// What such a leg finds, which sets what the options say of meaning.
[[nodiscard]] retrieval::search_result search(const retrieval::index&, const leg&, std::string_view text,
                                              std::span<const message> history, retrieval::search_options);

/// Whether the page and the section that answer a question are found, and whether the answer is in the
/// context.
int measure_pages(const retrieval_options&, const config::settings&);

/// Whether the relevant passages are found, alone and in conversations.
int measure_passages(const retrieval_options&, const config::settings&);

/// The documents that a search ranks; a passage is one.
[[nodiscard]] evaluation::judged_ranking judge_pages(const retrieval::search_result&,
                                                     const evaluation::judgements&);

} // namespace troupe::app::eval
