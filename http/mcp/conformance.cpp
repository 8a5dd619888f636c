#include "http/mcp/conformance.hpp"

#include "http/mcp/tool_call.hpp"

#include <array>
#include <string>

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
      row("json_schema_2020_12_tool", "Has a schema with much of JSON Schema 2020-12.", take_schema),
  });
  all.back().input_schema = schema_2020_12;
  return all;
}();

ordered_json message_of(ordered_json content) { return {{"role", "user"}, {"content", std::move(content)}}; }

ordered_json filled(ordered_json messages) { return {{"messages", std::move(messages)}}; }

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
       {{"name", "test_prompt_with_image"}, {"description", "A text with an image."}}});
}

std::optional<ordered_json> prompt(const json& params) {
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
  return std::nullopt;
}

} // namespace troupe::http::mcp::conformance
