#include "learning/episodes.hpp"

#include <algorithm>

namespace troupe::learning {

std::optional<episode> open_episodes::read(const log_entry& e) {
  if (e.what == log_entry::kind::feedback_given) return std::nullopt;
  if (e.what == log_entry::kind::session_ended) return end(e.session, e.how);
  auto ended = std::optional<episode>{};
  auto known = by_session_.find(e.session);
  if (known != by_session_.end() && e.asked_at - known->second.silent_since > silence_) {
    ended = end(e.session, episode_end::silence);
    known = by_session_.end();
  }
  if (known == by_session_.end()) {
    by_session_[e.session] = {e.id, e.seq, e.seq, e.ended_at};
    by_age_.emplace(e.id, e.session);
    due_.emplace(e.ended_at + silence_ + grace_, e.id);
  } else {
    auto& o = known->second;
    o.first = std::min(o.first, e.seq); // a turn that failed before may be answered late
    o.last = std::max(o.last, e.seq);
    o.silent_since = std::max(o.silent_since, e.ended_at);
  }
  return ended;
}

std::vector<episode> open_episodes::expire(std::int64_t now, std::size_t limit) {
  auto over = std::map<std::uint64_t, std::int64_t>{};
  while (over.size() < limit && !due_.empty() && due_.begin()->first < now) {
    const auto began = due_.extract(due_.begin()).mapped();
    const auto known = by_age_.find(began);
    if (known == by_age_.end()) continue; // it has ended otherwise
    if (const auto at = by_session_.at(known->second).silent_since + silence_ + grace_; at < now)
      over.emplace(*known);
    else
      due_.emplace(at, began);
  }
  auto ended = std::vector<episode>{};
  for (const auto& [began, session] : over)
    if (auto e = end(session, episode_end::silence)) ended.push_back(*e);
  return ended;
}

std::optional<episode> open_episodes::end(std::int64_t session, episode_end how) {
  const auto known = by_session_.find(session);
  if (known == by_session_.end()) return std::nullopt;
  const auto& o = known->second;
  const auto ended = episode{session, o.first, o.last, how};
  by_age_.erase(o.began);
  by_session_.erase(known);
  return ended;
}

} // namespace troupe::learning
