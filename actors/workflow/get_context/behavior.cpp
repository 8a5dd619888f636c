#include "actors/workflow/get_context/behavior.hpp"

#include "actors/workflow/get_context/query.hpp"
#include "actors/workflow/get_context/tier.hpp"

namespace troupe::get_context {
namespace {

/// The tokens are those of the question alone.
language::shared_embedding encoded(const get_context_request& asked, language::remembering_encoder& encoder,
                                   steady_time now) {
  if (now > asked.encode_by) return asked.embedding;
  if (const auto question = question_of(asked.text, *asked.history); question != asked.text)
    return encoder(question);
  return std::make_shared<const language::text_embedding>(
      vector_of(encoder, asked.embedding->vector, asked.text, *asked.history), asked.embedding->tokens);
}

language::shared_embedding guessed(const retrieval::index& by, std::string_view text,
                                   std::span<const message> history) {
  return std::make_shared<const language::text_embedding>(guess(*by.query_encoder(), text, history),
                                                          language::token_vectors{});
}

tier best_tier(bool message_encoded, const retrieval::index& by) {
  return tier_of({message_encoded, by.has_vectors(), by.query_encoder() != nullptr});
}

/// What is meant; null where words decide.
language::shared_embedding meaning_of(const get_context_request& asked,
                                      language::remembering_encoder& encoder, steady_time now) {
  switch (best_tier(asked.embedding != nullptr, *asked.index)) {
  case tier::full: return encoded(asked, encoder, now);
  case tier::distilled: return guessed(*asked.index, asked.text, *asked.history);
  case tier::lexical: break;
  }
  return nullptr;
}

language::shared_embedding meaning_of(const search_request& asked, language::remembering_encoder& encoder) {
  if (asked.by_words) return nullptr;
  switch (best_tier(static_cast<bool>(encoder), *asked.index)) {
  case tier::full: return encoder(asked.query);
  case tier::distilled: return guessed(*asked.index, asked.query, {});
  case tier::lexical: break;
  }
  return nullptr;
}

retrieval::search_options by_meaning(const language::shared_embedding& meant,
                                     retrieval::search_options options) {
  if (!meant) return options;
  options.vector = meant->vector;
  options.tokens = &meant->tokens;
  return options;
}

found_context find(const get_context_request& asked, std::size_t budget,
                   language::remembering_encoder& encoder, steady_time now) {
  const auto meant = meaning_of(asked, encoder, now);
  const auto found = asked.index->search(query_of(asked.text, *asked.history), by_meaning(meant, {}));
  return {std::make_shared<const retrieval::context>(retrieval::cut_to_budget(found, {.tokens = budget})),
          asked.embedding && !meant};
}

search_reply search(const search_request& asked, language::remembering_encoder& encoder) {
  const auto meant = meaning_of(asked, encoder);
  const auto options = by_meaning(meant, {.limit = asked.limit, .category = asked.category});
  return {asked.index, asked.index->search(asked.query, options), !meant};
}

} // namespace

handle::behavior_type behavior(handle::stateful_pointer<state> self, std::size_t budget,
                               language::text_embedder encode, std::size_t remembered) {
  self->state.encoder.emplace(std::move(encode), remembered);
  return {
      [self, budget](const get_context_request& asked) {
        return find(asked, budget, *self->state.encoder, self->clock().now());
      },
      [self](const search_request& asked) { return search(asked, *self->state.encoder); },
  };
}

} // namespace troupe::get_context
