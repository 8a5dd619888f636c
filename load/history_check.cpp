#include "load/history_check.hpp"

#include <string_view>
#include <unordered_map>
#include <unordered_set>

namespace troupe::load {
namespace {

class history_check {
public:
  history_check(const conversation& by, std::span<const std::string> questions)
      : by_(by), questions_(questions) {
    for (const auto& turn : by.turns()) turns_.emplace(turn.turn_id, found{&turn, turns_.size()});
  }

  void take(const history_message& m) {
    if (!message_ids_.insert(m.message_id).second) return complain(wrong::doubled, m, "is there twice");
    const auto known = turns_.find(m.turn_id);
    if (known == turns_.end()) return take_unacknowledged(m);
    if (m.role == "customer") return take_question(m, known->second);
    if (m.role == "assistant") return take_answer(m, known->second);
    complain(wrong::foreign, m, "is by " + m.role);
  }

  std::vector<fault> finish() {
    for (const auto& turn : by_.turns()) {
      const auto& state = turns_.at(turn.turn_id);
      if (!state.question) lose(turn, "its question");
      if (!state.answer && turn.answer) lose(turn, "its answer");
    }
    return std::move(faults_);
  }

private:
  struct found {
    const acknowledged_turn* turn;
    std::size_t place;
    bool question = false, answer = false;
  };

  void take_question(const history_message& m, found& known) {
    if (known.question) return complain(wrong::doubled, m, "asks a second time");
    known.question = true;
    if (known.place < next_) complain(wrong::reordered, m, "stands behind a later turn");
    next_ = known.place + 1;
    if (m.text != questions_[known.turn->question])
      complain(wrong::changed, m, "should ask \"" + excerpt(questions_[known.turn->question]) + '"');
  }

  void take_answer(const history_message& m, found& known) {
    if (known.answer) return complain(wrong::doubled, m, "answers a second time");
    known.answer = true;
    if (!known.question)
      complain(wrong::reordered, m, "stands before its question");
    else if (known.place + 1 != next_)
      complain(wrong::reordered, m, "stands behind a later question");
    if (fingerprint_of(m.text) != known.turn->answer)
      complain(wrong::changed, m, "is not the answer that was sent");
  }

  /// The message whose outcome is unknown may be there, with its answer.
  void take_unacknowledged(const history_message& m) {
    const auto unknown = by_.unknown();
    const auto asks = m.role == "customer" && unknown && m.text == questions_[*unknown];
    if (asks && unknown_turn_.empty()) {
      unknown_turn_ = m.turn_id;
      return;
    }
    if (m.role == "assistant" && m.turn_id == unknown_turn_ && !unknown_answered_) {
      unknown_answered_ = true;
      return;
    }
    complain(wrong::foreign, m, "belongs to no turn of this conversation");
  }

  void complain(wrong kind, const history_message& m, const std::string& what) {
    faults_.push_back({kind, by_.session_id() + ": " + m.message_id + " of " + m.turn_id + ' ' + what + ": \""
                                 + excerpt(m.text) + '"'});
  }

  void lose(const acknowledged_turn& turn, const char* what) {
    faults_.push_back(
        {wrong::lost, by_.session_id() + ": " + turn.turn_id + " was answered; " + what + " is gone"});
  }

  const conversation& by_;
  std::span<const std::string> questions_;
  std::unordered_map<std::string_view, found> turns_;
  std::unordered_set<std::string_view> message_ids_;
  std::size_t next_ = 0; ///< the place behind the newest question
  std::string unknown_turn_;
  bool unknown_answered_ = false;
  std::vector<fault> faults_;
};

} // namespace

std::vector<fault> check_history(const conversation& by, std::span<const history_message> history,
                                 std::span<const std::string> questions) {
  auto check = history_check{by, questions};
  for (const auto& m : history) check.take(m);
  return check.finish();
}

} // namespace troupe::load
