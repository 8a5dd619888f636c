#pragma once
#include "actors/embedder/interface.hpp"
#include "actors/knowledge/corpus.hpp"
#include "actors/knowledge/folder.hpp"
#include "actors/knowledge/interface.hpp"
#include "actors/store/interface.hpp"
#include "actors/supervisor/interface.hpp"
#include "config/settings.hpp"
#include "telemetry/metrics.hpp"

#include <caf/stateful_actor.hpp>
#include <caf/typed_event_based_actor.hpp>
#include <caf/typed_response_promise.hpp>

#include <chrono>
#include <deque>
#include <functional>
#include <optional>
#include <vector>

namespace troupe::knowledge {

struct options {
  const config::settings* settings;
  telemetry::metrics* metrics;
  store::writer writer;
  store::reader reader;
  supervisor::handle supervisor;
  embedder::handle embedder; ///< null: the documents are found by their words alone
};

/// The documents in memory are what the store holds: a change goes to the store first, and into the index
/// when it is durable. Requests to the store are awaited, so that changes follow one another and nobody is
/// left without an answer. An index is published at once, and again when the embedder has found out what its
/// sections mean: all of them, so that none is behind because it is new.
class state {
public:
  static constexpr const char* name = "knowledge";

  void start(handle::stateful_pointer<state>, const options&);

  caf::result<sync_status> sync();
  void continue_sync();
  void cancel_sync() noexcept { cancelled_ = status_.running; }
  [[nodiscard]] const sync_status& status() const noexcept { return status_; }
  [[nodiscard]] document_list list() const;
  [[nodiscard]] caf::result<document_view> read(const std::string& path) const;
  caf::result<document_summary> put(const put_document&);
  caf::result<sync_status> remove(const std::string& path);
  void note(embedding_progress&);

private:
  using outcome_handler = std::function<void(const failure&)>;

  void load(std::vector<document_record> stored);
  void begin_sync();
  void advance(const failure&);
  void end_sync(std::string error);
  void report_sync() const;

  [[nodiscard]] std::optional<known_document> look_at(const std::string& path) const;
  void keep(std::vector<known_document> changed, std::vector<std::string> removed, const outcome_handler&);
  void apply(std::vector<known_document> changed, const std::vector<std::string>& removed);
  void publish_if_changed(const std::function<void()>& then);
  void embed();
  void list_failed();
  void fail_waiting(const failure&);
  [[nodiscard]] document_summary summary_of(const known_document&, std::size_t chunks) const;
  [[nodiscard]] std::size_t chunks_of(const std::string& path) const;

  handle::stateful_pointer<state> self_ = nullptr;
  std::optional<options> with_;
  std::optional<folder> folder_;
  corpus known_;
  std::shared_ptr<const retrieval::index> index_; ///< as it was published last, without embeddings
  bool changed_ = false;                          ///< the index is behind the documents

  sync_status status_;
  bool cancelled_ = false; ///< the sync under way
  listing seen_;           ///< by the running or the last sync
  std::deque<std::string> to_read_;
  std::chrono::steady_clock::time_point sync_begun_;
  using waiting = std::vector<caf::typed_response_promise<sync_status>>;
  waiting waiting_;          ///< for the sync's end
  waiting waiting_for_next_; ///< asked while a sync ran, which had looked already
};

handle::behavior_type behavior(handle::stateful_pointer<state>, const options&);

} // namespace troupe::knowledge
