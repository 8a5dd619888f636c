#include "http/mcp/demand.hpp"

#include "language/hex.hpp"

#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <openssl/rand.h>

#include <algorithm>
#include <array>
#include <optional>
#include <stdexcept>

namespace troupe::http::mcp {
namespace {

using secret = std::array<unsigned char, 32>;

const secret& key_of_process() {
  static const auto key = [] {
    auto bytes = secret{};
    if (RAND_bytes(bytes.data(), bytes.size()) != 1)
      throw std::runtime_error{"the system has no random bytes for the seal of MCP's states"};
    return bytes;
  }();
  return key;
}

/// The round that a sealed state names; none where the seal is not ours.
std::optional<std::size_t> round_in(const std::string& sealed, std::string_view purpose, std::size_t count) {
  const auto state = unseal(purpose, sealed);
  for (std::size_t round = 0; round < count; ++round)
    if (state == std::to_string(round)) return round;
  return std::nullopt;
}

/// Whether a response is what the method answers.
bool answers(const json& response, const std::string& method) {
  if (!response.is_object()) return false;
  if (method == "elicitation/create") return text_member(response, "action") != nullptr;
  if (method == "roots/list") return response.contains("roots") && response.at("roots").is_array();
  return response.contains("content");
}

bool has_all(const json& responses, const ordered_json& requests) {
  return std::ranges::all_of(requests.items(), [&](const auto& request) {
    const auto at = responses.find(request.key());
    return at != responses.end() && answers(*at, request.value().at("method").template get<std::string>());
  });
}

ordered_json round_of(const ordered_json& requests, std::string_view purpose, std::size_t round,
                      bool sealed) {
  auto result = ordered_json{{"resultType", "input_required"}, {"inputRequests", requests}};
  if (sealed) result["requestState"] = seal(purpose, std::to_string(round));
  return result;
}

} // namespace

std::string seal(std::string_view purpose, std::string_view state) {
  const auto text = std::string{purpose} + "\n" + std::string{state};
  auto sum = std::array<unsigned char, EVP_MAX_MD_SIZE>{};
  auto size = 0U;
  HMAC(EVP_sha256(), key_of_process().data(), static_cast<int>(key_of_process().size()),
       reinterpret_cast<const unsigned char*>(text.data()), text.size(), sum.data(), &size);
  return std::string{state} + "." + language::hex(std::span{sum}.first(size));
}

std::optional<std::string> unseal(std::string_view purpose, const std::string& sealed) {
  auto state = sealed.substr(0, sealed.rfind('.'));
  const auto ours = seal(purpose, state);
  if (ours.size() != sealed.size() || CRYPTO_memcmp(ours.data(), sealed.data(), ours.size()) != 0)
    return std::nullopt;
  return state;
}

demand_outcome demand(const json& params, std::string_view purpose, rounds all, bool sealed) {
  auto round = std::size_t{0};
  if (const auto at = params.find("requestState"); at != params.end()) {
    const auto named =
        at->is_string() ? round_in(at->get_ref<const std::string&>(), purpose, all.size()) : std::nullopt;
    if (!named) return fault{codes::invalid_params, "requestState: is none that this server has given"};
    round = *named;
  }
  const auto given = params.find("inputResponses");
  if (given == params.end()) return round_of(all[round], purpose, round, sealed);
  if (!given->is_object()) return fault{codes::invalid_params, "inputResponses: must be an object"};
  if (!has_all(*given, all[round])) return round_of(all[round], purpose, round, sealed);
  if (++round == all.size()) return satisfied{*given};
  return round_of(all[round], purpose, round, sealed);
}

} // namespace troupe::http::mcp
