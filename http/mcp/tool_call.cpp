#include "http/mcp/tool_call.hpp"

#include <algorithm>

namespace troupe::http::mcp {
namespace {

constexpr std::size_t most_awaited = 16; // of a client's responses

} // namespace

void errand::succeed(ordered_json result) const {
  back.answer({result_message(asked.id, completed(asked, of, std::move(result))), 200, {}});
}

void errand::fail(const fault& why) const {
  back.answer({fault_message(asked.id, why), http_status(of.era, why), {}});
}

void errand::ask_client(std::string_view method, ordered_json params, response_taker then) const {
  const auto at = self->state.sessions.find(session_id);
  if (at == self->state.sessions.end() || at->second.awaited.size() >= most_awaited)
    return fail({codes::internal, "the client cannot be asked for more at a time"});
  const auto id = "troupe-" + std::to_string(++self->state.last_request);
  at->second.awaited.emplace(id, std::move(then));
  back.tell({{"jsonrpc", "2.0"}, {"id", id}, {"method", method}, {"params", std::move(params)}});
}

void errand::log(std::string_view level, std::string_view line) const {
  const auto* const at = std::ranges::find(log_levels, level);
  if (static_cast<std::size_t>(at - log_levels.begin()) < of.least_level) return;
  back.tell(notification_message("notifications/message", {{"level", level}, {"data", line}}));
}

void tool_call::tell_progress(double done, double total) const {
  if (progress.is_null()) return;
  of.back.tell(notification_message("notifications/progress",
                                    {{"progressToken", progress}, {"progress", done}, {"total", total}}));
}

std::string told(const failure& f) {
  return std::string{name(f.code)} + ": " + (f.detail.empty() ? std::string{title(f.code)} : f.detail);
}

} // namespace troupe::http::mcp
