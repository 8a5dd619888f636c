#pragma once
#include "learning/context.hpp"

#include <cstddef>
#include <span>

/// How a table sees features: as one of a hundred states.
namespace troupe::learning {

constexpr std::size_t state_count = 100;

/// The state of a turn: 20 subject + 10 confident + 5 pressing + mood, with
///  - subject: 0 order, 1 payment, 2 product, 3 account, 4 other and conversation;
///  - confident: 1 from a confidence of 0.5;
///  - pressing: 1 if the urgency is high or critical;
///  - mood: 0 and 1 for a sentiment below -0.2, at the session's first turn and later; 2 and 3 up to 0.2, in
///  the
///    same way; 4 above that. Five factors of more than one band each cannot make a hundred, so that it is
///    not told at which turn a customer is content.
[[nodiscard]] std::size_t state_of(const context&) noexcept;

/// The state of n numbers in -1..1 that are no turn's: their cell of a grid of floor(100^(1/n)) bands in each
/// dimension. From seven numbers on that is a single state.
[[nodiscard]] std::size_t grid_state(std::span<const double>) noexcept;

} // namespace troupe::learning
