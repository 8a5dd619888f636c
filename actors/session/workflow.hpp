#pragma once
#include <array>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <string_view>

namespace troupe::session {

/// The steps of a turn, in the order in which they are listed to people.
enum class node : std::uint8_t {
  load_customer,
  classify,
  get_context,
  generate_response,
  analyze_query,
  log_response
};
constexpr std::size_t node_count = 6;

/// What nodes read and write; a set of bits.
enum class fact : std::uint8_t {
  none = 0,
  customer = 1, ///< and the history
  classification = 2,
  context = 4,
  answer = 8,
  insight = 16,
  metrics = 32,
};
constexpr fact operator|(fact a, fact b) noexcept {
  return static_cast<fact>(static_cast<std::uint8_t>(a) | static_cast<std::uint8_t>(b));
}
/// Whether every fact of `need` is in `have`.
constexpr bool contains(fact have, fact need) noexcept {
  return (static_cast<std::uint8_t>(need) & ~static_cast<std::uint8_t>(have)) == 0;
}

struct step {
  node id;
  std::string_view name;
  fact reads; ///< it starts as soon as these are settled: written, or given up
  fact writes;
  std::chrono::milliseconds deadline; ///< from its own start; a setting may replace it
  std::string_view without;           ///< what the turn does when it fails or is late
};

using std::chrono_literals::operator""ms;

/// The workflow of a turn. The message itself is there from the start, so it is nobody's fact.
constexpr auto workflow = std::to_array<step>({
    {node::load_customer, "load_customer", fact::none, fact::customer, 500ms,
     "an unknown customer without history"},
    {node::classify, "classify", fact::none, fact::classification, 500ms,
     "intent unknown, urgency medium, confidence 0"},
    {node::get_context, "get_context", fact::customer | fact::classification, fact::context, 1500ms,
     "no sources: the answer says that it found nothing"},
    {node::generate_response, "generate_response", fact::customer | fact::classification | fact::context,
     fact::answer, 20'000ms, "an apology and the offer of a human"},
    {node::analyze_query, "analyze_query", fact::customer | fact::classification, fact::insight, 300ms,
     "insight is null"},
    {node::log_response, "log_response", fact::answer | fact::insight, fact::metrics, 500ms,
     "the decision is not logged"},
});

static_assert(workflow.size() == node_count);

constexpr const step& step_of(node id) noexcept { return workflow[static_cast<std::size_t>(id)]; }
constexpr std::string_view name(node id) noexcept { return step_of(id).name; }

} // namespace troupe::session
