#include "app/commands.hpp"
#include "app/mock_llm/server.hpp"

#include <CLI/CLI.hpp>

#include <memory>

namespace troupe::app {

void add_mock_llm(CLI::App& cli, std::function<int()>& chosen) {
  constexpr std::uint16_t default_port = 8001;
  const auto port =
      std::make_shared<std::uint16_t>(default_port); // the parser writes into it, the job reads it
  auto* command =
      cli.add_subcommand("mock-llm", "Serve a language model that quotes, for tests and first steps");
  command->add_option("--port", *port, "Port on loopback; 0 takes any free one")->capture_default_str();
  command->callback([port, &chosen] {
    chosen = [port] {
      mock_llm::serve(*port);
      return 0;
    };
  });
}

} // namespace troupe::app
