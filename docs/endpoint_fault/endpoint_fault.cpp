// Shows a reply of Pistache's Http::Endpoint that reaches another client. It exits with 1 when that happens.
//
// The handler moves each ResponseWriter to another thread, as a front end before actors has to. Within the
// endpoint such a reply waits in a queue under the number of its socket alone. When its client goes, and
// another one comes that is given the same number, before the reactor gets to the queue, the reply is sent to
// the other one. Under load that is a matter of luck; here the reactor is held at two points, so that it
// happens every time:
//
//   held by /hold/1: the first client goes, /hold/2 arrives, a bystander connects, the reply is queued
//   held by /hold/2: the first client's socket is closed; the second client connects and gets its number
#include <arpa/inet.h>
#include <pistache/endpoint.h>
#include <sys/socket.h>

#include <algorithm>
#include <chrono>
#include <iostream>
#include <latch>
#include <optional>
#include <string>
#include <system_error>
#include <thread>
#include <unistd.h>

namespace {

using namespace std::chrono_literals;
namespace http = Pistache::Http;

struct held {
  std::latch entered{1}, released{1};
  void hold() {
    entered.count_down();
    released.wait();
  }
};
held first_hold, second_hold;

std::optional<http::ResponseWriter> reply_to_first;
std::latch first_arrived{1};

struct hand_over : http::Handler {
  HTTP_PROTOTYPE(hand_over)
  void onRequest(const http::Request& asked, http::ResponseWriter writer) override {
    if (asked.resource() == "/hold/1") first_hold.hold();
    if (asked.resource() == "/hold/2") second_hold.hold();
    if (asked.resource() != "/first") return;
    reply_to_first.emplace(std::move(writer));
    first_arrived.count_down();
  }
};

class client {
public:
  client() : fd_{::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)} {}
  client(const client&) = delete;
  client& operator=(const client&) = delete;
  ~client() { go(); }

  void come(Pistache::Port port) const {
    auto address = sockaddr_in{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    if (::connect(fd_, reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0)
      throw std::system_error{errno, std::generic_category(), "connect"};
  }
  void ask(const std::string& path) const {
    const auto request = "GET " + path + " HTTP/1.1\r\nHost: localhost\r\n\r\n";
    if (::send(fd_, request.data(), request.size(), MSG_NOSIGNAL) < 0)
      throw std::system_error{errno, std::generic_category(), "send"};
  }
  [[nodiscard]] std::string read() const {
    const auto patience = timeval{2, 0};
    ::setsockopt(fd_, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
    auto text = std::string(4096, '\0');
    text.resize(static_cast<std::size_t>(std::max<ssize_t>(::recv(fd_, text.data(), text.size(), 0), 0)));
    return text;
  }
  void go() {
    if (fd_ >= 0) ::close(fd_);
    fd_ = -1;
  }

private:
  int fd_;
};

constexpr auto a_moment = 200ms; // for the endpoint's own threads to see what has happened

} // namespace

int main() {
  auto endpoint = http::Endpoint{Pistache::Address{Pistache::Ipv4::loopback(), Pistache::Port{0}}};
  endpoint.init(http::Endpoint::options().threads(1));
  endpoint.setHandler(http::make_handler<hand_over>());
  endpoint.serveThreaded();
  const auto port = endpoint.getPort();

  // Made here, because the numbers of clients and server are drawn from one lot.
  client first, holder, other_holder, bystander, second;
  first.come(port);
  first.ask("/first");
  first_arrived.wait();
  holder.come(port);
  other_holder.come(port);
  std::this_thread::sleep_for(a_moment);

  holder.ask("/hold/1");
  first_hold.entered.wait();
  first.go();
  other_holder.ask("/hold/2");
  std::this_thread::sleep_for(a_moment);
  bystander.come(port);
  std::this_thread::sleep_for(a_moment);
  reply_to_first->send(http::Code::Ok, "This is for the first client.\n");
  first_hold.released.count_down();

  second_hold.entered.wait();
  second.come(port);
  std::this_thread::sleep_for(a_moment);
  second_hold.released.count_down();
  std::this_thread::sleep_for(a_moment);
  second.ask("/second");

  const auto read = second.read();
  std::cout << "GET /second of the second client reads:\n"
            << (read.empty() ? "nothing\n" : read) << std::flush;
  ::_exit(read.find("the first client") != std::string::npos ? 1 : 0); // with handlers still unanswered
}
