#include "load/run.hpp"

#include "load/capacity.hpp"
#include "load/client.hpp"
#include "load/driver.hpp"
#include "load/history_reader.hpp"
#include "load/questions.hpp"
#include "load/report.hpp"
#include "load/server_questions.hpp"

#include <nlohmann/json.hpp>
#include <sys/resource.h>

#include <fstream>
#include <iomanip>
#include <ostream>
#include <sstream>
#include <stdexcept>

namespace troupe::load {
namespace {

using std::chrono::nanoseconds;

nanoseconds cpu_time() {
  auto used = rusage{};
  getrusage(RUSAGE_SELF, &used);
  const auto of = [](const timeval& t) {
    return std::chrono::seconds{t.tv_sec} + std::chrono::microseconds{t.tv_usec};
  };
  return of(used.ru_utime) + of(used.ru_stime);
}

/// A connection is a file: as many as the machine grants.
void raise_file_limit() {
  auto limit = rlimit{};
  if (getrlimit(RLIMIT_NOFILE, &limit) != 0) return;
  limit.rlim_cur = limit.rlim_max;
  setrlimit(RLIMIT_NOFILE, &limit);
}

std::vector<std::string> questions_in(const std::string& file) {
  auto in = std::ifstream{file, std::ios::binary};
  auto text = std::ostringstream{};
  if (!in || !(text << in.rdbuf())) throw std::invalid_argument{file + ": cannot be read, or is empty"};
  try {
    auto questions = read_questions(text.str());
    if (questions.empty()) throw std::invalid_argument{"holds no question"};
    return questions;
  } catch (const std::invalid_argument& e) {
    throw std::invalid_argument{file + ": " + e.what()};
  }
}

driver::watcher watch(std::ostream* progress) {
  if (!progress) return nullptr;
  return [progress](const glance& g) {
    const auto ms = [](nanoseconds d) { return std::chrono::duration<double, std::milli>(d).count(); };
    const auto rate =
        static_cast<double>(g.latency.count()) / std::chrono::duration<double>(g.length).count();
    *progress << "\r\x1b[K" << std::chrono::duration_cast<std::chrono::seconds>(g.at).count() << " s  "
              << std::fixed << std::setprecision(0) << rate << "/s  " << std::setprecision(2) << "p50 "
              << ms(g.latency.percentile(50)) << " ms  p99 " << ms(g.latency.percentile(99))
              << " ms  in flight " << g.in_flight << "  refused " << g.refused << "  errors " << g.errors
              << "  wrong " << g.faults << std::flush;
  };
}

void play(const settings::open& mode, driver& by, report& into) {
  const auto plan = schedule{mode.pieces};
  auto seen = by.play(open_loop{plan}, mode.pieces.size(), plan.length());
  for (auto i = std::size_t{0}; i < seen.size(); ++i) {
    const auto& piece = mode.pieces[i];
    // Of several the next one is under way while the last answers come; a single one ends with its last
    // answer.
    if (seen.size() > 1 || seen[i].elapsed < piece.length) seen[i].elapsed = piece.length;
    into.phases.push_back({mean_rate(piece), std::move(seen[i])});
  }
}

void play(const settings::closed& mode, driver& by, report& into) {
  auto seen = by.play(closed_loop{mode.users, mode.think, mode.length}, 1, mode.length);
  into.phases.push_back({0, std::move(seen.front())});
}

void play(const settings::search& mode, driver& by, report& into) {
  auto search = capacity_search{mode.first_rate};
  while (const auto rate = search.next()) {
    play(settings::open{{{*rate, *rate, mode.length}}}, by, into);
    search.record(held(into.phases.back().seen, mode.bound));
  }
  into.capacity = search.best();
}

} // namespace

int run(const settings& with, std::ostream& out, std::ostream* progress) {
  raise_file_limit();
  auto io = boost::asio::io_context{1};
  auto by = client{io, with.server, with.key, with.connections, with.timeout};
  const auto questions = with.questions.empty() ? fetch_questions(io, by) : questions_in(with.questions);
  auto conversing = driver{io, by, with, questions, watch(progress)};
  auto found = report{};
  found.questions = questions.size();
  const auto cpu_before = cpu_time();
  std::visit([&](const auto& mode) { play(mode, conversing, found); }, with.mode);
  found.cpu = cpu_time() - cpu_before;
  if (progress)
    *progress << "\r\x1b[K"
              << "reading the histories" << std::flush;
  if (with.check_history) found.history = read_histories(io, by, conversing.conversations(), questions);
  if (progress) *progress << "\r\x1b[K" << std::flush;
  if (with.as_json)
    out << to_json(found, with).dump(2) << '\n';
  else
    out << table(found, with);
  const auto answered = total(found).latency.count() > 0;
  return answered && all_faults(found).by_kind.empty() ? 0 : 1;
}

} // namespace troupe::load
