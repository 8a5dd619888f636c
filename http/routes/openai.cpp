#include "http/routes/openai.hpp"

#include "http/openai/answer.hpp"
#include "http/openai/embeddings.hpp"
#include "http/openai/request.hpp"
#include "http/routes/chat.hpp"

#include <chrono>
#include <utility>

namespace troupe::http::routes {
namespace {

std::int64_t seconds_since_1970() {
  using namespace std::chrono;
  return duration_cast<seconds>(system_clock::now().time_since_epoch()).count();
}

} // namespace

void complete_chat(call c) {
  auto read = openai::read_request(c.body);
  if (const auto* wrong = std::get_if<openai::fault>(&read)) return c.back.reply(openai::refusal(*wrong));
  auto& asked = std::get<openai::completion_request>(read);
  auto request = chat_request{};
  request.session_id = std::move(asked.session_id);
  request.text = std::move(asked.text);
  request.customer.external_id = std::move(asked.user);
  request.who = c.who;
  request.streamed = asked.streamed;
  request.threaded = true;
  request.before = std::move(asked.before);
  const auto about = openai::completion{std::move(asked.model), seconds_since_1970(), asked.usage_wanted};
  ask_in_turn(c, std::move(request),
              {[about](const std::string& answer) { return openai::whole(about, answer); },
               [about](const event& e) { return openai::piece(about, e); }});
}

void embed(call c) {
  if (!c.with->embeddings)
    return c.back.fail({errc::no_encoder, "there is no sentence encoder here; `scripts/model` installs one"});
  auto read = openai::read_embeddings(c.body);
  if (const auto* wrong = std::get_if<openai::fault>(&read)) return c.back.reply(openai::refusal(*wrong));
  auto& asked = std::get<openai::embeddings_request>(read);
  auto texts = embed_texts{std::exchange(asked.texts, {}), asked.dimensions};
  ask<embedded_texts>(
      c, c.with->embeddings, std::move(texts), [back = c.back, asked](const embedded_texts& made) {
        back.reply(response{200, {{"Content-Type", "application/json"}}, openai::render(asked, made)});
      });
}

void list_models(call c) { c.back.reply(openai::models(0)); }

} // namespace troupe::http::routes
