#pragma once
#include <cstdint>

namespace troupe::app::mock_llm {

/// Serves OpenAI's /chat/completions and /models on loopback, under any path that ends so, until SIGINT or
/// SIGTERM. Says its address on standard output. Throws boost::system::system_error if the port is taken.
void serve(std::uint16_t port);

} // namespace troupe::app::mock_llm
