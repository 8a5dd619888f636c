#include "actors/workflow/get_context/behavior.hpp"

#include "actors/workflow/get_context/query.hpp"

namespace troupe::get_context {
namespace {

/// What is meant; empty where words decide.
std::vector<float> meaning_of(const get_context_request& asked, language::remembering_encoder& encoder,
                              steady_time now) {
  if (!asked.embedding || !asked.index->has_vectors()) return {};
  if (now > asked.encode_by) return *asked.embedding;
  if (const auto question = question_of(asked.text, *asked.history); question != asked.text)
    return *encoder(question);
  return vector_of(encoder, *asked.embedding, asked.text, *asked.history);
}

found_context find(const get_context_request& asked, std::size_t budget,
                   language::remembering_encoder& encoder, steady_time now) {
  const auto vector = meaning_of(asked, encoder, now);
  const auto found = asked.index->search(query_of(asked.text, *asked.history), {.vector = vector});
  return {std::make_shared<const retrieval::context>(retrieval::cut_to_budget(found, {.tokens = budget})),
          asked.embedding && vector.empty()};
}

search_reply search(const search_request& asked, language::remembering_encoder& encoder) {
  auto vector = language::shared_embedding{};
  if (!asked.by_words && asked.index->has_vectors()) vector = encoder(asked.query);
  auto options = retrieval::search_options{.limit = asked.limit, .category = asked.category};
  if (vector) options.vector = *vector;
  return {asked.index, asked.index->search(asked.query, options), !vector};
}

} // namespace

handle::behavior_type behavior(handle::stateful_pointer<state> self, std::size_t budget,
                               language::embedder encode, std::size_t remembered) {
  self->state.encoder.emplace(std::move(encode), remembered);
  return {
      [self, budget](const get_context_request& asked) {
        return find(asked, budget, *self->state.encoder, self->clock().now());
      },
      [self](const search_request& asked) { return search(asked, *self->state.encoder); },
  };
}

} // namespace troupe::get_context
