#pragma once
#include "storage/experience.hpp"
#include "storage/sqlite/database.hpp"

/// What the connections of storage/sqlite do for the ports of storage/experience.hpp.
namespace troupe::storage::sqlite::experience {

// A transaction around it is the caller's.
[[nodiscard]] failure settle(database&, const settlement&);
[[nodiscard]] failure keep(database&, const checkpoint&);
void promote(database&, const promotion&);

[[nodiscard]] consumer find_consumer(database&, std::string_view name);
[[nodiscard]] log_page changes(database&, std::uint64_t after, std::size_t limit);
[[nodiscard]] std::vector<learning::episode_turn> turns_of(database&, const learning::episode&);
[[nodiscard]] std::vector<learned_turn> learned_with(database&, std::int64_t turn);
[[nodiscard]] lesson_head head(database&);
[[nodiscard]] lesson_page lessons(database&, std::uint64_t after, std::size_t limit);
[[nodiscard]] lesson_page lessons_in_force(database&, std::uint64_t after, std::uint64_t through,
                                           std::size_t limit);
[[nodiscard]] std::optional<checkpoint> find_checkpoint(database&, std::string_view policy);
[[nodiscard]] std::vector<promotion> promotions(database&);

} // namespace troupe::storage::sqlite::experience
