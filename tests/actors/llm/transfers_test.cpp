#include "actors/llm/transfers.hpp"
#include "tests/actors/llm/one_connection.hpp"

#include <gtest/gtest.h>

#include <condition_variable>
#include <mutex>

namespace troupe::llm {
namespace {

using testing::one_connection;
using testing::say;

/// What somebody who asks for a transfer is told.
struct Transfers : ::testing::Test {
  static constexpr std::size_t bound = 64U << 10U;

  transfer_state next() {
    auto lock = std::unique_lock{mutex};
    told.wait(lock, [&] { return news; });
    news = false;
    return all.take(number);
  }
  /// Takes until its end.
  transfer_state whole() {
    auto seen = next();
    while (seen.end == transfer_end::none) {
      auto more = next();
      seen.status = more.status;
      seen.end = more.end;
      seen.bytes += more.bytes;
      if (!more.content_type.empty()) seen.content_type = more.content_type;
      if (more.retry_after) seen.retry_after = more.retry_after;
    }
    return seen;
  }
  void start(const std::string& url) { number = all.start({url, "a-key", "{}", std::chrono::seconds{30}}); }

  std::mutex mutex;
  std::condition_variable told;
  bool news = false;
  std::uint64_t number = 0;
  transfers all{{bound, 4}, [this](std::uint64_t) {
                  {
                    const auto lock = std::lock_guard{mutex};
                    news = true;
                  }
                  told.notify_one();
                }};
};

constexpr std::string_view head =
    "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nConnection: close\r\n\r\n";

TEST_F(Transfers, TellHeadBytesAndEnd) {
  auto server = one_connection{[](int client) { say(client, std::string{head} + "data: a\n\n"); }};
  start(server.url + "/v1/chat/completions");
  const auto seen = whole();
  server.join();
  EXPECT_EQ(seen.status, 200);
  EXPECT_EQ(seen.content_type, "text/event-stream");
  EXPECT_EQ(seen.bytes, "data: a\n\n");
  EXPECT_EQ(seen.end, transfer_end::complete);
  EXPECT_TRUE(server.asked.starts_with("POST /v1/chat/completions HTTP/1.1\r\n"));
  EXPECT_NE(server.asked.find("Authorization: Bearer a-key\r\n"), std::string::npos);
}

TEST_F(Transfers, TellHowLongToWait) {
  auto server = one_connection{[](int client) {
    say(client, "HTTP/1.1 429 No\r\nRetry-After: 7\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
  }};
  start(server.url);
  const auto seen = whole();
  EXPECT_EQ(seen.status, 429);
  EXPECT_EQ(seen.retry_after, std::chrono::seconds{7});
}

TEST_F(Transfers, FollowNoRedirect) {
  auto server = one_connection{[](int client) {
    say(client,
        "HTTP/1.1 302 No\r\nLocation: http://127.0.0.1:1/\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
  }};
  start(server.url);
  EXPECT_EQ(whole().status, 302);
}

TEST_F(Transfers, LeaveTheSocketAloneWhileNobodyTakes) {
  constexpr std::size_t total = 16U << 20U;
  auto server = one_connection{[](int client) {
    if (say(client, head)) say(client, std::string(total, 'x'));
  }};
  start(server.url);
  auto sum = std::size_t{0};
  for (;;) {
    const auto seen = next();
    EXPECT_LE(seen.bytes.size(), bound);
    sum += seen.bytes.size();
    if (seen.end != transfer_end::none) break;
  }
  EXPECT_EQ(sum, total);
}

TEST_F(Transfers, CloseTheSocketOfWhatIsCancelled) {
  auto server = one_connection{[](int client) {
    say(client, head);
    auto byte = char{};
    while (read(client, &byte, 1) > 0) {
    }
  }};
  start(server.url);
  EXPECT_EQ(next().status, 200);
  all.cancel(number);
  server.join(); // it would wait for ever
  EXPECT_EQ(all.take(number).status, 0) << "it is gone";
}

TEST_F(Transfers, SayWhatEndedInTheMiddle) {
  auto server = one_connection{[](int client) {
    say(client, "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nContent-Length: 100\r\n\r\nda");
  }};
  start(server.url);
  EXPECT_EQ(whole().end, transfer_end::cut);
}

TEST_F(Transfers, SayWhatNobodyAnswers) {
  const auto unused = socket(AF_INET, SOCK_STREAM, 0);
  auto address = sockaddr_in{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  ASSERT_EQ(bind(unused, reinterpret_cast<sockaddr*>(&address), sizeof address), 0);
  socklen_t size = sizeof address;
  getsockname(unused, reinterpret_cast<sockaddr*>(&address), &size);
  start("http://127.0.0.1:" + std::to_string(ntohs(address.sin_port)));
  EXPECT_EQ(whole().end, transfer_end::unreachable);
  ::close(unused);
}

TEST_F(Transfers, EndWithWhatIsUnderWay) {
  auto server = one_connection{[](int client) {
    say(client, head);
    auto byte = char{};
    while (read(client, &byte, 1) > 0) {
    }
  }};
  {
    auto others = transfers{{bound, 4}, [](std::uint64_t) {}};
    static_cast<void>(others.start({server.url, "", "{}"}));
    while (others.take(1).status == 0) std::this_thread::yield();
  }
  server.join();
}

} // namespace
} // namespace troupe::llm
