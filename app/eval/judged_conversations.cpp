#include "app/eval/judged_conversations.hpp"

#include "app/eval/read_file.hpp"
#include "evaluation/json_lines.hpp"

#include <stdexcept>

namespace troupe::app::eval {
namespace {

using evaluation::json_line;

std::string id_of(const json_line& line) {
  const auto* id = line.find("id");
  if (!id) line.refuse("has no \"id\"");
  return id->is_string() ? id->get<std::string>() : id->dump();
}

std::optional<bool> label(const json_line& line, const char* key) {
  const auto* value = line.find(key);
  if (!value) return std::nullopt;
  if (!value->is_boolean()) line.refuse('"' + std::string{key} + "\" is neither true, false nor null");
  return value->get<bool>();
}

bool by_customer(const json_line& line, const std::string& speaker) {
  if (speaker != "user" && speaker != "agent")
    line.refuse(R"("turns": "s" is "user" or "agent", not ")" + speaker + '"');
  return speaker == "user";
}

std::vector<labelled_conversation::message> messages_of(const json_line& line) {
  const auto* turns = line.find("turns");
  if (!turns) line.refuse("has no \"turns\"");
  auto messages = std::vector<labelled_conversation::message>{};
  try {
    for (const auto& turn : *turns)
      messages.push_back(
          {by_customer(line, turn.at("s").get<std::string>()), turn.at("t").get<std::string>()});
  } catch (const nlohmann::json::exception&) {
    line.refuse(R"("turns" is no list of {"s","t"})");
  }
  return messages;
}

} // namespace

language::judged_conversation labelled_conversation::judged() const {
  auto views = language::judged_conversation{{}, resolved, frustrated};
  for (const auto& m : messages) views.messages.push_back({m.by_customer, m.text});
  return views;
}

std::vector<labelled_conversation> read_conversations(const std::vector<std::string>& files) {
  auto all = std::vector<labelled_conversation>{};
  for (const auto& file : files)
    evaluation::read_json_lines(file, read_file(file), [&](const json_line& line) {
      all.push_back({id_of(line), messages_of(line), label(line, "label_task_success"),
                     label(line, "label_user_annoyed")});
    });
  if (all.empty()) throw std::runtime_error{files.front() + " holds no conversation"};
  return all;
}

} // namespace troupe::app::eval
