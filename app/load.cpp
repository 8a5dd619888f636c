#include "app/commands.hpp"
#include "load/run.hpp"

#include <CLI/CLI.hpp>

#include <iostream>
#include <memory>
#include <stdexcept>
#include <unistd.h>

namespace troupe::app {
namespace {

using namespace std::chrono_literals;
using nanoseconds = std::chrono::nanoseconds;

/// The options as they were given; load::settings is what they mean.
struct load_options {
  std::string url = "http://127.0.0.1:8000";
  double rate = 0;
  std::size_t users = 0;
  std::vector<load::schedule::piece> ramp, steps;
  bool find_capacity = false;
  nanoseconds duration = 10s, think{0}, bound = 50ms;
  std::size_t connections = 0;
  bool no_history = false;
  load::settings rest;
};

/// The parts of a ramp that are reported each on its own.
constexpr int ramp_parts = 10;
constexpr std::size_t open_connections = 256;

/// An option whose text `parse` reads; what it refuses is a fault of the command line.
template <class T, class Parse>
CLI::Option* add_parsed(CLI::App& to, const char* name, T& into, Parse parse, const char* description) {
  return to.add_option_function<std::string>(
      name,
      [&into, parse, name](const std::string& text) {
        try {
          into = parse(text);
        } catch (const std::invalid_argument& e) {
          throw CLI::ValidationError{name, e.what()};
        }
      },
      description);
}

void add_mode(CLI::App& to, load_options& o) {
  auto* rate = to.add_option("--rate", o.rate, "Open loop: starts a second, whatever the answers do")
                   ->check(CLI::Range(0.1, 1e6));
  auto* users = to.add_option("--users", o.users, "Closed loop: users who wait for their answers")
                    ->check(CLI::Range(1, 100'000));
  auto* ramp =
      add_parsed(to, "--ramp", o.ramp, load::parse_ramp, "Open loop: FROM:TO:DURATION, as 100:2000:60s");
  auto* steps =
      add_parsed(to, "--steps", o.steps, load::parse_steps, "Open loop: RATES:DURATION, as 100,200,400:10s");
  auto* search =
      to.add_flag("--find-capacity", o.find_capacity,
                  "Search the highest rate whose p99 is within --bound; --rate is the first tried");
  users->excludes(rate)->excludes(ramp)->excludes(steps)->excludes(search);
  ramp->excludes(rate)->excludes(steps)->excludes(search);
  steps->excludes(rate)->excludes(search);
  add_parsed(to, "--duration", o.duration, load::parse_duration,
             "How long; with --find-capacity each try (10s)")
      ->excludes(ramp)
      ->excludes(steps);
  add_parsed(to, "--think", o.think, load::parse_duration,
             "What a user waits between an answer and the next message")
      ->needs(users);
  add_parsed(to, "--bound", o.bound, load::parse_duration, "Of the p99 (50ms)")->needs(search);
}

void add_rest(CLI::App& to, load_options& o) {
  to.add_option("--url", o.url, "The server")->capture_default_str();
  to.add_option("--key", o.rest.key, "A key of the server, if it asks for one");
  to.add_option(
      "--questions", o.rest.questions,
      "A file, one question a line or JSON with \"question\"; else the headings of the server's documents");
  to.add_option("--turns", o.rest.turns, "Messages of a conversation")
      ->capture_default_str()
      ->check(CLI::Range(1, 100'000));
  to.add_option("--customers", o.rest.customers, "Different customers; 0 names none")->capture_default_str();
  add_parsed(to, "--transport", o.rest.by, load::parse_transport, "json, sse, mixed or ws (json)");
  to.add_option("--connections", o.connections, "At most so many sockets (256; one for each user)")
      ->check(CLI::Range(1, 60'000));
  add_parsed(to, "--timeout", o.rest.timeout, load::parse_duration, "Of one request (30s)");
  to.add_flag("--no-history", o.no_history, "Do not read the sessions' histories at the end");
  to.add_flag("--json", o.rest.as_json, "One JSON object in place of the table");
}

load::settings settings_of(const load_options& o) {
  auto s = o.rest;
  s.server = load::parse_url(o.url);
  s.check_history = !o.no_history;
  s.connections = o.connections > 0 ? o.connections : std::max(open_connections, o.users);
  if (s.timeout == 0s) throw std::invalid_argument{"--timeout: must be longer than 0"};
  if (o.duration == 0s) throw std::invalid_argument{"--duration: must be longer than 0"};
  if (o.find_capacity) {
    s.mode = load::settings::search{o.rate > 0 ? o.rate : 100, o.duration, o.bound};
  } else if (o.users > 0) {
    if (s.connections < o.users) throw std::invalid_argument{"--connections: each of the --users needs one"};
    s.mode = load::settings::closed{o.users, o.think, o.duration};
  } else if (!o.ramp.empty()) {
    s.mode = load::settings::open{load::cut(o.ramp.front(), ramp_parts)};
  } else if (!o.steps.empty()) {
    s.mode = load::settings::open{o.steps};
  } else if (o.rate > 0) {
    s.mode = load::settings::open{{{o.rate, o.rate, o.duration}}};
  } else {
    throw std::invalid_argument{"say how much load: --rate, --users, --ramp, --steps or --find-capacity"};
  }
  return s;
}

int run(const load_options& o) {
  try {
    const auto watched = !o.rest.as_json && isatty(STDERR_FILENO) == 1;
    return load::run(settings_of(o), std::cout, watched ? &std::cerr : nullptr);
  } catch (const std::invalid_argument& e) {
    std::cerr << "troupe load: " << e.what() << '\n';
    return 2;
  }
}

} // namespace

void add_load(CLI::App& cli, std::function<int()>& chosen) {
  auto& command = *cli.add_subcommand("load", "Put load on a running server, and check every answer");
  const auto given =
      std::make_shared<load_options>(); // the parsers' and the job's, both of which std::function copies
  add_mode(command, *given);
  add_rest(command, *given);
  command.callback([given, &chosen] { chosen = [given] { return run(*given); }; });
}

} // namespace troupe::app
