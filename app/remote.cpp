#include "app/remote.hpp"

#include <curl/curl.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <exception>
#include <memory>
#include <stdexcept>
#include <utility>

namespace troupe::app {
namespace {

constexpr long patience_seconds = 60;
constexpr int look_milliseconds = 100;

using easy_handle = std::unique_ptr<CURL, decltype(&curl_easy_cleanup)>;
using multi_handle = std::unique_ptr<CURLM, decltype(&curl_multi_cleanup)>;
using header_list = std::unique_ptr<curl_slist, decltype(&curl_slist_free_all)>;

void append(header_list& list, const std::string& line) {
  auto* longer = curl_slist_append(list.get(), line.c_str());
  if (!longer) throw std::bad_alloc{};
  if (!list) list.reset(longer); // later ones hang on the first
}

/// One call under way.
class exchange {
public:
  exchange(const remote_call& call, const std::function<void(std::string_view)>* hear)
      : url_{call.url}, hear_{hear} {
    if (!curl_) throw std::bad_alloc{};
    set(CURLOPT_URL, call.url.c_str());
    if (!call.key.empty()) append(headers_, "Authorization: Bearer " + call.key);
    if (call.body) {
      append(headers_, "Content-Type: application/json");
      set(CURLOPT_POSTFIELDSIZE_LARGE, static_cast<curl_off_t>(call.body->size()));
      set(CURLOPT_POSTFIELDS, call.body->data());
    }
    for (const auto& [name, value] : call.headers) append(headers_, name + ": " + value);
    set(CURLOPT_HTTPHEADER, headers_.get());
    set(CURLOPT_HEADERFUNCTION, &take_header);
    set(CURLOPT_HEADERDATA, this);
    set(CURLOPT_WRITEFUNCTION, &take);
    set(CURLOPT_WRITEDATA, this);
    set(CURLOPT_NOSIGNAL, 1L);
    set(CURLOPT_NOPROXY, "*");
    set(CURLOPT_CONNECTTIMEOUT, patience_seconds);
    set(CURLOPT_LOW_SPEED_LIMIT, 1L); // a stream that lives has heartbeats
    set(CURLOPT_LOW_SPEED_TIME, patience_seconds);
    if (!call.certificate.empty()) {
      set(CURLOPT_CAINFO, call.certificate.c_str());
      set(CURLOPT_SSL_VERIFYHOST, 0L); // it names the public host, not this address
    }
  }
  exchange(const exchange&) = delete;
  exchange& operator=(const exchange&) = delete;
  ~exchange() = default;

  [[nodiscard]] CURL* handle() const noexcept { return curl_.get(); }

  remote_answer end(CURLcode code) {
    if (failed_) std::rethrow_exception(failed_);
    if (code != CURLE_OK) throw std::runtime_error{url_ + ": " + curl_easy_strerror(code)};
    answer_.status = status();
    return std::move(answer_);
  }

private:
  template <class T>
  void set(CURLoption option, T value) {
    curl_easy_setopt(curl_.get(), option, value);
  }

  [[nodiscard]] long status() const {
    auto code = 0L;
    curl_easy_getinfo(curl_.get(), CURLINFO_RESPONSE_CODE, &code);
    return code;
  }

  static std::size_t take_header(const char* data, std::size_t, std::size_t size, void* to) noexcept {
    constexpr std::string_view name = "mcp-session-id:";
    const auto line = std::string_view{data, size};
    const auto same = [](char a, char b) { return (a | 0x20) == (b | 0x20); };
    if (line.size() <= name.size() || !std::ranges::equal(line.substr(0, name.size()), name, same))
      return size;
    const auto begin = line.find_first_not_of(' ', name.size());
    const auto end = line.find_last_not_of("\r\n ") + 1;
    if (begin < end) static_cast<exchange*>(to)->answer_.session_id = line.substr(begin, end - begin);
    return size;
  }

  /// No exception may pass through curl.
  static std::size_t take(const char* data, std::size_t, std::size_t size, void* to) noexcept {
    auto& self = *static_cast<exchange*>(to);
    try {
      if (self.hear_ && self.status() == 200)
        (*self.hear_)({data, size});
      else
        self.answer_.body.append(data, size);
      return size;
    } catch (...) {
      self.failed_ = std::current_exception();
      return 0;
    }
  }

  std::string url_;
  const std::function<void(std::string_view)>* hear_;
  easy_handle curl_{curl_easy_init(), &curl_easy_cleanup};
  header_list headers_{nullptr, &curl_slist_free_all};
  remote_answer answer_;
  std::exception_ptr failed_;
};

/// The outcome of the one transfer of `all`; none while it goes on.
std::optional<CURLcode> outcome_of(CURLM* all) {
  auto waiting = 0;
  while (const auto* message = curl_multi_info_read(all, &waiting))
    if (message->msg == CURLMSG_DONE) return message->data.result;
  return std::nullopt;
}

} // namespace

std::string remote_answer::refusal(std::string_view url) const {
  const auto problem = nlohmann::json::parse(body, nullptr, false);
  auto text = std::string{url} + " answered " + std::to_string(status);
  if (problem.is_object() && problem.contains("detail") && problem["detail"].is_string())
    text += ": " + problem["detail"].get<std::string>();
  return text;
}

remote_answer send(const remote_call& call) {
  auto one = exchange{call, nullptr};
  return one.end(curl_easy_perform(one.handle()));
}

std::optional<remote_answer> stream(const remote_call& call,
                                    const std::function<void(std::string_view)>& hear,
                                    const std::atomic<bool>& abandoned) {
  auto one = exchange{call, &hear};
  const auto all = multi_handle{curl_multi_init(), &curl_multi_cleanup};
  if (!all) throw std::bad_alloc{};
  curl_multi_add_handle(all.get(), one.handle());
  auto outcome = std::optional<CURLcode>{};
  auto running = 1;
  while (!outcome && !abandoned) {
    curl_multi_perform(all.get(), &running);
    outcome = outcome_of(all.get());
    if (!outcome) curl_multi_poll(all.get(), nullptr, 0, look_milliseconds, nullptr);
  }
  curl_multi_remove_handle(all.get(), one.handle());
  if (!outcome) return std::nullopt;
  return one.end(*outcome);
}

} // namespace troupe::app
