#pragma once
#include "http/auth.hpp"
#include "http/framing/message.hpp"
#include "http/schema.hpp"
#include "messages/wire/errc.hpp"

#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace troupe::http {

struct call; // http/call.hpp

/// What a call answers when all is well.
struct answer_form {
  std::string_view schema; ///< its name in http/openapi/schemas.json; empty: no JSON
  media type = media::application_json;
  int status = 200;
  bool streamed = false; ///< as events, too, where the client asks for them
  bool rpc = false; ///< of JSON-RPC: its faults are answers, with 400 and 404, and a notification gets a 202
};

/// The part of the interface to which a call belongs.
struct subject {
  std::string_view name;
  std::string_view doc;
};

/// One row of the table from which dispatch, limits, keys and the description of the interface are made.
struct route {
  std::string_view method;
  std::string_view path; ///< "/v1/sessions/{id}": a name in braces stands for one segment
  std::string_view name; ///< unique among the rows: the operationId
  key needed = key::none;
  schema arguments; ///< of the braces; described here, judged by who takes them
  schema query;
  schema headers;
  body_form body;
  answer_form answer;
  std::span<const errc> failures; ///< that the engine may answer instead
  void (*handle)(call) = nullptr;
  subject about;
  std::string_view summary; ///< a line
  std::string_view doc;
  bool as_openai = false;    ///< refusals look as OpenAI's clients read them
  bool before_start = false; ///< served while the engine has yet to start
  bool starts_turn = false;  ///< refused by its head while TROUPE_MAX_WAITING_TURNS are under way
};
using route_table = std::span<const route>;

struct match {
  const route* to = nullptr;
  std::vector<std::string> arguments; ///< of the braces, in order, decoded
};

/// No row has the address.
struct no_address {};
/// Rows have it for other methods.
struct no_method {
  std::string allowed; ///< for the Allow header
};

/// HEAD finds what GET does.
[[nodiscard]] std::variant<match, no_address, no_method> find_route(route_table, const request&);

} // namespace troupe::http
