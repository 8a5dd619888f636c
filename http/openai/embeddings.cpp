#include "http/openai/embeddings.hpp"

#include <openssl/evp.h>

#include <bit>
#include <span>

namespace troupe::http::openai {
namespace {

static_assert(std::endian::native == std::endian::little, "clients read the vectors as little-endian floats");

std::string base64_of(std::span<const float> vector) {
  auto text = std::string((vector.size_bytes() + 2) / 3 * 4 + 1, '\0'); // EVP_EncodeBlock ends it with a zero
  const auto size = EVP_EncodeBlock(reinterpret_cast<unsigned char*>(text.data()),
                                    reinterpret_cast<const unsigned char*>(vector.data()),
                                    static_cast<int>(vector.size_bytes()));
  text.resize(static_cast<std::size_t>(size));
  return text;
}

std::variant<std::vector<std::string>, fault> texts_in(const json& input) {
  if (input.is_string()) return std::vector{input.get<std::string>()};
  if (!input.is_array() || input.empty())
    return fault{"input must be a string or an array of at least one string", "input"};
  if (input.size() > most_inputs)
    return fault{"input may hold " + std::to_string(most_inputs) + " strings, not "
                     + std::to_string(input.size()),
                 "input"};
  auto texts = std::vector<std::string>{};
  for (const auto& one : input) {
    if (one.is_number() || one.is_array())
      return fault{"input: tokens are of another model's vocabulary; send strings (LangChain: "
                   "check_embedding_ctx_length=False)",
                   "input"};
    if (!one.is_string()) return fault{"input must be a string or an array of strings", "input"};
    texts.push_back(one.get<std::string>());
  }
  return texts;
}

/// Present, and no null.
const json* member(const json& body, std::string_view name) {
  const auto found = body.find(name);
  return found == body.end() || found->is_null() ? nullptr : &*found;
}

} // namespace

std::variant<embeddings_request, fault> read_embeddings(const json& body) {
  if (!body.is_object()) return fault{"the body must be a JSON object", ""};
  const auto* input = member(body, "input");
  if (!input) return fault{"input must be a string or an array of strings", "input"};
  auto texts = texts_in(*input);
  if (auto* wrong = std::get_if<fault>(&texts)) return std::move(*wrong);
  auto asked = embeddings_request{"troupe", std::get<std::vector<std::string>>(std::move(texts))};
  for (std::size_t i = 0; i < asked.texts.size(); ++i)
    if (asked.texts[i].empty()) return fault{"input[" + std::to_string(i) + "] is empty", "input"};
  if (const auto* model = member(body, "model")) {
    if (!model->is_string()) return fault{"model must be a string", "model"};
    asked.model = model->get<std::string>();
  }
  if (const auto* wanted = member(body, "dimensions")) {
    if (!wanted->is_number_unsigned() || *wanted == 0)
      return fault{"dimensions must be a whole number of at least 1", "dimensions"};
    asked.dimensions = wanted->get<std::size_t>();
  }
  if (const auto* format = member(body, "encoding_format")) {
    if (*format != "float" && *format != "base64")
      return fault{"encoding_format must be float or base64", "encoding_format"};
    asked.base64 = *format == "base64";
  }
  return asked;
}

std::string render(const embeddings_request& asked, const embedded_texts& made) {
  auto data = ordered_json::array();
  for (const auto& vector : made.vectors) {
    auto one = ordered_json{{"object", "embedding"}, {"index", data.size()}};
    if (asked.base64)
      one["embedding"] = base64_of(vector);
    else
      one["embedding"] = vector;
    data.push_back(std::move(one));
  }
  return text_of({{"object", "list"},
                  {"data", std::move(data)},
                  {"model", asked.model},
                  {"usage", {{"prompt_tokens", made.tokens}, {"total_tokens", made.tokens}}},
                  {"encoder", made.encoder}});
}

} // namespace troupe::http::openai
