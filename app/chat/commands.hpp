#pragma once
#include "config/settings.hpp"

#include <functional>

namespace CLI {
class App;
}

namespace troupe::app::chat {

/// Adds `chat`, the terminal client of a running server. Parsing puts into `chosen` what to do if it was
/// named.
void add_command(CLI::App& cli, std::function<int(const config::settings&)>& chosen);

} // namespace troupe::app::chat
