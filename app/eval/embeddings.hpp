#pragma once
#include "config/settings.hpp"
#include "language/embedder.hpp"

namespace troupe::app::eval {

/// The encoder that the settings name, each text encoded once; empty where there is none.
[[nodiscard]] language::embedder load_embedder(const config::settings&);

} // namespace troupe::app::eval
