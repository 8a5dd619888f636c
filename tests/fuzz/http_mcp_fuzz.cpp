#include "http/mcp/protocol.hpp"
#include "http/mcp/tools.hpp"

#include <cstdint>
#include <cstdlib>
#include <string_view>

namespace {

using namespace troupe::http;

/// A session in which everything may be asked for.
mcp::client of_era(mcp::era era) { return {era, era == mcp::era::sessions ? "2025-11-25" : "2026-07-28"}; }

void take(const mcp::message& m, mcp::era era) {
  auto of = of_era(era);
  const auto step = mcp::next_step(m, of, {mcp::tools(), true});
  if (m.kind != mcp::message_kind::request && !std::holds_alternative<mcp::nothing>(step)) std::abort();
  if (const auto* result = std::get_if<ordered_json>(&step))
    static_cast<void>(text_of(mcp::result_message(m.id, mcp::completed(m, of, *result))));
  if (const auto* wrong = std::get_if<mcp::fault>(&step))
    static_cast<void>(text_of(mcp::fault_message(m.id, *wrong)));
  if (const auto* call = std::get_if<mcp::call_tool>(&step))
    if (!check(call->which->input, call->arguments).empty()) std::abort();
}

} // namespace

/// Any bytes as a message: it is read or refused, and what was read gets a step in each era.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto read = mcp::read_message({reinterpret_cast<const char*>(data), size});
  if (const auto* wrong = std::get_if<mcp::unreadable>(&read)) {
    static_cast<void>(text_of(mcp::fault_message(wrong->id, wrong->why)));
    return 0;
  }
  const auto& m = std::get<mcp::message>(read);
  static_cast<void>(mcp::era_of(m, std::nullopt));
  static_cast<void>(mcp::check_stateless(m));
  take(m, mcp::era::sessions);
  take(m, mcp::era::stateless);
  return 0;
}
