#pragma once
#include "learning/fold.hpp"
#include "learning/log.hpp"
#include "learning/policy.hpp"
#include "messages/wire/gateway.hpp"

#include <caf/allowed_unsafe_message_type.hpp>

#include <memory>
#include <optional>
#include <string>
#include <vector>

/// From the log of changes to a policy: the collector turns changes into lessons, the learner folds lessons.
namespace troupe {

/// Of the store; each is a call of a port in storage/experience.hpp, which documents it.
struct find_consumer {
  std::string name;
};
struct read_changes {
  std::uint64_t after = 0;
  std::size_t limit = 0;
};
/// What rewards are made of: the turns of episodes that have ended, and the lessons of those in which turns
/// were judged late.
struct read_settled {
  std::vector<learning::episode> ended;
  std::vector<std::int64_t> judged;
};
struct settled_turns {
  std::vector<std::vector<learning::episode_turn>> ended;  ///< in the order of the request
  std::vector<std::vector<learning::learned_turn>> judged; ///< in the order of the request
};
/// Where the log of lessons ends, and what the learner left there.
struct read_learning {};
struct stored_learning {
  learning::lesson_head head;
  std::vector<learning::promotion> promotions;
};
struct find_fold {
  std::string policy;
};
struct found_fold {
  std::optional<learning::saved_fold> saved;
};
struct read_lessons {
  std::uint64_t after = 0;
  std::uint64_t rebuilt = 0; ///< above `after`: as a rebuild at this position learns them
  std::size_t limit = 0;
};

struct settle_lessons {
  learning::settlement made;
};
struct keep_fold {
  learning::saved_fold saved;
};
struct record_promotion {
  learning::promotion made;
};

/// collector -> learner: there are lessons behind those that were there.
struct lessons_appended {};

/// POST /v1/learning/promote: another policy chooses from now on.
struct promote_policy {
  std::string policy;
  std::string note;
  caller who;
};

/// GET /v1/learning/policy and /v1/learning/metrics: the fold as it was published last.
struct read_policy {};
struct policy_report {
  std::shared_ptr<const learning::fold> fold;
  std::uint64_t version = 0; ///< of the snapshot that chooses
  std::string configured;    ///< RL_POLICY
  std::uint64_t lessons = 0; ///< in the log; more than the fold's position while it catches up
  std::vector<learning::promotion> promotions;
  bool apprentice = false; ///< the challenger only watches
};

} // namespace troupe

CAF_ALLOW_UNSAFE_MESSAGE_TYPE(troupe::find_consumer)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(troupe::learning::consumer)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(troupe::read_changes)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(troupe::learning::log_page)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(troupe::read_settled)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(troupe::settled_turns)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(troupe::read_learning)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(troupe::stored_learning)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(troupe::find_fold)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(troupe::found_fold)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(troupe::read_lessons)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(troupe::learning::lesson_page)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(troupe::settle_lessons)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(troupe::keep_fold)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(troupe::record_promotion)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(troupe::lessons_appended)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(troupe::promote_policy)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(troupe::learning::promotion)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(troupe::read_policy)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(troupe::policy_report)
