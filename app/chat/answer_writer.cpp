#include "app/chat/answer_writer.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <ostream>
#include <stdexcept>

namespace troupe::app::chat {

void answer_writer::read(std::string_view bytes) {
  parser_.feed(bytes);
  while (const auto event = parser_.next()) {
    try {
      take(nlohmann::json::parse(event->data));
    } catch (const nlohmann::json::exception& e) {
      throw std::runtime_error{std::string{"the server does not speak as Troupe does: "} + e.what()};
    }
  }
}

void answer_writer::break_line() {
  if (in_line_) out_ << '\n';
  in_line_ = false;
}

void answer_writer::take(const nlohmann::json& event) {
  const auto& type = event.at("type").get_ref<const std::string&>();
  session_id_ = event.at("session_id");
  turn_id_ = event.at("turn_id");
  if (type == "TEXT_MESSAGE_CONTENT" && event.at("role") == "assistant") {
    out_ << printable(event.at("delta").get_ref<const std::string&>()) << std::flush;
    in_line_ = true;
  } else if (type == "RUN_RESTARTED" && in_line_) {
    break_line();
    out_ << "(the server begins the answer anew)\n";
  } else if (type == "RUN_FINISHED") {
    if (!event.at("result").at("superseded_by").is_null()) return; // the answer follows in that turn
    break_line();
    write_sources(event.at("result"));
    finished_ = true;
  } else if (type == "RUN_ERROR") {
    break_line();
    failure_ = event.at("message");
  }
}

void answer_writer::write_sources(const nlohmann::json& answer) {
  for (const auto& c : answer.at("citations"))
    out_ << "  [" << c.at("marker") << "] " << printable(c.at("document").get<std::string>()) << ", "
         << printable(c.at("heading").get<std::string>()) << '\n';
  if (const auto& strategy = answer.at("strategy"); !strategy.is_null())
    out_ << "  strategy: " << printable(strategy.at("name").get<std::string>()) << '\n';
  for (const auto& step : answer.at("degraded"))
    out_ << "  without: " << printable(step.get<std::string>()) << '\n';
  out_ << std::flush;
}

std::string printable(std::string_view text) {
  auto kept = std::string{};
  std::ranges::copy_if(text, std::back_inserter(kept), [](char c) {
    const auto byte = static_cast<unsigned char>(c);
    return c == '\n' || c == '\t' || (byte >= 0x20 && byte != 0x7f);
  });
  return kept;
}

} // namespace troupe::app::chat
