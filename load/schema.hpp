#pragma once
#include "load/shape.hpp"

/// The objects of the interface that the harness reads, as docs/api.md has them.
namespace troupe::load {

/// Of POST /v1/chat, and the result of RUN_FINISHED.
[[nodiscard]] const shape& answer_shape() noexcept;

/// What every event of a stream has.
[[nodiscard]] const shape& event_shape() noexcept;

/// Of GET /v1/sessions/{id}/messages.
[[nodiscard]] const shape& history_shape() noexcept;

} // namespace troupe::load
