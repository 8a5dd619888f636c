#include "app/commands.hpp"
#include "app/engine.hpp"
#include "http/front.hpp"
#include "storage/customer_id.hpp"
#include "telemetry/log.hpp"
#include "telemetry/threads.hpp"

#include <atomic>
#include <csignal>
#include <iostream>
#include <pthread.h>
#include <unistd.h>

namespace troupe::app {
namespace {

/// SIGINT and SIGTERM, blocked in every thread that is made from here on and taken by wait(); SIGUSR1 is the
/// program's own.
class stop_signals {
public:
  stop_signals() {
    auto all = from_outside();
    sigaddset(&all, SIGUSR1);
    pthread_sigmask(SIG_BLOCK, &all, nullptr);
    std::signal(SIGPIPE, SIG_IGN);
    std::signal(SIGXFSZ, SIG_IGN); // a file at its limit is a write that fails, as on a full volume
  }
  /// From its return on, another signal ends the program at once: what was acknowledged is on the disk.
  void wait() const {
    auto all = from_outside();
    sigaddset(&all, SIGUSR1);
    auto which = 0;
    sigwait(&all, &which);
    const auto outside = from_outside();
    pthread_sigmask(SIG_UNBLOCK, &outside, nullptr);
  }
  /// Ends the wait from another thread.
  static void raise() { ::kill(::getpid(), SIGUSR1); }

private:
  static sigset_t from_outside() {
    auto set = sigset_t{};
    sigemptyset(&set);
    sigaddset(&set, SIGINT);
    sigaddset(&set, SIGTERM);
    return set;
  }
};

void say_where(const std::vector<std::string>& urls) {
  for (const auto& url : urls) std::cout << "Troupe serves on " << url << '\n';
  std::cout << "Try: curl -s " << urls.front()
            << R"(/v1/chat -H 'content-type: application/json' -d '{"message":"How do I get a refund?"}')"
            << '\n'
            << std::flush;
}

} // namespace

int serve(const config::loaded& settings) {
  const auto signals = stop_signals{};
  const auto& s = settings.values;
  log::configure(log::level_named(s.log_level).value_or(log::level::info),
                 log::format_named(s.log_format).value_or(log::format::text));
  for (const auto& line : config::without_effect(settings)) log::warning(line);

  telemetry::let_work_gather(); // before the engine and the front end start their threads
  auto of = engine{s, embedding_time::when_idle};
  auto failed = std::atomic<bool>{false};
  of.when_it_fails([&](const std::string&) {
    failed = true;
    stop_signals::raise();
  });
  auto front = http::front{{s, of.system(), of.supervisor(), of.metrics(), [&](const customer_ref& named) {
                              return storage::customer_id({}, named, caller{}, of.identity());
                            }}};
  auto urls = front.addresses();
  for (auto& url : urls) url.insert(0, s.tls_cert.empty() ? "http://" : "https://");
  of.announce(urls.front());
  say_where(urls);
  signals.wait();

  log::info("stopping: no new connections; what is under way is finished", {});
  if (!front.drain(s.drain)) log::warning("some connections did not end in time", {{"ms", s.drain.count()}});
  front.stop();
  of.stop();
  return failed ? 1 : 0;
}

} // namespace troupe::app
