#include "app/commands.hpp"
#include "app/first_sync.hpp"
#include "app/remote.hpp"
#include "telemetry/log.hpp"

#include <nlohmann/json.hpp>

#include <iostream>
#include <stdexcept>
#include <thread>
#include <unistd.h>

namespace troupe::app {
namespace {

constexpr auto poll = std::chrono::milliseconds{50};

class remote_sync {
public:
  remote_sync(std::string url, const config::settings& s) : url_{std::move(url)}, certificate_{s.tls_cert} {
    const auto& keys = s.admin_keys.empty() ? s.api_keys : s.admin_keys;
    if (!keys.empty()) key_ = keys.front();
  }

  /// Waits for a sync that is under way, which may have passed what is new by now; then for one of its own.
  sync_status run() const {
    static_cast<void>(ended(std::nullopt));
    return ended(call("{}"));
  }

private:
  [[nodiscard]] nlohmann::json call(std::optional<std::string> body) const {
    const auto expected = body ? 202 : 200;
    const auto answer = send({url_ + "/v1/knowledge/sync", key_, certificate_, std::move(body)});
    if (answer.status != expected) throw std::runtime_error{answer.refusal(url_)};
    return nlohmann::json::parse(answer.body);
  }

  [[nodiscard]] sync_status ended(std::optional<nlohmann::json> state) const {
    if (!state) state = call(std::nullopt);
    for (; state->at("running") || is_embedding(state->at("progress")); state = call(std::nullopt))
      std::this_thread::sleep_for(poll);
    auto s = sync_status{};
    s.seen = state->at("seen");
    s.added = state->at("added");
    s.changed = state->at("changed");
    s.removed = state->at("removed");
    for (const auto& f : state->at("failed")) s.failed.push_back({f.at("document"), f.at("reason")});
    if (const auto& error = state->at("error"); !error.is_null()) s.error = error;
    if (const auto& made = state->at("progress"); !made.is_null()) {
      s.embedded = made.at("embedded");
      s.to_embed = made.at("total");
      if (!made.at("error").is_null()) s.embedding_error = made.at("error");
    }
    return s;
  }

  [[nodiscard]] static bool is_embedding(const nlohmann::json& progress) {
    return !progress.is_null() && progress.at("embedded") < progress.at("total")
           && progress.at("error").is_null();
  }

  std::string url_, key_, certificate_;
};

int summarize(const sync_status& s) {
  if (!s.error.empty()) {
    std::cerr << "troupe: " << s.error << '\n';
    return 1;
  }
  for (const auto& f : s.failed) std::cout << "failed: " << f.path << ": " << f.reason << '\n';
  std::cout << s.seen << " seen, " << s.added << " added, " << s.changed << " changed, " << s.removed
            << " removed, " << s.failed.size() << " failed\n";
  if (!s.embedding_error.empty())
    std::cerr << "troupe: the documents could not be embedded: " << s.embedding_error << '\n';
  return s.failed.empty() && s.embedding_error.empty() ? 0 : 1;
}

} // namespace

int ingest(const config::loaded& settings) {
  log::configure(log::level::error, log::format::text); // what is wrong with documents, the summary says
  const auto& s = settings.values;
  try {
    auto of = engine{s, embedding_time::at_once};
    auto shown = progress{std::cerr, isatty(STDERR_FILENO) == 1};
    const auto done = first_sync(of, shown);
    shown.clear();
    return summarize(done);
  } catch (const storage::sqlite::directory_locked& locked) {
    // One process writes: beside a server it is the server that reads its documents again.
    if (locked.served_at().empty()) throw;
    std::cout << "through the server at " << locked.served_at() << ", which reads its own DOCUMENTS_PATH\n";
    return summarize(remote_sync{locked.served_at(), s}.run());
  }
}

} // namespace troupe::app
