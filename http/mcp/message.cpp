#include "http/mcp/message.hpp"

#include <utility>

namespace troupe::http::mcp {
namespace {

constexpr std::string_view jsonrpc = "2.0";

bool is_id(const json& id) { return id.is_string() || id.is_number_integer(); }

unreadable no_message(std::string why, json id = nullptr) {
  return {{codes::invalid_request, std::move(why)}, std::move(id)};
}

std::variant<message, unreadable> message_in(json& object) {
  const auto id = object.find("id");
  if (id != object.end() && !is_id(*id)) return no_message("id: must be a string or a whole number");
  auto known_id = id == object.end() ? json{} : *id;
  const auto* const version = text_member(object, "jsonrpc");
  if (!version || *version != jsonrpc) return no_message("jsonrpc: must be \"2.0\"", std::move(known_id));
  if (const auto* method = text_member(object, "method")) {
    auto read = message{id == object.end() ? message_kind::notification : message_kind::request,
                        std::move(known_id), *method};
    if (const auto params = object.find("params"); params != object.end()) {
      if (!params->is_object())
        return unreadable{{codes::invalid_params, "params: must be an object"}, std::move(read.id)};
      read.params = std::move(*params);
    }
    return read;
  }
  if (object.contains("method")) return no_message("method: must be a string", std::move(known_id));
  if (!known_id.is_null() && object.contains("result") != object.contains("error"))
    return message{message_kind::response, std::move(known_id), {}, std::move(object)};
  return no_message("method: is missing", std::move(known_id));
}

} // namespace

std::variant<message, unreadable> read_message(std::string_view text) {
  auto parsed = parse_json(text);
  if (const auto* error = std::get_if<field_error>(&parsed))
    return unreadable{
        {codes::unreadable, (error->pointer.empty() ? "the message" : error->pointer) + " " + error->detail},
        nullptr};
  auto& value = std::get<json>(parsed);
  if (value.is_array()) return no_message("a message must be an object; batches are not served");
  if (!value.is_object())
    return no_message(std::string{"a message must be an object, not "} + value.type_name());
  return message_in(value);
}

ordered_json result_message(const json& id, ordered_json result) {
  return {{"jsonrpc", jsonrpc}, {"id", id}, {"result", std::move(result)}};
}

ordered_json fault_message(const json& id, const fault& why) {
  auto object = ordered_json{{"jsonrpc", jsonrpc}};
  if (!id.is_null()) object["id"] = id;
  object["error"] = {{"code", why.code}, {"message", why.message}};
  if (!why.data.is_null()) object["error"]["data"] = why.data;
  return object;
}

ordered_json notification_message(std::string_view method, ordered_json params) {
  return {{"jsonrpc", jsonrpc}, {"method", method}, {"params", std::move(params)}};
}

const std::string* text_member(const json& object, std::string_view name) {
  const auto at = object.find(name);
  return at == object.end() || !at->is_string() ? nullptr : &at->get_ref<const std::string&>();
}

} // namespace troupe::http::mcp
