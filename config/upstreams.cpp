#include "config/upstreams.hpp"

#include <algorithm>
#include <string_view>

namespace troupe::config {
namespace {

constexpr std::string_view default_model = "gpt-4o-mini";

bool is_name(std::string_view name) {
  constexpr std::size_t longest = 40;
  return !name.empty() && name.size() <= longest && std::ranges::all_of(name, [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '-'
           || c == '.';
  });
}

/// Scheme and host, perhaps a path. A name and password in an address would end up in logs.
bool is_base_url(std::string_view url) {
  for (const std::string_view scheme : {"https://", "http://"})
    if (url.starts_with(scheme)) {
      const auto rest = url.substr(scheme.size());
      return !rest.empty() && rest.front() != '/' && rest.find_first_of("@?# \"\\") == std::string_view::npos
             && std::ranges::all_of(rest, [](char c) { return c > ' ' && c < '\x7f'; });
    }
  return false;
}

/// It travels in a header.
bool is_token(std::string_view key) {
  return std::ranges::all_of(key, [](char c) { return c > ' ' && c < '\x7f'; });
}

} // namespace

std::vector<upstream> upstreams(const settings& s) {
  auto all = std::vector<upstream>{};
  if (!s.openai_api_key.empty() || !s.openai_model.empty() || s.openai_base_url != settings{}.openai_base_url)
    all.push_back({"openai", s.openai_base_url,
                   s.openai_model.empty() ? std::string{default_model} : s.openai_model, s.openai_api_key});
  all.insert(all.end(), s.llm_upstreams.begin(), s.llm_upstreams.end());
  for (auto& u : all)
    while (u.base_url.ends_with('/')) u.base_url.pop_back();
  return all;
}

std::size_t most_turns(const settings& s) {
  return s.max_waiting_turns + (upstreams(s).empty() ? 0 : s.llm_concurrency + s.llm_queue);
}

std::vector<std::string> check_upstreams(const settings& s) {
  auto found = std::vector<std::string>{};
  const auto all = upstreams(s);
  for (auto u = all.begin(); u != all.end(); ++u) {
    const auto which = "the upstream \"" + u->name + '"';
    if (!is_name(u->name))
      found.push_back(which + " has a bad name: write up to 40 letters, digits, _ - and .");
    else if (std::find_if(all.begin(), u, [&](const auto& other) { return other.name == u->name; }) != u)
      found.push_back("there are two upstreams \"" + u->name
                      + "\": names must differ, and openai is that of OPENAI_MODEL");
    if (!is_base_url(u->base_url))
      found.push_back(which + " has the address " + u->base_url
                      + ": write scheme and host, such as https://api.openai.com/v1");
    if (u->model.empty()) found.push_back(which + " has no model: name one");
    if (!is_token(u->api_key))
      found.push_back(which + " has a key with white space or other than ASCII: it could not be sent");
  }
  return found;
}

} // namespace troupe::config
