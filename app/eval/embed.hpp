#pragma once
#include "app/model.hpp"
#include "config/settings.hpp"
#include "retrieval/index.hpp"

#include <optional>

namespace troupe::app::eval {

/// The encoder of the settings; nothing, said on standard error, if there is none, and then all is by words
/// alone.
[[nodiscard]] std::optional<model> find_model(const config::settings&);

/// The index with what its chunks mean and, where the settings ask for that tier, its encoder of questions.
[[nodiscard]] retrieval::index embed(const retrieval::index&, const model&, const config::settings&);

} // namespace troupe::app::eval
