#include "app/commands.hpp"
#include "app/engine.hpp"
#include "messages/error.hpp"
#include "telemetry/log.hpp"

#include <caf/scoped_actor.hpp>
#include <nlohmann/json.hpp>

#include <iostream>

namespace troupe::app {
namespace {

void print(const nlohmann::json& answer) {
  std::cout << answer["answer"].get<std::string>() << '\n';
  for (const auto& c : answer["citations"])
    std::cout << '[' << c["marker"] << "] " << c["document"].get<std::string>() << ", "
              << c["heading"].get<std::string>() << '\n';
}

} // namespace

int ask(const config::loaded& settings, const std::string& question) {
  log::configure(log::level::warning, log::format::text);
  auto of = engine{settings.values};
  const auto with = of.wait_until_ready();
  if (!with) throw std::runtime_error{"the engine ended before it was ready"};
  auto request = chat_request{};
  request.text = question;
  auto status = 1;
  auto self = caf::scoped_actor{of.system()};
  self->request(with->directory, caf::infinite, request)
      .receive(
          [&](const event_batch& batch) {
            for (const auto& e : batch.events)
              if (e.type == event_type::run_finished) print(nlohmann::json::parse(e.text)), status = 0;
          },
          [](const caf::error& e) { std::cerr << "troupe: " << to_failure(e).detail << '\n'; });
  return status;
}

} // namespace troupe::app
