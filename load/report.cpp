#include "load/report.hpp"

#include <nlohmann/json.hpp>

#include <array>
#include <cmath>
#include <iomanip>
#include <sstream>

namespace troupe::load {
namespace {

using nlohmann::ordered_json;
using duration = std::chrono::nanoseconds;

double rounded(double x) { return std::round(x * 1000) / 1000; }
double milliseconds(duration d) { return rounded(std::chrono::duration<double, std::milli>(d).count()); }
double seconds(duration d) { return rounded(std::chrono::duration<double>(d).count()); }

ordered_json percentiles(const histogram& h) {
  if (h.count() == 0) return nullptr;
  return {{"p50", milliseconds(h.percentile(50))},
          {"p90", milliseconds(h.percentile(90))},
          {"p99", milliseconds(h.percentile(99))},
          {"p99_9", milliseconds(h.percentile(99.9))},
          {"max", milliseconds(h.max())}};
}

ordered_json seen_json(const measurements& m) {
  return {{"starts", m.starts},
          {"answered", m.latency.count()},
          {"unsent", m.unsent},
          {"seconds", seconds(m.elapsed)},
          {"turns_per_second", rounded(m.answers_per_second())},
          {"latency_ms", percentiles(m.latency)},
          {"service_ms", percentiles(m.service)},
          {"first_event_ms", percentiles(m.first_event)},
          {"first_text_ms", percentiles(m.first_text)},
          {"text_gap_ms", percentiles(m.text_gap)},
          {"refusal_ms", percentiles(m.refusal)},
          {"refused", m.refused},
          {"errors", m.errors}};
}

ordered_json mode_json(const settings::open& mode) {
  auto pieces = ordered_json::array();
  for (const auto& p : mode.pieces)
    pieces.push_back({{"from", rounded(p.from)}, {"to", rounded(p.to)}, {"seconds", seconds(p.length)}});
  return {{"mode", "open"}, {"rates", std::move(pieces)}};
}
ordered_json mode_json(const settings::closed& mode) {
  return {{"mode", "closed"},
          {"users", mode.users},
          {"think_seconds", seconds(mode.think)},
          {"seconds", seconds(mode.length)}};
}
ordered_json mode_json(const settings::search& mode) {
  return {{"mode", "search"},
          {"first_rate", mode.first_rate},
          {"seconds", seconds(mode.length)},
          {"bound_ms", milliseconds(mode.bound)}};
}

ordered_json settings_json(const settings& s, std::size_t questions) {
  auto object = std::visit([](const auto& mode) { return mode_json(mode); }, s.mode);
  object["server"] = "http://" + s.server.authority + s.server.prefix;
  object["transport"] = name(s.by);
  object["turns"] = s.turns;
  object["customers"] = s.customers;
  object["questions"] = questions;
  object["connections"] = s.connections;
  object["timeout_seconds"] = seconds(s.timeout);
  return object;
}

double per_turn_microseconds(const report& r, const measurements& all) {
  const auto turns = all.latency.count() + all.refusal.count();
  return turns == 0
             ? 0
             : rounded(std::chrono::duration<double, std::micro>(r.cpu).count() / static_cast<double>(turns));
}

/// The columns of the table, right-aligned.
constexpr int column = 10;

std::string in_ms(duration d) {
  auto text = std::ostringstream{};
  const auto ms = std::chrono::duration<double, std::milli>(d).count();
  text << std::fixed << std::setprecision(ms < 10 ? 3 : ms < 1000 ? 1 : 0) << ms;
  return text.str();
}

std::string in_rate(double rate) {
  auto text = std::ostringstream{};
  text << std::fixed << std::setprecision(rate < 100 ? 1 : 0) << rate;
  return text.str();
}

void heading(std::ostream& out) {
  for (const auto* title : {"intended/s", "turns/s", "p50 ms", "p90 ms", "p99 ms", "p99.9 ms", "max ms",
                            "refused", "errors", "unsent", "wrong"})
    out << std::setw(column) << title << ' ';
  out << '\n';
}

void row(std::ostream& out, const std::string& rate, const measurements& m) {
  out << std::setw(column) << rate << ' ' << std::setw(column) << in_rate(m.answers_per_second()) << ' ';
  for (const auto percent : {50.0, 90.0, 99.0, 99.9})
    out << std::setw(column) << in_ms(m.latency.percentile(percent)) << ' ';
  out << std::setw(column) << in_ms(m.latency.max()) << ' ';
  for (const auto count : {sum(m.refused), sum(m.errors), m.unsent, sum(m.wrong.by_kind)})
    out << std::setw(column) << count << ' ';
  out << '\n';
}

void line(std::ostream& out, std::string_view what, const histogram& h) {
  if (h.count() == 0) return;
  out << what << ": p50 " << in_ms(h.percentile(50)) << " ms, p99 " << in_ms(h.percentile(99)) << " ms, max "
      << in_ms(h.max()) << " ms\n";
}

void line(std::ostream& out, std::string_view what, const counts& kinds) {
  if (kinds.empty()) return;
  out << what << ':';
  for (const auto& [kind, count] : kinds) out << ' ' << kind << ' ' << count;
  out << '\n';
}

} // namespace

measurements total(const report& r) {
  auto all = measurements{};
  for (const auto& p : r.phases) all.merge(p.seen);
  return all;
}

fault_log all_faults(const report& r) {
  auto all = total(r).wrong;
  if (r.history) all.merge(r.history->wrong);
  return all;
}

nlohmann::ordered_json to_json(const report& r, const settings& s) {
  const auto all = total(r);
  const auto wrong = all_faults(r);
  auto object = ordered_json{{"settings", settings_json(s, r.questions)}};
  object.update(seen_json(all));
  object["wrong"] = {{"count", sum(wrong.by_kind)}, {"kinds", wrong.by_kind}, {"first", wrong.described}};
  object["history"] = r.history
                          ? ordered_json{{"sessions", r.history->sessions}, {"messages", r.history->messages}}
                          : ordered_json(nullptr);
  object["capacity"] = r.capacity ? ordered_json(rounded(*r.capacity)) : ordered_json(nullptr);
  auto phases = ordered_json::array();
  for (const auto& p : r.phases) {
    auto one = ordered_json{
        {"intended_per_second", p.intended > 0 ? ordered_json(rounded(p.intended)) : ordered_json(nullptr)}};
    one.update(seen_json(p.seen));
    phases.push_back(std::move(one));
  }
  object["phases"] = std::move(phases);
  object["harness"] = {{"cpu_seconds", seconds(r.cpu)}, {"cpu_us_per_turn", per_turn_microseconds(r, all)}};
  return object;
}

std::string table(const report& r, const settings& s) {
  const auto all = total(r);
  const auto wrong = all_faults(r);
  auto out = std::ostringstream{};
  heading(out);
  for (const auto& p : r.phases) row(out, p.intended > 0 ? in_rate(p.intended) : "-", p.seen);
  if (r.phases.size() > 1 && !r.capacity) row(out, "all", all);
  line(out, "first event", all.first_event);
  line(out, "first text", all.first_text);
  line(out, "between texts", all.text_gap);
  line(out, "refusals", all.refusal);
  line(out, "refused", all.refused);
  line(out, "errors", all.errors);
  if (r.capacity) {
    const auto bound = in_ms(std::get<settings::search>(s.mode).bound);
    if (*r.capacity > 0)
      out << "capacity: " << in_rate(*r.capacity) << " turns/s with a p99 of at most " << bound << " ms\n";
    else
      out << "capacity: no rate was held with a p99 of at most " << bound << " ms\n";
  }
  if (r.history)
    out << "history: " << r.history->sessions << " sessions, " << r.history->messages << " messages read\n";
  out << "wrong: " << sum(wrong.by_kind) << '\n';
  for (const auto& text : wrong.described) out << "  " << text << '\n';
  out << "harness: " << per_turn_microseconds(r, all) << " us of CPU a turn\n";
  return out.str();
}

} // namespace troupe::load
