#include "actors/knowledge/behavior.hpp"

#include "actors/knowledge/document_path.hpp"
#include "messages/error.hpp"
#include "telemetry/log.hpp"

#include <algorithm>
#include <unordered_map>
#include <utility>

namespace troupe::knowledge {
namespace {

constexpr std::size_t batch_bytes =
    16U << 20U; // of text that one batch holds in memory, one document more at most

timestamp wall_clock() {
  using namespace std::chrono;
  return duration_cast<microseconds>(system_clock::now().time_since_epoch()).count();
}

language::chunk_options windows_of(const config::settings& s) { return {s.chunk_size, s.overlap_size}; }

failure unknown(const std::string& path) {
  return {errc::unknown_document, "there is no document \"" + displayable(path) + "\""};
}

failure through_link(const std::string& path) {
  return {errc::bad_request,
          "document \"" + displayable(path)
              + "\": a folder of its path is a link; change the file where the link leads, and sync"};
}

failure not_stored(const failure& f) { return {f.code, "the documents could not be stored: " + f.detail}; }

/// Why the text may not become the document; the same words that a sync would have for it.
failure why_not(const put_document& p, std::size_t max_bytes) {
  if (auto refused = refusal(p.path); refused.code != errc::none) return refused;
  const auto size = p.content.size();
  if (size > max_bytes)
    return {errc::too_large, "document \"" + p.path + "\" has " + std::to_string(size)
                                 + " bytes, more than the " + std::to_string(max_bytes)
                                 + " of TROUPE_MAX_DOCUMENT_BYTES; split it"};
  const auto made = succeed(nullptr, p.path, {static_cast<std::int64_t>(size), 0, p.content, {}}, max_bytes);
  if (made.record.status == document_status::failed)
    return {errc::bad_request, "document \"" + p.path + "\": " + made.record.reason};
  return {};
}

} // namespace

void state::start(handle::stateful_pointer<state> self, const options& with) {
  self_ = self;
  with_ = with;
  folder_.emplace(with.settings->documents_path, with.settings->max_document_bytes);
  self_->set_exit_handler([this](caf::exit_msg& m) {
    fail_waiting({errc::shutting_down, "the server is stopping; a sync begins again with it"});
    self_->quit(std::move(m.reason));
  });
  self_->set_exception_handler([this](std::exception_ptr& thrown) {
    fail_waiting({errc::internal, "the sync failed; ask for another"});
    return make_error(thrown);
  });
  // Without what the store holds it cannot be told what has changed: the supervisor tries again.
  self_->request(with.reader, caf::infinite, read_documents{})
      .await([this](stored_documents& s) { load(std::move(s.rows)); },
             [this](caf::error& e) { self_->quit(std::move(e)); });
}

/// Answers from what the store holds before the folder has been looked at, which etl asks for at its start.
void state::load(std::vector<document_record> stored) {
  for (auto& record : stored) {
    auto path = record.path;
    known_.emplace(std::move(path), recall(std::move(record), with_->settings->max_document_bytes));
  }
  changed_ = !known_.empty();
  if (changed_) publish_if_changed([] {});
}

caf::result<sync_status> state::sync() {
  auto promise = self_->make_response_promise<sync_status>();
  (status_.running ? waiting_for_next_ : waiting_).push_back(promise);
  if (!status_.running) begin_sync();
  return promise;
}

void state::begin_sync() {
  sync_begun_ = std::chrono::steady_clock::now();
  status_.running = true;
  cancelled_ = false;
  status_.started_at = wall_clock();
  status_.seen = status_.added = status_.changed = status_.removed = 0;
  status_.failed.clear();
  status_.error.clear();
  seen_ = folder_->look();
  status_.seen = seen_.files.size();
  if (!seen_.error.empty()) return end_sync(seen_.error);
  auto todo = compare(known_, seen_);
  to_read_.assign(std::make_move_iterator(todo.to_read.begin()), std::make_move_iterator(todo.to_read.end()));
  status_.pending = to_read_.size();
  // At once, so that no document that is put while the sync goes on is taken for one that is gone.
  keep({}, std::move(todo.to_remove), [this](const failure& f) { advance(f); });
}

void state::continue_sync() {
  auto batch = std::vector<known_document>{};
  auto bytes = std::size_t{0};
  for (auto n = with_->settings->etl_batch_size; n > 0 && bytes < batch_bytes && !to_read_.empty(); --n) {
    if (auto next = look_at(to_read_.front())) {
      bytes += next->record.content.size();
      batch.push_back(std::move(*next));
    }
    to_read_.pop_front();
  }
  keep(std::move(batch), {}, [this](const failure& f) { advance(f); });
}

void state::advance(const failure& f) {
  status_.pending = to_read_.size();
  if (f.code != errc::none)
    end_sync(not_stored(f).detail);
  else if (to_read_.empty())
    end_sync({});
  else if (cancelled_)
    end_sync("cancelled, with " + std::to_string(to_read_.size()) + " documents to read; the next sync does");
  else
    self_->send(self_, knowledge::continue_sync{});
}

void state::end_sync(std::string error) {
  to_read_.clear();
  status_.pending = 0;
  publish_if_changed([this, error = std::move(error)] {
    if (!status_.embedding_error.empty()) embed();
    list_failed();
    status_.running = false;
    status_.ended_at = wall_clock();
    status_.error = error;
    report_sync();
    for (auto& promise : std::exchange(waiting_, std::exchange(waiting_for_next_, {})))
      promise.deliver(status_);
    if (!waiting_.empty()) begin_sync();
  });
}

void state::report_sync() const {
  const auto seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - sync_begun_).count();
  with_->metrics->sync_seconds.Observe(seconds);
  const auto& error = status_.error;
  self_->send(with_->supervisor,
              report_health{name, error.empty() ? component_state::up : component_state::degraded, error});
  if (!error.empty()) return log::warning("documents not synced", {{"reason", error}, {"seconds", seconds}});
  const auto nothing_new = status_.added + status_.changed + status_.removed + status_.failed.size() == 0;
  (nothing_new ? log::debug : log::info)("documents synced", {{"seen", status_.seen},
                                                              {"added", status_.added},
                                                              {"changed", status_.changed},
                                                              {"removed", status_.removed},
                                                              {"failed", status_.failed.size()},
                                                              {"chunks", index_->chunks().size()},
                                                              {"seconds", seconds}});
}

/// The document as its file is now; none if the file has gone, or says nothing new.
std::optional<known_document> state::look_at(const std::string& path) const {
  auto file = folder_->read(path);
  if (!file) return std::nullopt;
  const auto standing = known_.find(path);
  const auto* before = standing == known_.end() ? nullptr : &standing->second;
  auto next = succeed(before, path, std::move(*file), with_->settings->max_document_bytes);
  if (before && before->record == next.record) return std::nullopt;
  return next;
}

/// Changes the store, and then, when it is durable, what is known.
void state::keep(std::vector<known_document> changed, std::vector<std::string> removed,
                 const outcome_handler& done) {
  if (changed.empty() && removed.empty()) return done({});
  auto update = update_documents{{}, removed};
  for (const auto& document : changed) update.changed.push_back(document.record);
  self_->request(with_->writer, caf::infinite, std::move(update))
      .await(
          [this, changed = std::move(changed), removed = std::move(removed),
           done](const committed& c) mutable {
            if (c.outcome.code == errc::none) apply(std::move(changed), removed);
            done(c.outcome);
          },
          [done](const caf::error& e) { done(to_failure(e)); });
}

void state::apply(std::vector<known_document> changed, const std::vector<std::string>& removed) {
  for (auto& document : changed) {
    auto [standing, is_new] = known_.try_emplace(document.record.path);
    if (standing->second.record.content != document.record.content) {
      ++(is_new ? status_.added : status_.changed);
      changed_ = true;
    }
    standing->second = std::move(document);
  }
  for (const auto& path : removed) status_.removed += known_.erase(path);
  changed_ = changed_ || !removed.empty();
}

/// Who waits for a change hears of it when the next search sees it.
void state::publish_if_changed(const std::function<void()>& then) {
  if (index_ && !changed_) return then();
  index_ = index_of(known_, windows_of(*with_->settings));
  changed_ = false;
  with_->metrics->knowledge_documents.Set(static_cast<double>(index_->documents()));
  with_->metrics->knowledge_chunks.Set(static_cast<double>(index_->chunks().size()));
  self_->request(with_->supervisor, caf::infinite, publish_index{index_})
      .await([then] { then(); }, [then](const caf::error&) { then(); });
  embed();
}

void state::embed() {
  if (!with_->embedder) return;
  status_.embeds = true;
  status_.embedded = 0;
  status_.to_embed = index_->chunks().size();
  status_.embedding_error.clear();
  self_->send(with_->embedder, embedder::embed_index{index_, self_});
}

void state::note(embedding_progress& p) {
  if (p.of != index_) return; // the documents have changed since
  status_.embedded = p.done;
  status_.embedding_error = std::move(p.error);
  if (p.made) self_->send(with_->supervisor, publish_index{std::move(p.made)});
}

void state::list_failed() {
  status_.failed = seen_.failed;
  for (const auto& [path, document] : known_)
    if (document.record.status == document_status::failed)
      status_.failed.push_back({path, document.record.reason});
}

document_list state::list() const {
  auto chunks = std::unordered_map<std::string_view, std::size_t>{};
  if (index_)
    for (const auto& chunk : index_->chunks()) ++chunks[chunk->path];
  auto all = document_list{};
  for (const auto& [path, document] : known_) all.documents.push_back(summary_of(document, chunks[path]));
  return all;
}

document_summary state::summary_of(const known_document& d, std::size_t chunks) const {
  return {d.record.path, d.record.status, d.record.reason, chunks, d.record.updated_at};
}

std::size_t state::chunks_of(const std::string& path) const {
  if (!index_) return 0;
  return static_cast<std::size_t>(
      std::ranges::count(index_->chunks(), path, [](const auto& chunk) { return chunk->path; }));
}

caf::result<document_view> state::read(const std::string& path) const {
  const auto found = known_.find(path);
  if (found == known_.end()) return make_error(unknown(path));
  return document_view{summary_of(found->second, chunks_of(path)), found->second.record.content};
}

caf::result<document_summary> state::put(const put_document& p) {
  if (auto refused = why_not(p, with_->settings->max_document_bytes); refused.code != errc::none)
    return make_error(std::move(refused));
  if (folder_->leads_through_link(p.path)) return make_error(through_link(p.path));
  if (auto fault = folder_->write(p.path, p.content); !fault.empty())
    return make_error(errc::not_committed, std::move(fault));
  auto changed = std::vector<known_document>{};
  if (auto next = look_at(p.path)) changed.push_back(std::move(*next));
  auto promise = self_->make_response_promise<document_summary>();
  keep(std::move(changed), {}, [this, promise, path = p.path](const failure& f) mutable {
    if (f.code != errc::none) return void(promise.deliver(make_error(not_stored(f))));
    publish_if_changed([this, promise, path]() mutable {
      const auto found = known_.find(path);
      // Another hand may have taken the file away between writing and reading it.
      if (found == known_.end())
        promise.deliver(make_error(unknown(path)));
      else
        promise.deliver(summary_of(found->second, chunks_of(path)));
    });
  });
  return promise;
}

caf::result<sync_status> state::remove(const std::string& path) {
  if (!known_.contains(path)) return make_error(unknown(path));
  if (folder_->leads_through_link(path)) return make_error(through_link(path));
  if (auto fault = folder_->remove(path); !fault.empty())
    return make_error(errc::not_committed, std::move(fault));
  auto promise = self_->make_response_promise<sync_status>();
  keep({}, {path}, [this, promise](const failure& f) mutable {
    if (f.code != errc::none) return void(promise.deliver(make_error(not_stored(f))));
    publish_if_changed([this, promise]() mutable {
      list_failed();
      promise.deliver(status_);
    });
  });
  return promise;
}

void state::fail_waiting(const failure& why) {
  for (auto* all : {&waiting_, &waiting_for_next_})
    for (auto& promise : std::exchange(*all, {})) promise.deliver(make_error(why));
}

handle::behavior_type behavior(handle::stateful_pointer<state> self, const options& with) {
  auto& s = self->state;
  s.start(self, with);
  return {
      [&s](sync_knowledge) { return s.sync(); },
      [&s](read_sync_status) { return s.status(); },
      [&s](cancel_sync) { s.cancel_sync(); },
      [&s](list_documents) { return s.list(); },
      [&s](const read_document& r) { return s.read(r.path); },
      [&s](const put_document& p) { return s.put(p); },
      [&s](const delete_document& d) { return s.remove(d.path); },
      [&s](embedding_progress& p) { s.note(p); },
      [&s](continue_sync) { s.continue_sync(); },
  };
}

} // namespace troupe::knowledge
