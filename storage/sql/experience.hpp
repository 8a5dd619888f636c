#pragma once
#include "storage/experience.hpp"
#include "storage/sql/database.hpp"

/// What the connections of storage/sqlite do for the ports of storage/experience.hpp.
namespace troupe::storage::sql::experience {

// A transaction around it is the caller's.
[[nodiscard]] failure settle(database&, const learning::settlement&);
[[nodiscard]] failure keep(database&, const learning::saved_fold&);
void promote(database&, const learning::promotion&);

[[nodiscard]] learning::consumer find_consumer(database&, std::string_view name);
[[nodiscard]] learning::log_page changes(database&, std::uint64_t after, std::size_t limit);
[[nodiscard]] std::vector<learning::episode_turn> turns_of(database&, const learning::episode&);
[[nodiscard]] std::vector<learning::learned_turn> learned_with(database&, std::int64_t turn);
[[nodiscard]] learning::lesson_head head(database&);
[[nodiscard]] learning::lesson_page lessons(database&, std::uint64_t after, std::size_t limit);
[[nodiscard]] learning::lesson_page lessons_in_force(database&, std::uint64_t after, std::uint64_t through,
                                                     std::size_t limit);
[[nodiscard]] std::optional<learning::saved_fold> find_checkpoint(database&, std::string_view policy);
[[nodiscard]] std::vector<learning::promotion> promotions(database&);

} // namespace troupe::storage::sql::experience
