#include "actors/embedder/behavior.hpp"

#include "messages/error.hpp"
#include "retrieval/embedding.hpp"
#include "storage/error.hpp"
#include "telemetry/log.hpp"

#include <utility>

namespace troupe::embedder {
namespace {

constexpr std::size_t most_in_batch = 64;
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
  begun_ = said_ = self_->clock().now();
  try {
    sections_ = recall(*job_.index, stored_->embeddings(with_->model));
  } catch (const storage::error& e) {
    return fail(e.what());
  }
  to_make_ = sections_.missing.size();
  advance({});
}

void state::embed_batch(std::uint64_t run) {
  if (run != run_ || !job_.index) return; // a newer index has come
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
  tell(std::move(made), {});
  if (to_make_ > 0)
    log::info("documents embedded", {{"sections", sections_.embeddings.size()},
                                     {"made", to_make_},
                                     {"seconds", seconds(self_->clock().now() - begun_)}});
  job_ = {};
  sections_.embeddings.clear();
  // What no section says any more goes, and what another model made.
  self_
      ->request(with_->writer, caf::infinite,
                keep_embeddings{with_->model, std::exchange(sections_.hashes, {})})
      .await([](const committed&) {}, [](const caf::error&) {}); // the next run tries again
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
      [&s](const continue_embedding& c) { s.embed_batch(c.run); },
  };
}

} // namespace troupe::embedder
