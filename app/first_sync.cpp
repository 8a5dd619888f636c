#include "app/first_sync.hpp"

#include "messages/error.hpp"

#include <caf/scoped_actor.hpp>

#include <stdexcept>
#include <thread>

namespace troupe::app {
namespace {

constexpr auto look = std::chrono::milliseconds{50};

bool is_embedding(const sync_status& s) { return s.embedded < s.to_embed && s.embedding_error.empty(); }

} // namespace

sync_status first_sync(engine& of, progress& shown) {
  const auto with = of.wait_until([](const wiring& w) { return w.knowledge != nullptr; });
  if (!with) throw std::runtime_error{"the engine ended before the documents were read"};
  auto self = caf::scoped_actor{of.system()};
  for (;; std::this_thread::sleep_for(look)) {
    auto now = sync_status{};
    auto fault = std::string{};
    self->request(with->knowledge, caf::infinite, read_sync_status{})
        .receive([&](sync_status& s) { now = std::move(s); },
                 [&](const caf::error& e) { fault = to_failure(e).detail; });
    if (!fault.empty()) throw std::runtime_error{"the documents could not be read: " + fault};
    if (now.running || now.ended_at == 0)
      shown.show(now.seen - now.pending, now.seen, "read");
    else if (is_embedding(now))
      shown.show(now.embedded, now.to_embed, "embedded");
    else
      return now;
  }
}

} // namespace troupe::app
