#include "http/mcp/conformance.hpp"

#include "http/mcp/demand.hpp"
#include "http/mcp/tool_call.hpp"

#include <algorithm>
#include <array>
#include <string>
#include <vector>

namespace troupe::http::mcp::conformance {
namespace {

/// One red pixel.
constexpr auto png =
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8BQDwAEhQGAhKmMIQAAAABJRU5ErkJggg==";
/// A WAVE file without a sample.
constexpr auto wav = "UklGRiQAAABXQVZFZm10IBAAAAABAAEAQB8AAEAfAAABAAgAZGF0YQAAAAA=";

constexpr std::string_view schema_2020_12 = R"({
  "$schema": "https://json-schema.org/draft/2020-12/schema",
  "type": "object",
  "$defs": {"address": {"$anchor": "addressDef", "type": "object",
                        "properties": {"street": {"type": "string"}, "city": {"type": "string"}}}},
  "properties": {"name": {"type": "string"}, "address": {"$ref": "#/$defs/address"},
                 "contactMethod": {"type": "string", "enum": ["phone", "email"]},
                 "phone": {"type": "string"}, "email": {"type": "string"}},
  "allOf": [{"anyOf": [{"required": ["phone"]}, {"required": ["email"]}]}],
  "if": {"properties": {"contactMethod": {"const": "phone"}}, "required": ["contactMethod"]},
  "then": {"required": ["phone"]}, "else": {"required": ["email"]},
  "additionalProperties": false})";

ordered_json text(std::string_view says) { return {{"type", "text"}, {"text", says}}; }

ordered_json image() { return {{"type", "image"}, {"data", png}, {"mimeType", "image/png"}}; }

ordered_json embedded(std::string_view uri, std::string_view type, std::string_view content) {
  return {{"type", "resource"}, {"resource", {{"uri", uri}, {"mimeType", type}, {"text", content}}}};
}

void answer(const tool_call& c, ordered_json content) {
  c.of.succeed({{"content", std::move(content)}, {"isError", false}});
}

void say_text(tool_call c) {
  answer(c, ordered_json::array({text("This is a simple text response for testing.")}));
}

void show_image(tool_call c) { answer(c, ordered_json::array({image()})); }

void play_audio(tool_call c) {
  answer(c, ordered_json::array({{{"type", "audio"}, {"data", wav}, {"mimeType", "audio/wav"}}}));
}

void embed_resource(tool_call c) {
  answer(c, ordered_json::array({embedded("test://embedded-resource", "text/plain",
                                          "This is an embedded resource content.")}));
}

void mix(tool_call c) {
  answer(c, ordered_json::array({text("Multiple content types test:"), image(),
                                 embedded("test://mixed-content-resource", "application/json",
                                          R"({"test":"data","value":123})")}));
}

void fail(tool_call c) { c.fail("This tool intentionally returns an error for testing"); }

void tell_progress(tool_call c) {
  for (const auto done : {0, 50, 100}) c.tell_progress(done, 100);
  answer(c, ordered_json::array({text("Progress was told.")}));
}

void write_log(tool_call c) {
  for (const auto* line : {"Tool execution started", "Tool processing data", "Tool execution completed"})
    c.of.log("info", line);
  answer(c, ordered_json::array({text("Lines were logged.")}));
}

void need_sampling(tool_call c) {
  if (c.of.of.capabilities.contains("sampling"))
    return answer(c, ordered_json::array({text("It may sample.")}));
  c.of.fail({codes::missing_capability,
             "this tool needs a client with the capability sampling",
             {{"requiredCapabilities", {{"sampling", ordered_json::object()}}}}});
}

// What a server asks of its client: within a session by requests of its own, otherwise by its answer.

ordered_json schema_of(ordered_json properties, std::vector<std::string> required = {}) {
  auto schema = ordered_json{{"type", "object"}, {"properties", std::move(properties)}};
  if (!required.empty()) schema["required"] = std::move(required);
  return schema;
}

ordered_json elicitation(std::string_view message, ordered_json schema) {
  return {{"message", message}, {"requestedSchema", std::move(schema)}};
}

ordered_json sampling(std::string_view prompt) {
  return {{"messages", ordered_json::array({{{"role", "user"}, {"content", text(prompt)}}})},
          {"maxTokens", 100}};
}

void ask_in_session(const tool_call& c, std::string_view capability, std::string_view method,
                    ordered_json params) {
  if (!c.of.of.capabilities.contains(capability))
    return c.fail("the client has not declared the capability " + std::string{capability});
  c.of.ask_client(method, std::move(params), [c](const json& response) {
    if (!response.contains("result")) return c.fail("the client refused: " + response.dump());
    answer(c, ordered_json::array({text("Response: " + response.at("result").dump())}));
  });
}

void sample(tool_call c) {
  ask_in_session(c, "sampling", "sampling/createMessage", sampling(text_in(c.arguments, "prompt")));
}

void elicit(tool_call c) {
  const auto a_text = ordered_json{{"type", "string"}, {"description", "What the user says."}};
  ask_in_session(c, "elicitation", "elicitation/create",
                 elicitation(text_in(c.arguments, "message"),
                             schema_of({{"username", a_text}, {"email", a_text}}, {"username", "email"})));
}

void elicit_defaults(tool_call c) {
  ask_in_session(
      c, "elicitation", "elicitation/create",
      elicitation(
          "Values with defaults",
          schema_of(
              {{"name", {{"type", "string"}, {"default", "John Doe"}}},
               {"age", {{"type", "integer"}, {"default", 30}}},
               {"score", {{"type", "number"}, {"default", 95.5}}},
               {"status",
                {{"type", "string"}, {"enum", {"active", "inactive", "pending"}}, {"default", "active"}}},
               {"verified", {{"type", "boolean"}, {"default", true}}}})));
}

void elicit_enums(tool_call c) {
  const auto plain = ordered_json{{"type", "string"}, {"enum", {"option1", "option2", "option3"}}};
  const auto titled = ordered_json::array({{{"const", "value1"}, {"title", "First"}},
                                           {{"const", "value2"}, {"title", "Second"}},
                                           {{"const", "value3"}, {"title", "Third"}}});
  ask_in_session(
      c, "elicitation", "elicitation/create",
      elicitation("Choices",
                  schema_of({{"untitledSingle", plain},
                             {"titledSingle", {{"type", "string"}, {"oneOf", titled}}},
                             {"legacyEnum",
                              {{"type", "string"},
                               {"enum", {"opt1", "opt2", "opt3"}},
                               {"enumNames", {"Option One", "Option Two", "Option Three"}}}},
                             {"untitledMulti", {{"type", "array"}, {"items", plain}}},
                             {"titledMulti", {{"type", "array"}, {"items", {{"anyOf", titled}}}}}})));
}

ordered_json wish(const char* key, const char* method, ordered_json params) {
  return {{key, {{"method", method}, {"params", std::move(params)}}}};
}

ordered_json wish_for_text(const char* key, const char* member, const char* message) {
  return wish(key, "elicitation/create",
              elicitation(message, schema_of({{member, {{"type", "string"}}}}, {member})));
}

ordered_json wish_for_consent() {
  return wish("confirm", "elicitation/create",
              elicitation("Please confirm", schema_of({{"ok", {{"type", "boolean"}}}}, {"ok"})));
}

ordered_json wish_for_capital() {
  return wish("capital_question", "sampling/createMessage", sampling("What is the capital of France?"));
}

ordered_json wish_for_roots() { return wish("client_roots", "roots/list", ordered_json::object()); }

ordered_json wish_for_name() { return wish_for_text("user_name", "name", "What is your name?"); }

ordered_json together(std::vector<ordered_json> wishes) {
  auto all = ordered_json::object();
  for (const auto& w : wishes) all.update(w);
  return all;
}

/// Answers when all rounds are through.
void ask_by_answer(const tool_call& c, const std::vector<ordered_json>& all, bool sealed) {
  auto outcome = demand(c.of.asked.params, text_in(c.of.asked.params, "name"), all, sealed);
  if (const auto* why = std::get_if<fault>(&outcome)) return c.of.fail(*why);
  if (auto* next = std::get_if<ordered_json>(&outcome)) return c.of.succeed(std::move(*next));
  answer(c, ordered_json::array({text("state-ok: " + std::get<satisfied>(outcome).responses.dump())}));
}

void ask_name(tool_call c) { ask_by_answer(c, {wish_for_name()}, false); }
void ask_capital(tool_call c) { ask_by_answer(c, {wish_for_capital()}, false); }
void ask_roots(tool_call c) { ask_by_answer(c, {wish_for_roots()}, false); }
void ask_consent(tool_call c) { ask_by_answer(c, {wish_for_consent()}, true); }
void ask_everything(tool_call c) {
  ask_by_answer(c, {together({wish_for_name(), wish_for_capital(), wish_for_roots()})}, true);
}
void ask_twice(tool_call c) {
  ask_by_answer(c,
                {wish_for_text("step1", "name", "Step 1: What is your name?"),
                 wish_for_text("step2", "color", "Step 2: What is your favorite color?")},
                true);
}
void ask_what_is_declared(tool_call c) {
  auto wishes = std::vector<ordered_json>{};
  if (c.of.of.capabilities.contains("elicitation")) wishes.push_back(wish_for_name());
  if (c.of.of.capabilities.contains("sampling")) wishes.push_back(wish_for_capital());
  if (c.of.of.capabilities.contains("roots")) wishes.push_back(wish_for_roots());
  ask_by_answer(c, {together(std::move(wishes))}, false);
}

void take_schema(tool_call c) { answer(c, ordered_json::array({text("The arguments were taken.")})); }

constexpr body_form anything{.type = media::application_json, .open = true};
constexpr auto looks = hints{.read_only = true, .idempotent = true};

constexpr tool row(std::string_view name, std::string_view description, void (*handle)(tool_call)) {
  return {.name = name,
          .title = name,
          .description = description,
          .input = anything,
          .hints = looks,
          .handle = handle};
}

constexpr auto rows = [] {
  auto all = std::to_array<tool>({
      row("test_simple_text", "Returns a text.", say_text),
      row("test_image_content", "Returns an image.", show_image),
      row("test_audio_content", "Returns a sound.", play_audio),
      row("test_embedded_resource", "Returns a resource.", embed_resource),
      row("test_multiple_content_types", "Returns a text, an image and a resource.", mix),
      row("test_error_handling", "Fails.", fail),
      row("test_tool_with_progress", "Tells of its progress.", tell_progress),
      row("test_tool_with_logging", "Logs.", write_log),
      row("test_logging_tool", "Logs.", write_log),
      row("test_missing_capability", "Needs a client that samples.", need_sampling),
      row("test_sampling", "Has the client sample.", sample),
      row("test_elicitation", "Has the client ask its user.", elicit),
      row("test_elicitation_sep1034_defaults", "Asks with defaults.", elicit_defaults),
      row("test_elicitation_sep1330_enums", "Asks with choices.", elicit_enums),
      row("test_streaming_elicitation", "Asks for a name.", ask_name),
      row("test_input_required_result_elicitation", "Asks for a name.", ask_name),
      row("test_input_required_result_sampling", "Asks for a sample.", ask_capital),
      row("test_input_required_result_list_roots", "Asks for the roots.", ask_roots),
      row("test_input_required_result_request_state", "Asks for consent.", ask_consent),
      row("test_input_required_result_tampered_state", "Asks for consent.", ask_consent),
      row("test_input_required_result_multiple_inputs", "Asks for three things.", ask_everything),
      row("test_input_required_result_multi_round", "Asks twice.", ask_twice),
      row("test_input_required_result_capabilities", "Asks for what is declared.", ask_what_is_declared),
      row("json_schema_2020_12_tool", "Has a schema with much of JSON Schema 2020-12.", take_schema),
  });
  all.back().input_schema = schema_2020_12;
  return all;
}();

ordered_json message_of(ordered_json content) { return {{"role", "user"}, {"content", std::move(content)}}; }

ordered_json filled(ordered_json messages) { return {{"messages", std::move(messages)}}; }

std::variant<ordered_json, fault> prompt_with_context(const json& params) {
  const auto all =
      std::array{wish_for_text("user_context", "context", "What context should the prompt use?")};
  auto outcome = demand(params, "test_input_required_result_prompt", all, false);
  if (auto* why = std::get_if<fault>(&outcome)) return std::move(*why);
  if (auto* next = std::get_if<ordered_json>(&outcome)) return std::move(*next);
  return filled(ordered_json::array({message_of(text(std::get<satisfied>(outcome).responses.dump()))}));
}

} // namespace

tool_table tools() noexcept { return rows; }

ordered_json resources() {
  return ordered_json::array(
      {{{"uri", "test://static-text"}, {"name", "static-text"}, {"mimeType", "text/plain"}},
       {{"uri", "test://static-binary"}, {"name", "static-binary"}, {"mimeType", "image/png"}},
       {{"uri", "test://watched-resource"}, {"name", "watched-resource"}, {"mimeType", "text/plain"}}});
}

ordered_json templates() {
  return ordered_json::array({{{"uriTemplate", "test://template/{id}/data"},
                               {"name", "template"},
                               {"mimeType", "application/json"}}});
}

std::optional<ordered_json> read(std::string_view uri) {
  const auto of = [&](std::string_view type, std::string_view member, std::string_view content) {
    return ordered_json{
        {"contents",
         ordered_json::array({{{"uri", uri}, {"mimeType", type}, {std::string{member}, content}}})}};
  };
  constexpr std::string_view begin = "test://template/";
  constexpr std::string_view end = "/data";
  if (uri == "test://static-text")
    return of("text/plain", "text", "This is the content of the static text resource.");
  if (uri == "test://static-binary") return of("image/png", "blob", png);
  if (uri == "test://watched-resource") return of("text/plain", "text", "It does not change.");
  if (!uri.starts_with(begin) || !uri.ends_with(end) || uri.size() < begin.size() + end.size())
    return std::nullopt;
  const auto id = std::string{uri.substr(begin.size(), uri.size() - begin.size() - end.size())};
  const auto data = ordered_json{{"id", id}, {"templateTest", true}, {"data", "Data for ID: " + id}};
  return of("application/json", "text", text_of(data));
}

bool may_be_watched(std::string_view uri) { return uri == "test://watched-resource"; }

ordered_json prompts() {
  const auto argument = [](const char* name) {
    return ordered_json{{"name", name}, {"description", "A text."}, {"required", true}};
  };
  return ordered_json::array(
      {{{"name", "test_simple_prompt"}, {"description", "A text."}},
       {{"name", "test_prompt_with_arguments"},
        {"description", "A text with two arguments."},
        {"arguments", ordered_json::array({argument("arg1"), argument("arg2")})}},
       {{"name", "test_prompt_with_embedded_resource"},
        {"description", "A text with a resource."},
        {"arguments", ordered_json::array({argument("resourceUri")})}},
       {{"name", "test_prompt_with_image"}, {"description", "A text with an image."}},
       {{"name", "test_input_required_result_prompt"}, {"description", "Asks for a context."}}});
}

std::optional<std::variant<ordered_json, fault>> prompt(const json& params) {
  const auto name = params.value("name", json{});
  const auto given = params.value("arguments", json::object());
  const auto argument = [&](std::string_view of) {
    const auto* found = given.is_object() ? text_member(given, of) : nullptr;
    return found ? *found : std::string{};
  };
  if (name == "test_simple_prompt")
    return filled(ordered_json::array({message_of(text("This is a simple prompt for testing."))}));
  if (name == "test_prompt_with_arguments")
    return filled(ordered_json::array({message_of(
        text("Prompt with arguments: arg1='" + argument("arg1") + "', arg2='" + argument("arg2") + "'"))}));
  if (name == "test_prompt_with_embedded_resource")
    return filled(ordered_json::array({message_of(embedded(argument("resourceUri"), "text/plain",
                                                           "Embedded resource content for testing.")),
                                       message_of(text("Please process the embedded resource above."))}));
  if (name == "test_prompt_with_image")
    return filled(
        ordered_json::array({message_of(image()), message_of(text("Please analyze the image above."))}));
  if (name == "test_input_required_result_prompt") return prompt_with_context(params);
  return std::nullopt;
}

} // namespace troupe::http::mcp::conformance
