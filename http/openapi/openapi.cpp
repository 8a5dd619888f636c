#include "http/openapi/openapi.hpp"

#include "http/openapi/embedded.hpp"
#include "http/openapi/json_schema.hpp"
#include "http/problem.hpp"

#include <algorithm>
#include <array>
#include <map>
#include <set>
#include <string_view>
#include <vector>

namespace troupe::http {
namespace {

constexpr std::string_view about =
    "Answers customers' questions from a company's own documents.\n\n"
    "Bodies and answers are JSON in UTF-8. Times are RFC 3339 in UTC. Ids are opaque, and begin with what "
    "they "
    "name. A member that a call does not know is an error. HEAD is served wherever GET is, OPTIONS at every "
    "address.\n\n"
    "Without configured keys everybody may do everything, and the server binds to loopback only.";

/// The answers that are problems, by status. What can go wrong is told apart by the problem's type.
struct refusal {
  int status;
  std::string_view name; ///< among the components
  std::string_view doc;
};
constexpr auto refusals = std::to_array<refusal>({
    {400, "bad_request", "The body, a parameter, `Last-Event-ID` or a document's name is at fault."},
    {401, "unauthorized", "No key, or an unknown one."},
    {403, "forbidden", "A chat key where an admin key is needed."},
    {404, "not_found", "No such thing, or somebody else's."},
    {409, "conflict", "What stands does not allow it."},
    {413, "too_large", "The body, the message or the document is too long."},
    {415, "unsupported_media_type", "The body is of another media type."},
    {426, "upgrade_required", "The request asks for no WebSocket of version 13."},
    {429, "too_many_requests", "Too much waits already."},
    {500, "internal", "A defect; the server's log says more."},
    {503, "unavailable", "The same request may succeed later."},
});

ordered_json reference(std::string_view kind, std::string_view name) {
  return {{"$ref", "#/components/" + std::string{kind} + "/" + std::string{name}}};
}

problem_type problem_of(errc code) { return {name(code), title(code), http_status(code)}; }

/// All that a call may answer instead, in the order of the statuses.
std::vector<problem_type> problems_of(const route& row) {
  auto all = std::vector<problem_type>{};
  const auto add = [&](const problem_type& p) {
    if (std::ranges::find(all, p.name, &problem_type::name) == all.end())
      all.insert(std::ranges::upper_bound(all, p.status, {}, &problem_type::status), p);
  };
  const auto reads_json = row.body.type == media::application_json;
  if (reads_json || !row.arguments.empty() || !row.query.empty() || !row.headers.empty())
    add(problem_of(errc::bad_request));
  if (row.needed != key::none) add(problem_of(errc::unauthorized));
  if (row.needed == key::admin) add(problem_of(errc::forbidden));
  if (row.body.type != media::none) add(problem_of(errc::too_large));
  if (row.body.type != media::none) add(problems::wrong_media_type);
  if (row.answer.status == 101) add(problems::upgrade_required);
  if (!row.before_start) add(problems::not_ready);
  for (const auto code : row.failures) add(problem_of(code));
  add(problem_of(errc::internal));
  return all;
}

ordered_json example_of(const problem_type& type) {
  const auto fault = field_error{"/message", "must hold more than white space"};
  const auto answer =
      type.name == name(errc::bad_request) ? refuse(std::span{&fault, 1}) : refuse(type, type.title);
  return ordered_json::parse(answer.body);
}

/// Every problem of the table below the status that it has.
std::map<int, ordered_json> examples_of(route_table rows) {
  auto examples = std::map<int, ordered_json>{};
  for (const auto& row : rows)
    for (const auto& p : problems_of(row))
      examples[p.status][std::string{p.name}] = {{"summary", p.title}, {"value", example_of(p)}};
  return examples;
}

ordered_json refusal_responses(route_table rows) {
  const auto examples = examples_of(rows);
  auto all = ordered_json::object();
  for (const auto& r : refusals) {
    auto response = ordered_json{{"description", r.doc}};
    if (r.status == 401) response["headers"]["WWW-Authenticate"] = reference("headers", "WWW-Authenticate");
    if (r.status == 429 || r.status == 503)
      response["headers"]["Retry-After"] = reference("headers", "Retry-After");
    response["content"]["application/problem+json"] = {{"schema", reference("schemas", "problem")},
                                                       {"examples", examples.at(r.status)}};
    all[std::string{r.name}] = std::move(response);
  }
  return all;
}

ordered_json parameter(std::string_view in, const member& m) {
  auto described = json_schema(m);
  described.erase("description");
  if (m.type == member_type::number && !m.otherwise.empty())
    described["default"] = ordered_json::parse(m.otherwise);
  else if (!m.otherwise.empty())
    described["default"] = m.otherwise;
  return {{"name", m.name},
          {"in", in},
          {"required", m.required || in == "path"},
          {"description", m.doc},
          {"schema", std::move(described)}};
}

ordered_json parameters_of(const route& row) {
  auto all = ordered_json::array();
  for (const auto& m : row.arguments) all.push_back(parameter("path", m));
  for (const auto& m : row.query) all.push_back(parameter("query", m));
  for (const auto& m : row.headers) all.push_back(parameter("header", m));
  return all;
}

ordered_json request_body(const body_form& form) {
  if (form.type != media::application_json)
    return {{"required", true},
            {"content",
             {{name(form.type),
               {{"schema", {{"type", "string"}, {"minLength", 1}}}, {"example", form.example}}}}}};
  const auto needed = std::ranges::any_of(form.members, &member::required) || !form.any_of.empty();
  return {
      {"required", needed},
      {"content",
       {{name(form.type),
         {{"schema", reference("schemas", form.name)}, {"example", ordered_json::parse(form.example)}}}}}};
}

/// One event of a stream, which comes as lines `id:` and `data:`.
ordered_json stream_content(const ordered_json& schemas) {
  auto examples = ordered_json::object();
  for (const auto& event : schemas.at("event").at("examples"))
    examples[event.at("type").get<std::string>()]["value"] = {{"id", event.at("id").dump()},
                                                              {"data", text_of(event)}};
  const auto data = ordered_json{{"type", "string"},
                                 {"description", "What has happened."},
                                 {"contentMediaType", name(media::application_json)},
                                 {"contentSchema", reference("schemas", "event")}};
  const auto id = ordered_json{{"type", "string"}, {"description", "As within the data."}};
  return {{"schema",
           {{"type", "object"},
            {"description", "Each server-sent event: an `id:` line and one `data:` line. Lines that begin "
                            "with `:` are heartbeats."},
            {"properties", {{"id", id}, {"data", data}}},
            {"required", {"id", "data"}}}},
          {"examples", std::move(examples)}};
}

ordered_json answer(const answer_form& form, const ordered_json& schemas) {
  auto response = ordered_json{{"description", "Done."}};
  auto content = ordered_json::object();
  if (!form.schema.empty()) {
    const auto& described = schemas.at(std::string{form.schema});
    response["description"] = described.at("description");
    content[std::string{name(form.type)}] = {{"schema", reference("schemas", form.schema)},
                                             {"example", described.at("examples").front()}};
  } else if (form.type != media::none && form.type != media::text_event_stream) {
    response["description"] = "A text.";
    content[std::string{name(form.type)}] = {{"schema", {{"type", "string"}}}};
  }
  if (form.type != media::text_event_stream)
    response["headers"]["Server-Timing"] = reference("headers", "Server-Timing");
  if (form.streamed || (form.type == media::text_event_stream && form.schema.empty())) {
    if (form.schema.empty()) response["description"] = "A stream of events.";
    content[std::string{name(media::text_event_stream)}] = stream_content(schemas);
  }
  if (!content.empty()) response["content"] = std::move(content);
  return response;
}

/// A refusal that is a problem or, from where the message has been read, a fault of JSON-RPC.
ordered_json rpc_refusal(const answer_form& form) {
  return {{"description", ""},
          {"content",
           {{"application/problem+json", {{"schema", reference("schemas", "problem")}}},
            {std::string{name(form.type)}, {{"schema", reference("schemas", form.schema)}}}}}};
}

ordered_json responses_of(const route& row, const ordered_json& schemas) {
  auto all = ordered_json{{std::to_string(row.answer.status), answer(row.answer, schemas)}};
  if (row.answer.rpc) all["202"] = {{"description", "A notification was taken."}};
  for (const auto& p : problems_of(row)) {
    auto& response = all[std::to_string(p.status)];
    if (response.is_null()) {
      const auto kind = std::ranges::find(refusals, p.status, &refusal::status);
      const auto may_be_fault = row.answer.rpc && (p.status == 400 || p.status == 404);
      response = may_be_fault ? rpc_refusal(row.answer) : reference("responses", kind->name);
      response["description"] = "";
    }
    auto& text = response["description"].get_ref<std::string&>();
    text.append(text.empty() ? "" : "; ").append(p.name).append(": ").append(p.title);
  }
  return all;
}

ordered_json security_of(key needed) {
  auto all = ordered_json::array();
  if (needed == key::chat) all.push_back({{"key", ordered_json::array()}});
  if (needed == key::admin) all.push_back({{"admin_key", ordered_json::array()}});
  return all;
}

ordered_json operation_of(const route& row, const ordered_json& schemas) {
  auto operation = ordered_json{{"operationId", row.name},
                                {"tags", ordered_json::array({row.about.name})},
                                {"summary", row.summary},
                                {"description", row.doc},
                                {"security", security_of(row.needed)}};
  if (auto parameters = parameters_of(row); !parameters.empty())
    operation["parameters"] = std::move(parameters);
  if (row.body.type != media::none) operation["requestBody"] = request_body(row.body);
  operation["responses"] = responses_of(row, schemas);
  return operation;
}

std::string lower_case(std::string_view method) {
  auto text = std::string{method};
  for (auto& c : text) c = static_cast<char>(c | 0x20);
  return text;
}

ordered_json tags_of(route_table rows) {
  auto tags = ordered_json::array();
  for (const auto& row : rows) {
    auto tag = ordered_json{{"name", row.about.name}, {"description", row.about.doc}};
    if (std::ranges::find(tags, tag) == tags.end()) tags.push_back(std::move(tag));
  }
  return tags;
}

ordered_json headers() {
  return {
      {"Retry-After",
       {{"description", "Seconds after which to try again."},
        {"schema", {{"type", "integer"}, {"minimum", 1}}},
        {"example", 1}}},
      {"Server-Timing",
       {{"description", "The milliseconds from the request's headers to the answer, the commit included."},
        {"schema", {{"type", "string"}}},
        {"example", "total;dur=1.204"}}},
      {"WWW-Authenticate",
       {{"description", "How to name a key."},
        {"schema", {{"type", "string"}}},
        {"example", "Bearer realm=\"troupe\""}}}};
}

ordered_json bearer(std::string_view doc) {
  return {{"type", "http"}, {"scheme", "bearer"}, {"description", doc}};
}

/// The names of the schemas that a part of the document refers to, and of those that these refer to.
void collect_schemas(const ordered_json& part, const ordered_json& schemas, std::set<std::string>& names) {
  constexpr std::string_view root = "#/components/schemas/";
  if (!part.is_structured()) return;
  for (const auto& [key, value] : part.items()) {
    if (key != "$ref" || !value.is_string()) {
      collect_schemas(value, schemas, names);
      continue;
    }
    const auto& target = value.get_ref<const std::string&>();
    if (!target.starts_with(root)) continue;
    const auto name = target.substr(root.size());
    if (names.insert(name).second) collect_schemas(schemas.at(name), schemas, names);
  }
}

/// Without what only the tools of MCP answer.
ordered_json used_schemas(const ordered_json& all, const ordered_json& paths, const ordered_json& responses) {
  auto names = std::set<std::string>{};
  collect_schemas(paths, all, names);
  collect_schemas(responses, all, names);
  auto used = ordered_json::object();
  for (const auto& [name, schema] : all.items())
    if (names.contains(name)) used[name] = schema;
  return used;
}

ordered_json components(route_table rows, ordered_json schemas, const ordered_json& paths) {
  for (const auto& row : rows)
    if (!row.body.name.empty()) schemas[std::string{row.body.name}] = json_schema(row.body);
  auto responses = refusal_responses(rows);
  auto used = used_schemas(schemas, paths, responses);
  return {{"schemas", std::move(used)},
          {"responses", std::move(responses)},
          {"headers", headers()},
          {"securitySchemes",
           {{"key", bearer("A key of TROUPE_API_KEYS or TROUPE_ADMIN_KEYS.")},
            {"admin_key", bearer("A key of TROUPE_ADMIN_KEYS.")}}}};
}

} // namespace

ordered_json openapi(route_table rows, std::string_view version) {
  auto schemas = ordered_json::parse(embedded::schemas);
  auto paths = ordered_json::object();
  for (const auto& row : rows)
    paths[std::string{row.path}][lower_case(row.method)] = operation_of(row, schemas);
  auto parts = components(rows, std::move(schemas), paths);
  return {{"openapi", "3.1.0"},
          {"info", {{"title", "Troupe"}, {"version", version}, {"description", about}}},
          {"servers", ordered_json::array({{{"url", "/"}, {"description", "This server."}}})},
          {"tags", tags_of(rows)},
          {"paths", std::move(paths)},
          {"components", std::move(parts)}};
}

} // namespace troupe::http
