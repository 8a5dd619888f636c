#include "http/return_path.hpp"

#include "http/openai/answer.hpp"
#include "telemetry/log.hpp"

#include <array>
#include <charconv>

namespace troupe::http {
namespace {

std::string_view class_of(int status) {
  constexpr auto classes = std::to_array<std::string_view>({"1xx", "2xx", "3xx", "4xx", "5xx"});
  return classes[static_cast<std::size_t>(status / 100 - 1) % classes.size()];
}

/// Server-Timing's value: milliseconds with three decimals.
std::string timing(double milliseconds) {
  auto digits = std::array<char, 32>{};
  const auto [end, error] =
      std::to_chars(digits.begin(), digits.end(), milliseconds, std::chars_format::fixed, 3);
  return "total;dur=" + std::string{digits.begin(), end};
}

} // namespace

void count_answer(telemetry::metrics& metrics, std::string_view route, int status) {
  metrics.http_requests(route, class_of(status)).Increment();
}

return_path::return_path(responder to, const route& route, fields headers,
                         std::chrono::steady_clock::time_point received, telemetry::metrics& metrics,
                         turn_gate::ticket turn)
    : to_{std::move(to)}, route_{&route}, headers_{std::move(headers)}, received_{received},
      metrics_{&metrics}, turn_{std::move(turn)} {}

void return_path::reply(response answer) const {
  if (route_->as_openai) answer = openai::as_refusal(std::move(answer));
  const auto taken =
      std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - received_).count();
  answer.headers.emplace_back("Server-Timing", timing(taken));
  complete(answer);
  log::debug("request", {{"route", route_->path}, {"status", answer.status}, {"ms", taken}});
  to_.reply(std::move(answer));
}

void return_path::begin_stream(response answer, stream_options options) const {
  complete(answer);
  log::debug("stream", {{"route", route_->path}, {"status", answer.status}});
  to_.begin_stream(std::move(answer), std::move(options));
}

void return_path::complete(response& answer) const {
  answer.headers.insert(answer.headers.end(), headers_.begin(), headers_.end());
  count_answer(*metrics_, route_->path, answer.status);
}

} // namespace troupe::http
