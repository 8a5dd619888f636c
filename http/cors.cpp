#include "http/cors.hpp"

#include <algorithm>

namespace troupe::http {

fields cors::headers_for(const request& asked) const {
  if (origins_.empty()) return {};
  if (std::ranges::find(origins_, "*") != origins_.end())
    return {{"Access-Control-Allow-Origin", "*"},
            {"Access-Control-Expose-Headers", "Server-Timing, Retry-After"}};
  auto headers = fields{{"Vary", "Origin"}}; // refusals too: a cache must not give them to an allowed page
  const auto origin = asked.header("Origin");
  if (!origin || std::ranges::find(origins_, *origin) == origins_.end()) return headers;
  headers.emplace_back("Access-Control-Allow-Origin", *origin);
  headers.emplace_back("Access-Control-Expose-Headers", "Server-Timing, Retry-After");
  return headers;
}

response cors::preflight(const request& asked, std::string_view methods) const {
  auto answer = response{204, {{"Allow", std::string{methods}}}, {}};
  if (!asked.header("Access-Control-Request-Method")) return answer;
  const auto allowed = headers_for(asked);
  if (!find_field(allowed, "Access-Control-Allow-Origin")) return answer;
  answer.headers.emplace_back("Access-Control-Allow-Methods", methods);
  answer.headers.emplace_back("Access-Control-Allow-Headers", "Authorization, Content-Type, Last-Event-ID");
  answer.headers.emplace_back("Access-Control-Max-Age", "600");
  return answer;
}

} // namespace troupe::http
