#include "learning/fold.hpp"

#include "learning/checkpoint.hpp"
#include "learning/context.hpp"

#include <algorithm>
#include <stdexcept>

namespace troupe::learning {
namespace {

constexpr std::string_view format = "troupe fold 2";

/// Also of features that are no turn's, such as of a version to come.
std::size_t group_of(const lesson& l) {
  const auto group = l.features.empty() ? 0.0 : l.features.front();
  const auto last = static_cast<double>(language::intent_group_names.size() - 1);
  return group >= 0.0 && group <= last ? static_cast<std::size_t>(group) : 0;
}

std::string digest(std::string_view bytes) {
  std::uint64_t h = 0xcbf29ce484222325;
  for (const char c : bytes) h = (h ^ static_cast<unsigned char>(c)) * 0x100000001b3;
  auto text = std::string{};
  for (int shift = 60; shift >= 0; shift -= 4) text += "0123456789abcdef"[h >> shift & 0xf];
  return text;
}

experience experience_of(const lesson& l, std::size_t action, double reward) {
  return {{l.features, {action, l.propensity}}, reward, std::nullopt};
}

/// What was known when it was learned first: what one bets on does not change afterwards.
const rewards& first_rewards(const lesson& l) { return l.before ? *l.before : l.earned; }

bool escalated(const lesson& l) { return first_rewards(l)[reward_kind::escalation_avoided] == 0.0; }

/// The lessons from the first one to the end of its episode.
std::span<const lesson> episode_of(std::span<const lesson> page) {
  const auto end = std::ranges::find_if(page, [](const lesson& l) { return l.last; });
  return {page.begin(), end == page.end() ? end : std::next(end)};
}

} // namespace

std::string fold_rules::text() const {
  checkpoint_writer out;
  out.put(format);
  out.put(serialize(make_policy(policy, options))); // its options are in its bytes
  for (const auto& s : strategies) out.put(s);
  out.put(weights);
  out.put(std::uint64_t{normalised});
  if (!challenger.empty()) out.put(serialize(make_policy(challenger, options)));
  out.put(replaced);
  if (!challenger.empty() || !replaced.empty()) out.put(since);
  return policy + ' ' + digest(std::move(out).take());
}

fold::fold(fold_rules rules)
    : rules_{std::move(rules)}, policy_{make_policy(rules_.policy, rules_.options)},
      statistics_{rules_.strategies.size()} {
  if (!rules_.challenger.empty()) challenger_.emplace(make_policy(rules_.challenger, rules_.options));
  if (!rules_.replaced.empty()) guard_.emplace();
}

fold::fold(fold_rules rules, std::string_view saved) : fold{std::move(rules)} {
  checkpoint_reader in{saved};
  if (in.text() != format) throw std::invalid_argument{"these bytes are no fold of this format"};
  position_ = in.whole();
  decisions_ = in.whole();
  skipped_ = in.whole();
  left_to_rebuild_ = in.whole();
  scale_ = reward_scale::load(in);
  statistics_ = learning::statistics::load(in, rules_.strategies.size());
  policy_ = parse(in.text());
  if (challenger_) challenger_->load(in);
  if (guard_) guard_->load(in);
  in.end();
}

std::string fold::save() const {
  checkpoint_writer out;
  out.put(format);
  out.put(position_);
  out.put(decisions_);
  out.put(skipped_);
  out.put(left_to_rebuild_);
  scale_.save(out);
  statistics_.save(out);
  out.put(serialize(policy_));
  if (challenger_) challenger_->save(out);
  if (guard_) guard_->save(out);
  return std::move(out).take();
}

void fold::learn(std::span<const lesson> page) {
  auto begins = true; // an episode
  for (std::size_t i = 0; i < page.size(); ++i) {
    const auto& l = page[i];
    if (l.what == lesson::kind::learned) {
      if (begins) judge(episode_of(page.subspan(i)));
      learn(l, l.last || i + 1 == page.size() ? nullptr : &page[i + 1]);
      begins = l.last;
    }
    if (l.what == lesson::kind::corrected) correct(l);
    position_ = l.position;
  }
}

/// Before anything of it is learned.
void fold::judge(std::span<const lesson> conversation) {
  const auto& by = conversation.front().policy;
  const auto position = conversation.back().position;
  if (!std::ranges::all_of(conversation, [&](const lesson& l) { return l.policy == by; })) return;
  const bool since = conversation.front().position > rules_.since;
  if (guard_ && since && by == rules_.policy)
    guard_->see_since(std::ranges::any_of(conversation, escalated), position);
  if (guard_ && !since && by == rules_.replaced)
    guard_->see_before(std::ranges::any_of(conversation, escalated));
  if (!challenger_ || !since || by != rules_.policy) return;
  auto made = std::vector<experience>{};
  for (const auto& l : conversation) {
    const auto action = action_of(l);
    const auto reward = combined(first_rewards(l), rules_.weights);
    if (action && reward && l.propensity > 0.0) made.push_back(experience_of(l, *action, *reward));
  }
  try {
    challenger_->judge(made, position);
  } catch (const std::invalid_argument&) { // NOLINT(bugprone-empty-catch)
    // It has other features than the policies take; learning counts it.
  }
}

void fold::learn(const lesson& l, const lesson* next) {
  decisions_ = l.number;
  // The scale is that of the first rewards, so that it is the same in a rebuild.
  if (const auto first = combined(first_rewards(l), rules_.weights)) scale_.see(*first, l.position);
  const auto reward = combined(l.earned, rules_.weights);
  const auto action = action_of(l);
  if (!reward || !action) {
    ++skipped_;
    return;
  }
  statistics_.add(*action, group_of(l), l.earned, *reward);
  auto made = experience_of(l, *action, scaled(*reward, l.position));
  if (next) made.next = next->features;
  try {
    learning::learn(policy_, made);
    if (challenger_) challenger_->learn(made);
  } catch (const std::invalid_argument&) {
    ++skipped_;
  }
}

void fold::correct(const lesson& l) {
  const auto action = action_of(l);
  const auto before = combined(l.before.value_or(rewards{}), rules_.weights);
  const auto now = combined(l.earned, rules_.weights);
  if (!action || !now) return;
  if (!before) { // nothing that has weight was known of it: it was not learned at its place
    ++left_to_rebuild_;
    return;
  }
  statistics_.take_back(*action, group_of(l), *l.before, *before);
  statistics_.add(*action, group_of(l), l.earned, *now);
  const auto made = experience_of(l, *action, scaled(*before, l.first_learned));
  try {
    const auto reward = scaled(*now, l.first_learned);
    const auto age = decisions_ - l.number;
    const bool taken = learning::correct(policy_, made, reward, age);
    if ((challenger_ && !challenger_->correct(made, reward, age)) || !taken) ++left_to_rebuild_;
  } catch (const std::invalid_argument&) {
    ++left_to_rebuild_;
  }
}

std::optional<std::size_t> fold::action_of(const lesson& l) const {
  const auto known = std::ranges::find(rules_.strategies, l.strategy);
  if (known == rules_.strategies.end()) return std::nullopt;
  return static_cast<std::size_t>(known - rules_.strategies.begin());
}

double fold::scaled(double reward, std::uint64_t position) const {
  return rules_.normalised ? scale_.normalised(reward, position) : reward;
}

} // namespace troupe::learning
