#pragma once
#include "app/model.hpp"
#include "config/settings.hpp"
#include "retrieval/index.hpp"

#include <optional>

namespace troupe::app::eval {

/// What a search by meaning needs.
struct search_model {
  model loaded;
  std::optional<retrieval::token_projection> projection; ///< none: texts are compared as wholes alone

  [[nodiscard]] const retrieval::token_projection* tokens() const noexcept {
    return projection ? &*projection : nullptr;
  }
};

/// The encoder of the settings; nothing, said on standard error, if there is none, and then all is by words
/// alone.
[[nodiscard]] std::optional<search_model> find_model(const config::settings&);

/// The index with what its chunks mean.
[[nodiscard]] retrieval::index embed(const retrieval::index&, const search_model&);

} // namespace troupe::app::eval
