#include "app/chat/commands.hpp"

#include "app/chat/conversation.hpp"
#include "app/chat/interruption.hpp"
#include "app/chat/line_editor.hpp"

#include <CLI/CLI.hpp>

#include <algorithm>
#include <iostream>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <unistd.h>

namespace troupe::app::chat {
namespace {

constexpr std::string_view help = "/feedback up|down  judges the last answer\n"
                                  "/new               begins a new session\n"
                                  "/help              shows this\n"
                                  "/quit              ends, as does Ctrl-D\n"
                                  "Everything else is said to the server. Ctrl-C abandons an answer.\n";

struct chat_options {
  std::string url = "http://127.0.0.1:8000";
  std::string certificate;
};

server server_of(const chat_options& given, const config::settings& s) {
  const auto& keys = s.api_keys.empty() ? s.admin_keys : s.api_keys;
  auto url = given.url;
  while (url.ends_with('/')) url.pop_back();
  return {url, keys.empty() ? std::string{} : keys.front(), given.certificate};
}

std::string_view trimmed(std::string_view text) {
  constexpr std::string_view space = " \t\r";
  const auto begin = std::min(text.find_first_not_of(space), text.size());
  text.remove_prefix(begin);
  text.remove_suffix(text.size() - (text.find_last_not_of(space) + 1));
  return text;
}

/// Obeys one line. Throws std::runtime_error. False: that was all.
bool obey(std::string_view line, conversation& with) {
  if (line == "/quit") return false;
  if (line == "/help")
    std::cout << help;
  else if (line == "/new")
    with.forget();
  else if (line == "/feedback up" || line == "/feedback down")
    with.judge(line.ends_with("up"));
  else if (line.starts_with('/'))
    throw std::runtime_error{"there is no command \"" + std::string{line} + "\"; /help lists them"};
  else if (!line.empty())
    with.say(line, interruption::listen());
  return true;
}

/// Obeys lines to their end; true if all went well. Somebody who types may go on after a failure, and so may
/// the lines of a file.
template <class Lines>
bool converse(Lines next, conversation& with) {
  auto well = true;
  while (const auto line = next()) {
    try {
      if (!obey(trimmed(*line), with)) break;
    } catch (const std::runtime_error& e) {
      std::cout << std::flush;
      std::cerr << "troupe chat: " << e.what() << '\n';
      well = false;
    }
    std::cout << std::flush;
  }
  return well;
}

std::optional<std::string> next_of_input() {
  auto line = std::string{};
  return std::getline(std::cin, line) ? std::optional{line} : std::nullopt;
}

int run(const server& of) {
  auto with = conversation{of, std::cout};
  with.greet();
  if (isatty(STDIN_FILENO) == 0 || isatty(STDOUT_FILENO) == 0) return converse(next_of_input, with) ? 0 : 1;
  const auto interrupts = interruption{};
  auto editor = line_editor{};
  std::cout << "Talking to " << of.url << "; /help lists what else can be done.\n";
  converse([&] { return editor.next(); }, with);
  return 0;
}

} // namespace

void add_command(CLI::App& cli, std::function<int(const config::settings&)>& chosen) {
  auto& command = *cli.add_subcommand("chat", "Talk to a running server from the terminal");
  const auto given = std::make_shared<chat_options>(); // the parser's and the job's
  command.add_option("--url", given->url, "The server")->capture_default_str();
  command
      .add_option("--certificate", given->certificate,
                  "PEM file of the server's own certificate, to trust it")
      ->check(CLI::ExistingFile);
  command.footer("A server with keys gets the first of TROUPE_API_KEYS, else of TROUPE_ADMIN_KEYS.");
  command.callback([given, &chosen] {
    chosen = [given](const config::settings& s) { return run(server_of(*given, s)); };
  });
}

} // namespace troupe::app::chat
