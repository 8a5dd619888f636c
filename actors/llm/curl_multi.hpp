#pragma once
#include <curl/curl.h>

#include <chrono>
#include <cstddef>
#include <memory>
#include <optional>

namespace troupe::llm {

/// libcurl's multi interface on epoll: a look costs as much as what has happened, however many exchanges are
/// under way (curl_multi_perform() and curl_multi_poll() look at each of them). All but wake() belongs to one
/// thread.
class curl_multi {
public:
  explicit curl_multi(std::size_t kept_connections); ///< throws std::runtime_error
  ~curl_multi();                                     ///< of what was added, nothing may be left
  curl_multi(const curl_multi&) = delete;
  curl_multi& operator=(const curl_multi&) = delete;

  void add(CURL*);
  void remove(CURL*);
  /// Waits until something happens, or wake() is called, and lets what is under way go on.
  void wait(std::chrono::milliseconds at_most);
  void wake() noexcept; ///< from any thread

  struct ended {
    CURL* exchange;
    CURLcode code;
  };
  [[nodiscard]] std::optional<ended> next_ended();

private:
  using steady_clock = std::chrono::steady_clock;
  class descriptor {
  public:
    explicit descriptor(int made);
    ~descriptor();
    descriptor(const descriptor&) = delete;
    descriptor& operator=(const descriptor&) = delete;
    [[nodiscard]] int get() const noexcept { return fd_; }

  private:
    int fd_;
  };

  static int on_socket(CURL*, curl_socket_t, int what, void* self, void* known);
  static int on_timer(CURLM*, long milliseconds, void* self);
  [[nodiscard]] std::chrono::milliseconds until_timer() const;

  descriptor epoll_;
  descriptor wakes_;
  std::optional<steady_clock::time_point> timer_;
  std::unique_ptr<CURLM, decltype(&curl_multi_cleanup)>
      multi_; // the last: its end still tells of its sockets
};

} // namespace troupe::llm
