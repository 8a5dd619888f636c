#include "app/remote.hpp"

#include <curl/curl.h>

#include <memory>
#include <stdexcept>

namespace troupe::app {
namespace {

constexpr long patience_seconds = 60;

using easy_handle = std::unique_ptr<CURL, decltype(&curl_easy_cleanup)>;
using header_list = std::unique_ptr<curl_slist, decltype(&curl_slist_free_all)>;

void append(header_list& list, const std::string& line) {
  auto* longer = curl_slist_append(list.get(), line.c_str());
  if (!longer) throw std::bad_alloc{};
  if (!list) list.reset(longer); // later ones hang on the first
}

std::size_t take(const char* data, std::size_t, std::size_t size, void* body) {
  static_cast<std::string*>(body)->append(data, size);
  return size;
}

} // namespace

remote_answer post(const remote_call& call) {
  const auto curl = easy_handle{curl_easy_init(), &curl_easy_cleanup};
  if (!curl) throw std::bad_alloc{};
  auto headers = header_list{nullptr, &curl_slist_free_all};
  append(headers, "Content-Type: application/json");
  if (!call.key.empty()) append(headers, "Authorization: Bearer " + call.key);
  auto answer = remote_answer{};
  curl_easy_setopt(curl.get(), CURLOPT_URL, call.url.c_str());
  curl_easy_setopt(curl.get(), CURLOPT_HTTPHEADER, headers.get());
  curl_easy_setopt(curl.get(), CURLOPT_POSTFIELDSIZE_LARGE, static_cast<curl_off_t>(call.body.size()));
  curl_easy_setopt(curl.get(), CURLOPT_POSTFIELDS, call.body.data());
  curl_easy_setopt(curl.get(), CURLOPT_WRITEFUNCTION, &take);
  curl_easy_setopt(curl.get(), CURLOPT_WRITEDATA, &answer.body);
  curl_easy_setopt(curl.get(), CURLOPT_NOSIGNAL, 1L);
  curl_easy_setopt(curl.get(), CURLOPT_NOPROXY, "*"); // the server is on this machine
  curl_easy_setopt(curl.get(), CURLOPT_TIMEOUT, patience_seconds);
  if (!call.certificate.empty()) {
    curl_easy_setopt(curl.get(), CURLOPT_CAINFO, call.certificate.c_str());
    curl_easy_setopt(curl.get(), CURLOPT_SSL_VERIFYHOST, 0L); // it names the public host, not this address
  }
  if (const auto code = curl_easy_perform(curl.get()); code != CURLE_OK)
    throw std::runtime_error{call.url + ": " + curl_easy_strerror(code)};
  curl_easy_getinfo(curl.get(), CURLINFO_RESPONSE_CODE, &answer.status);
  return answer;
}

} // namespace troupe::app
