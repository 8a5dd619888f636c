#include "learning/fold.hpp"

#include "learning/checkpoint.hpp"
#include "learning/context.hpp"

#include <algorithm>
#include <stdexcept>

namespace troupe::learning {
namespace {

constexpr std::string_view format = "troupe fold 1";

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

} // namespace

std::string fold_rules::text() const {
  checkpoint_writer out;
  out.put(format);
  out.put(serialize(make_policy(policy, options))); // its options are in its bytes
  for (const auto& s : strategies) out.put(s);
  out.put(weights);
  out.put(std::uint64_t{normalised});
  return policy + ' ' + digest(std::move(out).take());
}

fold::fold(fold_rules rules)
    : rules_{std::move(rules)}, policy_{make_policy(rules_.policy, rules_.options)},
      statistics_{rules_.strategies.size()} {}

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
  return std::move(out).take();
}

void fold::learn(std::span<const lesson> page) {
  for (std::size_t i = 0; i < page.size(); ++i) {
    const auto& l = page[i];
    if (l.what == lesson::kind::learned) learn(l, l.last || i + 1 == page.size() ? nullptr : &page[i + 1]);
    if (l.what == lesson::kind::corrected) correct(l);
    position_ = l.position;
  }
}

void fold::learn(const lesson& l, const lesson* next) {
  decisions_ = l.number;
  // The scale is that of the first rewards, so that it is the same in a rebuild.
  if (const auto first = combined(l.before ? *l.before : l.earned, rules_.weights))
    scale_.see(*first, l.position);
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
    if (!learning::correct(policy_, made, scaled(*now, l.first_learned), decisions_ - l.number))
      ++left_to_rebuild_;
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
