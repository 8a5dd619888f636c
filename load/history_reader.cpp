#include "load/history_reader.hpp"

#include "load/history_check.hpp"
#include "load/schema.hpp"

#include <nlohmann/json.hpp>

#include <utility>
#include <vector>

namespace troupe::load {
namespace {

using nlohmann::json;
using clock = connection::clock;

constexpr std::size_t most_at_once = 32;
constexpr int most_tries = 5;
constexpr std::size_t most_foreign = 200; // messages of one session that are read besides its own

/// One session, of which some pages have been read: the newest comes first.
struct reading {
  const conversation* of = nullptr;
  std::vector<history_message> messages; ///< oldest first
  int tries = 0;                         ///< of the page that comes next
};

class history_reader {
public:
  history_reader(boost::asio::io_context& io, client& by, std::span<const std::string> questions)
      : io_(io), client_(by), questions_(questions) {}

  void add(const conversation& of) { waiting_.push_back({&of, {}, 0}); }

  history_result run() {
    fill();
    io_.restart();
    while (under_way_ > 0) {
      io_.run_one_for(std::chrono::milliseconds{100});
      client_.expire_late(clock::now());
    }
    return std::move(result_);
  }

private:
  void fill() {
    while (!waiting_.empty() && under_way_ < most_at_once && client_.has_free()) {
      auto next = std::move(waiting_.front());
      waiting_.pop_front();
      ++under_way_;
      const auto path = path_of(next);
      client_.get(path, [this, r = std::move(next)](outcome how, const response& answer) mutable {
        --under_way_;
        take(std::move(r), how, answer);
        fill();
      });
    }
  }

  static std::string path_of(const reading& r) {
    auto path = "/v1/sessions/" + r.of->session_id() + "/messages?limit=100";
    if (!r.messages.empty()) path += "&before=" + r.messages.front().message_id;
    return path;
  }

  void take(reading r, outcome how, const response& answer) {
    if (how != outcome::answered || answer.status != 200) {
      const auto why = how == outcome::answered ? std::to_string(answer.status) + ": " + excerpt(answer.body)
                                                : std::string{name(how)};
      if (++r.tries < most_tries) return waiting_.push_back(std::move(r));
      return result_.wrong.record({wrong::unreadable, r.of->session_id() + ": " + why});
    }
    const auto page = json::parse(answer.body, nullptr, false);
    if (const auto found = mismatch(page, history_shape()))
      return result_.wrong.record({wrong::schema, "the history of " + r.of->session_id() + *found});
    const auto more = page["has_more"].get<bool>();
    prepend(r.messages, page["messages"]);
    if (more && page["messages"].empty())
      return result_.wrong.record(
          {wrong::schema, "the history of " + r.of->session_id() + " has more, and an empty page"});
    r.tries = 0;
    // A server that goes on and on: the check says what is there twice.
    const auto too_many = r.messages.size() > 2 * r.of->turns().size() + 2 + most_foreign;
    if (more && !too_many) return waiting_.push_front(std::move(r));
    finish(r);
  }

  static void prepend(std::vector<history_message>& to, const json& page) {
    auto messages = std::vector<history_message>{};
    for (const auto& m : page) messages.push_back({m["message_id"], m["turn_id"], m["role"], m["text"]});
    to.insert(to.begin(), std::make_move_iterator(messages.begin()), std::make_move_iterator(messages.end()));
  }

  void finish(const reading& r) {
    ++result_.sessions;
    result_.messages += r.messages.size();
    for (const auto& f : check_history(*r.of, r.messages, questions_)) result_.wrong.record(f);
  }

  boost::asio::io_context& io_;
  client& client_;
  std::span<const std::string> questions_;
  std::deque<reading> waiting_;
  std::size_t under_way_ = 0;
  history_result result_;
};

} // namespace

history_result read_histories(boost::asio::io_context& io, client& by,
                              const std::deque<conversation>& conversations,
                              std::span<const std::string> questions) {
  auto reader = history_reader{io, by, questions};
  for (const auto& c : conversations)
    if (!c.session_id().empty()) reader.add(c);
  return reader.run();
}

} // namespace troupe::load
