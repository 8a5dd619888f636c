#include "app/commands.hpp"
#include "app/first_sync.hpp"
#include "app/remote.hpp"
#include "messages/error.hpp"
#include "telemetry/log.hpp"

#include <caf/scoped_actor.hpp>
#include <nlohmann/json.hpp>

#include <iostream>
#include <unistd.h>

namespace troupe::app {
namespace {

int print(std::string_view result) {
  const auto answer = nlohmann::json::parse(result);
  std::cout << answer["answer"].get<std::string>() << '\n';
  for (const auto& c : answer["citations"])
    std::cout << '[' << c["marker"] << "] " << c["document"].get<std::string>() << ", "
              << c["heading"].get<std::string>() << '\n';
  return 0;
}

int complain(std::string_view why) {
  std::cerr << "troupe: " << why << '\n';
  return 1;
}

int ask_here(engine& of, const std::string& question) {
  auto shown = progress{std::cerr, isatty(STDERR_FILENO) == 1};
  (void)first_sync(of, shown); // what its documents mean is part of the answer
  shown.clear();
  const auto with = of.wait_until_ready();
  if (!with) return complain("the engine ended before it was ready");
  auto request = chat_request{};
  request.text = question;
  auto status = 1;
  auto self = caf::scoped_actor{of.system()};
  self->request(with->directory, caf::infinite, request)
      .receive(
          [&](const event_batch& batch) {
            for (const auto& e : batch.events) {
              if (e.type == event_type::run_finished) status = print(e.text);
              if (e.type == event_type::run_error) status = complain(e.text);
            }
          },
          [](const caf::error& e) { complain(to_failure(e).detail); });
  return status;
}

int ask_server(const std::string& url, const config::settings& s, const std::string& question) {
  const auto& keys = s.api_keys.empty() ? s.admin_keys : s.api_keys;
  const auto answer = send({url + "/v1/chat", keys.empty() ? std::string{} : keys.front(), s.tls_cert,
                            nlohmann::json{{"message", question}}.dump()});
  if (answer.status == 200) return print(answer.body);
  return complain(answer.refusal(url));
}

} // namespace

int ask(const config::loaded& settings, const std::string& question) {
  log::configure(log::level::warning, log::format::text);
  try {
    auto of = engine{settings.values, embedding_time::at_once};
    return ask_here(of, question);
  } catch (const storage::sqlite::directory_locked& locked) {
    // One process writes: a question beside a server is that server's.
    if (locked.served_at().empty()) throw;
    return ask_server(locked.served_at(), settings.values, question);
  }
}

} // namespace troupe::app
