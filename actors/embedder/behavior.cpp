#include "actors/embedder/behavior.hpp"

#include "messages/error.hpp"
#include "retrieval/embedding.hpp"
#include "retrieval/texts_to_distil.hpp"
#include "storage/error.hpp"
#include "telemetry/log.hpp"

#include <utility>

namespace troupe::embedder {
namespace {

constexpr std::size_t most_in_batch = 64;
constexpr std::size_t pieces_at_once = 16;
constexpr auto longest_batch = std::chrono::milliseconds{250};
constexpr auto between_lines = std::chrono::seconds{10}; // of the log

double seconds(std::chrono::steady_clock::duration d) { return std::chrono::duration<double>(d).count(); }

} // namespace

void state::start(handle::stateful_pointer<state> self, const options& with) {
  self_ = self;
  with_ = with;
  self_->set_exception_handler([](std::exception_ptr& e) { return make_error(e); });
  stored_ = with.open();
}

void state::begin(embed_index job) {
  ++run_;
  job_ = std::move(job);
  embedded_ = nullptr;
  distillation_.reset();
  begun_ = said_ = self_->clock().now();
  try {
    sections_ = recall(*job_.index, stored_->embeddings(with_->model));
  } catch (const storage::error& e) {
    return fail(e.what());
  }
  to_make_ = sections_.missing.size();
  advance({});
}

void state::go_on(std::uint64_t run) {
  if (run != run_ || !job_.index) return; // a newer index has come
  if (embedded_)
    distil();
  else
    embed_batch();
}

void state::embed_batch() {
  self_->request(with_->writer, caf::infinite, add_embeddings{next_batch()})
      .await([this](const committed& c) { advance(c.outcome); },
             [this](const caf::error& e) { advance(to_failure(e)); });
}

std::vector<embedding_record> state::next_batch() {
  auto batch = std::vector<embedding_record>{};
  const auto chunks = job_.index->chunks();
  const auto ends = self_->clock().now() + longest_batch;
  do {
    const auto number = sections_.missing.back();
    sections_.missing.pop_back();
    auto& made = sections_.embeddings[number];
    made = retrieval::embed(*chunks[number], *with_->encoder, with_->projection);
    batch.push_back({with_->model, sections_.hashes[number], made.rows, made.tokens});
  } while (!sections_.missing.empty() && batch.size() < most_in_batch && self_->clock().now() < ends);
  return batch;
}

void state::advance(const failure& stored) {
  if (stored.code != errc::none) return fail(stored.detail);
  if (sections_.missing.empty()) return finish();
  tell(nullptr, {});
  if (const auto now = self_->clock().now(); now - said_ >= between_lines) {
    said_ = now;
    log::info("embedding the documents",
              {{"sections", sections_.embeddings.size()}, {"left", sections_.missing.size()}});
  }
  self_->send(self_, continue_embedding{run_});
}

void state::finish() {
  auto made = std::make_shared<const retrieval::index>(
      job_.index->with_embeddings(sections_.embeddings, with_->encoder->dimensions()));
  tell(made, {});
  if (to_make_ > 0)
    log::info("documents embedded", {{"sections", sections_.embeddings.size()},
                                     {"made", to_make_},
                                     {"seconds", seconds(self_->clock().now() - begun_)}});
  sections_.embeddings.clear();
  // What no section says any more goes, and what another model made.
  self_
      ->request(with_->writer, caf::infinite,
                keep_embeddings{with_->model, std::exchange(sections_.hashes, {})})
      .await([](const committed&) {}, [](const caf::error&) {}); // the next run tries again
  if (with_->distils && made->has_vectors())
    begin_distilling(std::move(made));
  else
    job_ = {};
}

void state::begin_distilling(std::shared_ptr<const retrieval::index> made) {
  begun_ = self_->clock().now();
  embedded_ = std::move(made);
  self_->send(self_, continue_embedding{run_});
}

/// For as long as a batch takes.
void state::distil() {
  auto made = std::shared_ptr<const language::distilled_encoder>{};
  for (const auto ends = self_->clock().now() + longest_batch; !made && self_->clock().now() < ends;)
    if (!pieces_) {
      language::add_piece_states(growing_, *with_->encoder, pieces_at_once);
      if (growing_.scales.size() == with_->encoder->vocabulary())
        pieces_ = std::make_shared<const language::piece_states>(std::exchange(growing_, {}));
    } else if (!distillation_)
      distillation_.emplace(*with_->encoder, pieces_, retrieval::texts_to_distil(embedded_->chunks()));
    else
      made = distillation_->advance();
  if (!made) return self_->send(self_, continue_embedding{run_});
  tell(std::make_shared<const retrieval::index>(embedded_->with_query_encoder(std::move(made))), {});
  log::info("encoder of questions distilled", {{"seconds", seconds(self_->clock().now() - begun_)}});
  distillation_.reset();
  embedded_ = nullptr;
  job_ = {};
}

void state::fail(std::string reason) {
  log::warning("the documents could not be embedded", {{"reason", reason}});
  tell(nullptr, std::move(reason));
  job_ = {};
}

void state::tell(std::shared_ptr<const retrieval::index> made, std::string error) const {
  const auto total = job_.index->chunks().size();
  const auto done = error.empty() ? total - sections_.missing.size() : 0;
  with_->metrics->knowledge_embedded.Set(static_cast<double>(done));
  self_->send(job_.told, embedding_progress{job_.index, done, total, std::move(made), std::move(error)});
}

handle::behavior_type behavior(handle::stateful_pointer<state> self, const options& with) {
  auto& s = self->state;
  s.start(self, with);
  return {
      [&s](embed_index& job) { s.begin(std::move(job)); },
      [&s](const continue_embedding& c) { s.go_on(c.run); },
  };
}

} // namespace troupe::embedder
