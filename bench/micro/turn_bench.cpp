#include "actors/session/turn.hpp"

#include <benchmark/benchmark.h>

namespace troupe::session {
namespace {

constexpr auto noon = steady_time{std::chrono::hours{12}};

node_result result_of(node which) {
  switch (which) {
  case node::load_customer:
    return loaded_customer{{.customer_id = "cus_1"}, true, std::make_shared<const std::vector<message>>()};
  case node::classify: return classified{{.intent = "returns_refunds"}};
  case node::get_context: return found_context{};
  case node::generate_response:
    return generated{{"Refunds take ", "five days. [1]"}, {}, true, {"direct_answer", "uniform", 1, 0.2, {}}};
  case node::analyze_query: return insight{"new", "detailed", 0.5, {}};
  case node::log_response: return logged{{.questions = 1}};
  }
  return logged{};
}

/// Obeys a turn until it ends: every node and the store answer at once.
void play(turn& machine, turn_event with) {
  auto events = std::vector<turn_event>{};
  events.push_back(std::move(with));
  while (!events.empty()) {
    auto next = std::move(events.back());
    events.pop_back();
    for (const auto& c : machine.on(std::move(next), noon)) {
      if (const auto* run = std::get_if<run_node>(&c))
        events.emplace_back(node_answered{result_of(run->which)});
      if (std::holds_alternative<store_record>(c))
        events.push_back(machine.record().state == turn_state::accepted ? turn_event{accept_stored{}}
                                                                        : turn_event{record_stored{}});
    }
  }
}

/// A turn from its begin to its end, with the rendering of its answer; streamed or not.
void whole_turn(benchmark::State& runs) {
  auto session = session_record{};
  session.session_id = "ses_1";
  session.customer_id = "cus_1";
  auto asked = chat_request{};
  asked.text = "How do I get a refund?";
  asked.streamed = runs.range(0) != 0;
  for (auto _ : runs) {
    auto machine = turn{session, asked, "trn_1", "print", 1'000'000, turn_limits{}};
    play(machine, begun{});
    if (!machine.answered()) return runs.SkipWithError("the turn was not answered");
    benchmark::DoNotOptimize(machine.visible().size());
  }
}
BENCHMARK(whole_turn)->ArgName("streamed")->Arg(0)->Arg(1);

} // namespace
} // namespace troupe::session
