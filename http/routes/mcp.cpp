#include "http/routes/mcp.hpp"

#include "http/mcp/endpoint.hpp"
#include "http/mcp/server.hpp"
#include "http/sse.hpp"
#include "http/streaming.hpp"

namespace troupe::http::routes {
namespace {

response answer_of(const mcp::reply& r) {
  if (r.message.is_null()) return {r.status, {}, {}};
  auto answer = json_response(r.message, r.status);
  if (!r.session_id.empty()) answer.headers.emplace_back(mcp_session_header.name, r.session_id);
  return answer;
}

std::string sse_of(const ordered_json& message) {
  return "event: message\ndata: " + text_of(message) + "\n\n";
}

/// Answers as JSON, or as events once something went ahead of the answer.
struct answering {
  return_path back;
  bool streams = false;

  void tell(const ordered_json& notification) {
    if (!std::exchange(streams, true)) back.begin_stream(sse_head(), {std::string{sse_heartbeat}, {}, 0});
    static_cast<void>(
        back.write(sse_of(notification))); // one that has no room tells nothing that the answer lacks
  }
  void answer(const mcp::reply& r) {
    if (!streams) return back.reply(answer_of(r));
    // Without its answer a stream is cut: the client sees that it is missing.
    if (back.write(sse_of(r.message))) back.end();
  }
};

mcp::way_back way_back_of(const return_path& back) {
  const auto way = std::make_shared<answering>(answering{back}); // the server alone uses it
  const auto open = [back](std::function<void()> changed) {
    back.begin_stream(sse_head(), {std::string{sse_heartbeat}, std::move(changed), 0});
    return mcp::outlet{[back](const ordered_json& m) { return back.write(sse_of(m)); },
                       [back] { back.end(); }, [back] { return back.gone() || back.draining(); }};
  };
  return {[way](const mcp::reply& r) { way->answer(r); }, [way](const ordered_json& m) { way->tell(m); },
          open, [back] { return back.gone(); }};
}

/// The way back of a call that brings no message: its faults are problems.
mcp::way_back way_back_without_message(const return_path& back) {
  auto way = way_back_of(back);
  way.answer = [back](const mcp::reply& r) {
    if (r.message.is_null()) return back.reply_empty();
    back.fail({errc::unknown_session, r.message.at("error").at("message").get<std::string>()});
  };
  return way;
}

/// Whether the call may go on; otherwise it has been answered.
bool is_admitted(const call& c) {
  const auto& settings = c.env().settings;
  if (settings.mcp_access == "off") {
    c.back.reply(refuse(problems::no_route, "MCP is not served here: TROUPE_MCP_ACCESS is off"));
    return false;
  }
  auto hosts = settings.mcp_hosts;
  const auto is_ipv6 = settings.host.find(':') != settings.host.npos;
  hosts.push_back(is_ipv6 ? "[" + settings.host + "]" : settings.host);
  const auto wrong = mcp::check_origin(c.asked, hosts, c.env().admission.cors);
  if (wrong) c.back.fail(*wrong);
  return !wrong;
}

std::string session_in(const call& c) {
  return std::string{c.asked.header(mcp_session_header.name).value_or("")};
}

void fail(const call& c, const json& id, const mcp::fault& why) {
  c.back.reply(json_response(mcp::fault_message(id, why), 400));
}

} // namespace

void post_mcp_message(call c) {
  if (!is_admitted(c)) return;
  auto read = mcp::read_message(c.asked.body);
  if (const auto* wrong = std::get_if<mcp::unreadable>(&read)) return fail(c, wrong->id, wrong->why);
  auto& message = std::get<mcp::message>(read);
  if (const auto wrong = mcp::check_headers(c.asked, message)) return fail(c, message.id, *wrong);
  auto version = std::optional<std::string>{c.asked.header(mcp_version_header.name)};
  c.self->send(c.env().mcp, mcp::said{std::move(message), session_in(c), std::move(version), c.who,
                                      way_back_of(c.back), c.with});
}

void follow_mcp_session(call c) {
  if (is_admitted(c))
    c.self->send(c.env().mcp, mcp::follow{session_in(c), c.who, way_back_without_message(c.back)});
}

void end_mcp_session(call c) {
  if (is_admitted(c))
    c.self->send(c.env().mcp, mcp::leave{session_in(c), c.who, way_back_without_message(c.back)});
}

} // namespace troupe::http::routes
