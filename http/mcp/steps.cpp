#include "http/mcp/steps.hpp"

#include "http/clock.hpp"
#include "http/mcp/confirmation.hpp"
#include "http/mcp/conformance.hpp"
#include "http/mcp/resources.hpp"
#include "http/mcp/streams.hpp"
#include "http/render.hpp"

#include <variant>

namespace troupe::http::mcp {
namespace {

constexpr std::size_t transcript_messages = 100;
constexpr std::size_t most_completions = 100;
constexpr std::size_t most_gaps = 20;

void page_of_resources(const errand& e, const list_resources& wanted) {
  ask<document_list>(
      e, e.with->knowledge, troupe::list_documents{},
      [e, wanted](const document_list& all) {
        auto page = resources::page(all, wanted.cursor);
        if (const auto* why = std::get_if<fault>(&page)) return e.fail(*why);
        auto& list = std::get<ordered_json>(page);
        if (e.self->state.parts->settings.mcp_conformance && wanted.cursor.empty())
          for (auto& r : conformance::resources()) list["resources"].push_back(r);
        e.succeed(std::move(list));
      },
      [e](const failure& f) {
        e.fail({codes::internal, told(f)});
      });
}

/// As the fault of a resource that is not there, where the failure says so.
void fail_reading(const errand& e, const std::string& uri, const failure& f) {
  const auto is_unknown =
      f.code == errc::unknown_document || f.code == errc::unknown_session || f.code == errc::bad_request;
  e.fail(is_unknown ? unknown_resource(e.of.era, uri) : fault{codes::internal, told(f)});
}

void read(const errand& e, const std::string& uri, const resources::document& d) {
  ask<document_view>(
      e, e.with->knowledge, troupe::read_document{d.path},
      [e, uri](const document_view& v) { e.succeed(resources::contents(uri, "text/markdown", v.content)); },
      [e, uri](const failure& f) { fail_reading(e, uri, f); });
}

void read(const errand& e, const std::string& uri, const resources::transcript& t) {
  ask<history_page>(
      e, e.with->directory, view_history{t.session_id, e.who, {}, transcript_messages},
      [e, uri](const history_page& page) {
        e.succeed(resources::contents(uri, "application/json", text_of(to_json(page))));
      },
      [e, uri](const failure& f) { fail_reading(e, uri, f); });
}

void read(const errand& e, const std::string& uri, const resources::configuration&) {
  e.succeed(resources::contents(uri, "text/plain", resources::settings_text(e.self->state.parts->settings)));
}

void read(const errand& e, const std::string& uri, const resources::knowledge_gaps&) {
  ask<gap_list>(
      e, e.with->gaps, find_gaps{0, most_gaps},
      [e, uri](const gap_list& found) {
        e.succeed(resources::contents(uri, "application/json", text_of(to_json(found))));
      },
      [e, uri](const failure& f) { fail_reading(e, uri, f); });
}

void complete(const errand& e, const complete_path& wanted) {
  ask<document_list>(
      e, e.with->knowledge, troupe::list_documents{},
      [e, wanted](const document_list& all) {
        auto values = ordered_json::array();
        auto total = std::size_t{0};
        for (const auto& d : all.documents)
          if (d.path.starts_with(wanted.begun) && ++total <= most_completions) values.push_back(d.path);
        e.succeed(
            {{"completion",
              {{"values", std::move(values)}, {"total", total}, {"hasMore", total > most_completions}}}});
      },
      [e](const failure& f) {
        e.fail({codes::internal, told(f)});
      });
}

void listen_to(const errand& e, const listen& wanted) {
  auto agreed = ordered_json::object();
  if (wanted.lists) agreed["resourcesListChanged"] = true;
  if (!wanted.uris.empty()) agreed["resourceSubscriptions"] = wanted.uris;
  const auto number = open_stream(e.self, e.back, {{}, {}, e.asked.id, wanted.lists, wanted.uris});
  auto& state = e.self->state;
  const auto text = change_message(state.streams.at(number), "notifications/subscriptions/acknowledged",
                                   {{"notifications", std::move(agreed)}});
  write_to(state, number, text);
}

void use(const tool& which, const tool_call& c) {
  if (which.needed == scope::write)
    log::info("an assistant calls a tool that writes", {{"tool", which.name}, {"key", c.of.who.principal}});
  which.handle(c);
}

void decide(const tool& which, const tool_call& c, consent said) {
  if (said == consent::given) return use(which, c);
  c.fail("not_confirmed: the human did not agree, so nothing was changed; ask them before you call again");
}

void confirm_in_session(const tool& which, const tool_call& c) {
  const auto until = wall_clock() + question_holds;
  c.of.ask_client("elicitation/create", question_about(which.question, c.arguments),
                  [&which, c, until](const json& response) {
                    const auto in_time = wall_clock() <= until;
                    decide(which, c,
                           in_time ? consent_in(response.value("result", json{})) : consent::withheld);
                  });
}

void confirm_by_answer(const tool& which, const tool_call& c) {
  const auto outcome = consent_of(c.of.asked.params, subject_of(c.of.who.principal, which.name, c.arguments),
                                  question_about(which.question, c.arguments), wall_clock());
  if (const auto* why = std::get_if<fault>(&outcome)) return c.of.fail(*why);
  if (const auto* question = std::get_if<ordered_json>(&outcome)) return c.of.succeed(*question);
  decide(which, c, std::get<consent>(outcome));
}

/// Without somebody who could agree, nothing is done that cannot be undone.
void confirm(const tool& which, const tool_call& c) {
  const auto in_session = c.of.of.era == era::sessions;
  if (c.of.of.capabilities.contains("elicitation"))
    return in_session ? confirm_in_session(which, c) : confirm_by_answer(which, c);
  if (in_session)
    return c.fail("not_confirmed: a human has to agree, and this client cannot ask one (it has not declared "
                  "elicitation); do it in the console, or by the HTTP interface");
  c.of.fail({codes::missing_capability,
             std::string{which.name} + " needs a client that can ask its human: the capability elicitation",
             {{"requiredCapabilities", {{"elicitation", ordered_json::object()}}}}});
}

struct doing {
  errand e;

  void operator()(const ordered_json& result) const { e.succeed(result); }
  void operator()(const fault& why) const { e.fail(why); }
  void operator()(const nothing&) const { e.back.answer({nullptr, 202, {}}); }
  void operator()(const call_tool& c) const {
    const auto call = tool_call{e, c.arguments, c.progress};
    c.which->question.empty() ? use(*c.which, call) : confirm(*c.which, call);
  }
  void operator()(const list_resources& wanted) const { page_of_resources(e, wanted); }
  void operator()(const read_resource& wanted) const {
    if (const auto named = resources::at(wanted.uri))
      std::visit([&](const auto& what) { read(e, wanted.uri, what); }, *named);
  }
  void operator()(const complete_path& wanted) const { complete(e, wanted); }
  void operator()(const listen& wanted) const { listen_to(e, wanted); }
};

} // namespace

void perform(const errand& e, const step& what) { std::visit(doing{e}, what); }

} // namespace troupe::http::mcp
