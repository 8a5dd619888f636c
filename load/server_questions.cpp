#include "load/server_questions.hpp"

#include "load/fault.hpp"
#include "load/questions.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <optional>
#include <stdexcept>

namespace troupe::load {
namespace {

using nlohmann::json;

constexpr std::size_t most_documents = 100;

/// The JSON of a GET.
json fetch(boost::asio::io_context& io, client& by, const std::string& path) {
  auto failure = std::optional<std::string>{};
  auto body = json{};
  auto done = false;
  by.get(path, [&](outcome how, const response& answer) {
    done = true;
    if (how != outcome::answered)
      failure = "the server cannot be asked: " + std::string{name(how)};
    else if (answer.status != 200)
      failure = std::to_string(answer.status) + ": " + excerpt(answer.body);
    else
      body = json::parse(answer.body, nullptr, false);
  });
  io.restart();
  while (!done) {
    io.run_one_for(std::chrono::milliseconds{100});
    by.expire_late(connection::clock::now());
  }
  if (failure) throw std::runtime_error{"GET " + path + ": " + *failure};
  return body;
}

/// A document's name as one segment of a path.
std::string segment(std::string_view name) {
  constexpr std::string_view plain = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-._~";
  constexpr std::string_view digits = "0123456789ABCDEF";
  auto text = std::string{};
  for (const unsigned char c : name) {
    if (plain.find(static_cast<char>(c)) != std::string_view::npos)
      text += static_cast<char>(c);
    else
      (text += '%').append({digits[c >> 4U], digits[c & 15U]});
  }
  return text;
}

std::string string_in(const json& object, const char* name) {
  return object.is_object() && object.contains(name) && object[name].is_string()
             ? object[name].get<std::string>()
             : "";
}

std::vector<std::string> document_names(const json& list) {
  auto names = std::vector<std::string>{};
  if (list.is_object() && list.contains("documents"))
    for (const auto& d : list["documents"])
      if (string_in(d, "status") == "indexed") names.push_back(string_in(d, "document"));
  return names;
}

} // namespace

std::vector<std::string> fetch_questions(boost::asio::io_context& io, client& by) {
  const auto names = document_names(fetch(io, by, "/v1/knowledge/documents"));
  const auto step = std::max<std::size_t>(1, names.size() / most_documents);
  auto questions = std::vector<std::string>{};
  for (auto i = std::size_t{0}; i < names.size(); i += step) {
    const auto document = fetch(io, by, "/v1/knowledge/documents/" + segment(names[i]));
    std::ranges::move(headings(string_in(document, "content")), std::back_inserter(questions));
  }
  if (questions.empty())
    throw std::runtime_error{"the server's documents have no headings to ask for; give --questions"};
  return questions;
}

} // namespace troupe::load
