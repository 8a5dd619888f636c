#include "http/routes/operations.hpp"

#include "http/routes/table.hpp"

namespace troupe::http::routes {
namespace {

response text(std::string body, std::string_view type = "text/plain; charset=utf-8") {
  return {200, {{"Content-Type", std::string{type}}}, std::move(body)};
}

} // namespace

void live(call c) { c.back.reply(ordered_json{{"live", true}}); }

void ready(call c) {
  ask<health_report>(c, c.env().supervisor, read_health{}, [back = c.back](const health_report& report) {
    if (!report.ready)
      return back.reply(refuse(problems::not_ready, "the engine cannot answer; GET /health says why"));
    back.reply(ordered_json{{"ready", true}});
  });
}

void health(call c) { answer_with<health_report>(c, c.env().supervisor, read_health{}); }

void metrics(call c) {
  auto& m = c.env().metrics;
  if (const auto* seen = c.env().traffic.load()) {
    m.http_connections.Set(static_cast<double>(seen->connections));
    m.http_in_flight.Set(static_cast<double>(seen->in_flight));
  }
  c.back.reply(text(m.text(), "text/plain; version=0.0.4; charset=utf-8"));
}

void hint(call c) {
  const auto host = c.asked.header("Host").value_or("localhost:8000");
  auto body =
      std::string{"Troupe answers customers' questions. Try:\n\n  curl -s "} + std::string{host}
      + "/v1/chat -H 'content-type: application/json' -d '{\"message\":\"How do I get a refund?\"}'\n\n";
  for (const auto& row : table())
    body.append(row.method).append(" ").append(row.path).append("  ").append(row.summary).append("\n");
  auto answer = text(std::move(body));
  answer.headers.emplace_back("Vary", "Accept");
  c.back.reply(std::move(answer));
}

} // namespace troupe::http::routes
