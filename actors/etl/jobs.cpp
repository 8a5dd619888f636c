#include "actors/etl/jobs.hpp"

#include "messages/error.hpp"

#include <chrono>

namespace troupe::etl {
namespace {

/// Sessions that go in one transaction: turns wait behind it.
constexpr std::size_t sessions_at_once = 50;
constexpr auto retention_interval = std::chrono::hours{1};

job knowledge_job(const options& with) {
  const auto start = [knowledge = with.knowledge](handle::pointer self, const run_control& run) {
    self->request(knowledge, caf::infinite, sync_knowledge{})
        .then(
            [run](const sync_status& s) {
              auto result = job_result{};
              if (!s.error.empty()) result.why = {errc::internal, s.error};
              result.counts = {{"seen", s.seen},
                               {"added", s.added},
                               {"changed", s.changed},
                               {"removed", s.removed},
                               {"failed", s.failed.size()}};
              run.ended(std::move(result));
            },
            [run](const caf::error& e) {
              run.ended({to_failure(e), {}});
            });
  };
  const auto cancel = [knowledge = with.knowledge](handle::pointer self) {
    self->send(knowledge, cancel_sync{});
  };
  return {"knowledge", with.settings->auto_sync_interval, start, cancel};
}

/// Erases what is older than the bound, some sessions after the other, until none is left.
class retention {
public:
  retention(const options& with, timestamp before, run_control run)
      : writer_{with.writer}, log_reader_{with.log_reader}, before_{before}, run_{std::move(run)} {}

  void go_on(handle::pointer self) const {
    if (run_.cancelled()) return end({});
    self->request(log_reader_, caf::infinite, find_expired{before_, sessions_at_once})
        .then([self, here = *this](const expired_sessions& found) { here.erase(self, found); },
              [here = *this](const caf::error& e) { here.end(to_failure(e)); });
  }

private:
  void erase(handle::pointer self, const expired_sessions& found) const {
    if (found.ids.empty()) return end({});
    self->request(writer_, caf::infinite, erase_sessions{found.ids})
        .then(
            [self, next = *this](const erasure& e) mutable {
              next.sessions_ += e.sessions;
              next.customers_ += e.customers;
              next.go_on(self);
            },
            [here = *this](const caf::error& e) { here.end(to_failure(e)); });
  }

  void end(failure why) const {
    auto result = job_result{};
    result.why = std::move(why);
    result.counts = {{"sessions", sessions_}, {"customers", customers_}};
    run_.ended(std::move(result));
  }

  store::writer writer_;
  store::log_reader log_reader_;
  timestamp before_;
  run_control run_;
  std::size_t sessions_ = 0, customers_ = 0; ///< that were erased
};

job retention_job(const options& with) {
  return {"retention",
          retention_interval,
          [with](handle::pointer self, const run_control& run) {
            const auto age = std::chrono::microseconds{std::chrono::days{with.settings->retention_days}};
            retention{with, with.wall_clock() - age.count(), run}.go_on(self);
          },
          {}};
}

} // namespace

std::vector<job> jobs(const options& with) {
  auto table = std::vector<job>{knowledge_job(with)};
  if (with.settings->retention_days > 0) table.push_back(retention_job(with));
  return table;
}

} // namespace troupe::etl
