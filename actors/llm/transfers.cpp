#include "actors/llm/transfers.hpp"

#include "actors/llm/curl_multi.hpp"
#include "telemetry/threads.hpp"

#include <mutex>
#include <thread>
#include <unordered_map>
#include <unordered_set>
#include <utility>
#include <vector>

namespace troupe::llm {
namespace {

using easy = std::unique_ptr<CURL, decltype(&curl_easy_cleanup)>;
using header_list = std::unique_ptr<curl_slist, decltype(&curl_slist_free_all)>;

void add(header_list& to, const std::string& line) {
  auto* longer = curl_slist_append(to.get(), line.c_str());
  if (!longer) throw std::bad_alloc{};
  if (!to) to.reset(longer);
}

header_list headers_of(const transfer_request& of) {
  auto all = header_list{nullptr, curl_slist_free_all};
  add(all, "Content-Type: application/json");
  add(all, "Accept: text/event-stream, application/json");
  add(all, "Expect:");
  if (!of.bearer.empty()) add(all, "Authorization: Bearer " + of.bearer);
  return all;
}

constexpr auto look_anyway = std::chrono::milliseconds{1000};

transfer_end end_of(CURLcode code, bool connected) noexcept {
  if (code == CURLE_OK) return transfer_end::complete;
  if (connected) return transfer_end::cut;
  return code == CURLE_OPERATION_TIMEDOUT ? transfer_end::connect_late : transfer_end::unreachable;
}

} // namespace

class transfers::loop {
public:
  loop(const limits& l, std::function<void(std::uint64_t)> tell)
      : limits_{l}, tell_{std::move(tell)}, multi_{l.connections} {
    thread_ = std::thread{[this] { run(); }};
  }

  ~loop() {
    {
      const auto held = std::lock_guard{mutex_};
      stopping_ = true;
    }
    multi_.wake();
    thread_.join();
    for (auto& [number, one] : running_) multi_.remove(one->handle.get());
  }
  loop(const loop&) = delete;
  loop& operator=(const loop&) = delete;

  std::uint64_t start(transfer_request request) {
    auto one = std::make_unique<transfer>(std::move(request));
    one->of = this;
    auto number = std::uint64_t{0};
    {
      const auto held = std::lock_guard{mutex_};
      number = one->number = ++last_;
      states_.emplace(number, shared_state{});
      starting_.push_back(std::move(one));
    }
    multi_.wake();
    return number;
  }

  transfer_state take(std::uint64_t number) {
    auto resume = false;
    auto taken = transfer_state{};
    {
      const auto held = std::lock_guard{mutex_};
      const auto found = states_.find(number);
      if (found == states_.end()) return taken;
      auto& s = found->second;
      s.told = false;
      taken = std::exchange(s.seen, transfer_state{.status = s.seen.status, .end = s.seen.end});
      if (std::exchange(s.paused, false)) resume = true, resuming_.push_back(number);
    }
    if (resume) multi_.wake();
    return taken;
  }

  void cancel(std::uint64_t number) {
    {
      const auto held = std::lock_guard{mutex_};
      if (states_.erase(number) == 0) return;
      cancelled_.insert(number);
    }
    multi_.wake();
  }

private:
  struct transfer {
    explicit transfer(transfer_request r) : request{std::move(r)}, headers{headers_of(request)} {
      if (!handle) throw std::bad_alloc{};
    }
    transfer_request request;
    header_list headers;
    easy handle{curl_easy_init(), curl_easy_cleanup};
    std::uint64_t number = 0;
    loop* of = nullptr;
  };
  /// What both threads see of one.
  struct shared_state {
    transfer_state seen;
    bool told = false;
    bool paused = false;
  };

  void run() {
    telemetry::name_thread("llm");
    while (obey()) {
      multi_.wait(look_anyway);
      note_ended();
    }
  }

  /// False: it is to stop.
  bool obey() {
    auto starting = std::vector<std::unique_ptr<transfer>>{};
    auto resuming = std::vector<std::uint64_t>{};
    auto cancelled = std::unordered_set<std::uint64_t>{};
    {
      const auto held = std::lock_guard{mutex_};
      if (stopping_) return false;
      starting.swap(starting_);
      resuming.swap(resuming_);
      cancelled.swap(cancelled_);
    }
    for (auto& one : starting)
      if (cancelled.erase(one->number) == 0) begin(std::move(one));
    for (const auto number : cancelled) remove(number);
    for (const auto number : resuming)
      if (const auto found = running_.find(number); found != running_.end())
        curl_easy_pause(found->second->handle.get(), CURLPAUSE_CONT);
    return true;
  }

  void begin(std::unique_ptr<transfer> one) {
    auto* h = one->handle.get();
    const auto& r = one->request;
    curl_easy_setopt(h, CURLOPT_URL, r.url.c_str());
    curl_easy_setopt(h, CURLOPT_PROTOCOLS_STR, "http,https");
    curl_easy_setopt(h, CURLOPT_HTTP_VERSION, static_cast<long>(CURL_HTTP_VERSION_2TLS));
    curl_easy_setopt(h, CURLOPT_HTTPHEADER, one->headers.get());
    curl_easy_setopt(h, CURLOPT_POSTFIELDSIZE_LARGE, static_cast<curl_off_t>(r.body.size()));
    curl_easy_setopt(h, CURLOPT_POSTFIELDS, r.body.c_str());
    curl_easy_setopt(h, CURLOPT_CONNECTTIMEOUT_MS, static_cast<long>(r.connect.count()));
    curl_easy_setopt(h, CURLOPT_NOSIGNAL, 1L);
    curl_easy_setopt(h, CURLOPT_QUICK_EXIT, 1L); // a name that is being looked up holds nobody up
    curl_easy_setopt(h, CURLOPT_WRITEFUNCTION, &loop::on_bytes);
    curl_easy_setopt(h, CURLOPT_WRITEDATA, one.get());
    curl_easy_setopt(h, CURLOPT_HEADERFUNCTION, &loop::on_header);
    curl_easy_setopt(h, CURLOPT_HEADERDATA, one.get());
    curl_easy_setopt(h, CURLOPT_PRIVATE, one.get());
    const auto number = one->number;
    running_.emplace(number, std::move(one));
    multi_.add(h);
  }

  void remove(std::uint64_t number) {
    const auto found = running_.find(number);
    if (found == running_.end()) return;
    multi_.remove(found->second->handle.get());
    running_.erase(found);
  }

  /// Changes what can be taken of a transfer, and tells once; `change` is not called for one that was
  /// cancelled.
  template <class Change>
  void publish(std::uint64_t number, Change change) {
    {
      const auto held = std::lock_guard{mutex_};
      const auto found = states_.find(number);
      if (found == states_.end()) return;
      change(found->second);
      if (std::exchange(found->second.told, true)) return;
    }
    tell_(number);
  }

  static std::size_t on_bytes(char* data, std::size_t size, std::size_t count, void* of) {
    const auto& one = *static_cast<transfer*>(of);
    auto taken = size * count;
    one.of->publish(one.number, [&](shared_state& s) {
      if (!s.seen.bytes.empty() && s.seen.bytes.size() + size * count > one.of->limits_.unread_bytes) {
        s.paused = true;
        taken = CURL_WRITEFUNC_PAUSE;
      } else
        s.seen.bytes.append(data, size * count);
    });
    return taken;
  }

  /// The empty line ends a head; that of a 100 Continue is none.
  static std::size_t on_header(char* data, std::size_t size, std::size_t count, void* of) {
    const auto bytes = size * count;
    const auto& one = *static_cast<transfer*>(of);
    if (bytes > 2 || data[0] != '\r') return bytes;
    auto* h = one.handle.get();
    long status = 0;
    curl_easy_getinfo(h, CURLINFO_RESPONSE_CODE, &status);
    if (status < 200) return bytes;
    const char* type = nullptr;
    curl_off_t retry_after = 0;
    curl_easy_getinfo(h, CURLINFO_CONTENT_TYPE, &type);
    curl_easy_getinfo(h, CURLINFO_RETRY_AFTER, &retry_after);
    one.of->publish(one.number, [&](shared_state& s) {
      s.seen.status = status;
      if (type) s.seen.content_type = type;
      if (retry_after > 0) s.seen.retry_after = std::chrono::seconds{retry_after};
    });
    return bytes;
  }

  void note_ended() {
    while (const auto done = multi_.next_ended()) {
      auto* h = done->exchange;
      transfer* one = nullptr;
      curl_off_t connected = 0;
      curl_easy_getinfo(h, CURLINFO_PRIVATE, &one);
      curl_easy_getinfo(h, CURLINFO_PRETRANSFER_TIME_T, &connected); // 0 until a request could be sent
      publish(one->number, [&](shared_state& s) { s.seen.end = end_of(done->code, connected > 0); });
      remove(one->number);
    }
  }

  const limits limits_;
  const std::function<void(std::uint64_t)> tell_;
  curl_multi multi_;
  std::unordered_map<std::uint64_t, std::unique_ptr<transfer>> running_; ///< of the thread alone

  std::mutex mutex_;
  std::uint64_t last_ = 0;
  bool stopping_ = false;
  std::unordered_map<std::uint64_t, shared_state> states_;
  std::vector<std::unique_ptr<transfer>> starting_;
  std::vector<std::uint64_t> resuming_;
  std::unordered_set<std::uint64_t> cancelled_;
  std::thread thread_;
};

transfers::transfers(const limits& l, std::function<void(std::uint64_t)> tell)
    : loop_{std::make_unique<loop>(l, std::move(tell))} {}
transfers::~transfers() = default;

std::uint64_t transfers::start(transfer_request r) { return loop_->start(std::move(r)); }
transfer_state transfers::take(std::uint64_t transfer) { return loop_->take(transfer); }
void transfers::cancel(std::uint64_t transfer) { loop_->cancel(transfer); }

} // namespace troupe::llm
