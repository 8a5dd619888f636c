#pragma once
#include <caf/allowed_unsafe_message_type.hpp>

#include <chrono>

namespace troupe {

using steady_time = std::chrono::steady_clock::time_point;

/// The timer's only word: the time that was asked for has come. What is due, the receiver knows.
struct timer_due {};

} // namespace troupe

CAF_ALLOW_UNSAFE_MESSAGE_TYPE(troupe::timer_due)
