#include "actors/session/answer.hpp"
#include "http/json.hpp"
#include "http/routes/bodies.hpp"
#include "http/schema.hpp"

#include <benchmark/benchmark.h>

namespace troupe::http {
namespace {

/// A chat request's bytes to a checked object.
void read_chat_body(benchmark::State& runs) {
  for (auto _ : runs) {
    auto parsed = parse_json(bodies::chat.example);
    const auto* body = std::get_if<json>(&parsed);
    if (!body || !check(bodies::chat, *body).empty()) return runs.SkipWithError("the example was refused");
    benchmark::DoNotOptimize(bodies::customer_in(*body));
  }
}
BENCHMARK(read_chat_body);

/// An answer with two citations to its bytes.
void render_answer(benchmark::State& runs) {
  auto a = session::answer{};
  a.session_id = "ses_d6csq5wxkpnj3y2a7v4mhz6teu";
  a.turn_id = "trn_agrab3kzq7yxv2n5m4whd6tcpe";
  a.customer_id = "cus_6ieq5wxkpnj3y2a7v4mhz6te";
  a.text =
      "You get a refund when you return something, cancel an order, or when a parcel is lost. [1] We refund "
      "to the payment method that you used for the order. [2]";
  for (auto marker : {1U, 2U}) {
    auto& c = a.citations.emplace_back();
    c.marker = marker;
    c.document = "refunds.md";
    c.heading = "Refunds";
    c.quote = "We refund to the payment method that you used for the order.";
  }
  a.classification.intent = "returns_refunds";
  a.strategy = decision{"direct_answer", "epsilon_greedy", 1, 0.92, {}};
  a.insight = insight{"new", "detailed", 0.5, {}};
  for (auto _ : runs) benchmark::DoNotOptimize(session::render(a));
}
BENCHMARK(render_answer);

} // namespace
} // namespace troupe::http
