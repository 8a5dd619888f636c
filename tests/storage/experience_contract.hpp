#pragma once
#include "tests/storage/contract.hpp"
#include "tests/storage/sample.hpp"

namespace troupe::storage {

/// Turns of one session, and lessons of them.
class experience_contract : public store_contract {
protected:
  using lesson = learning::lesson;
  static constexpr std::string_view consumer_name = "feedback";

  void give(const turn_record& of, std::string metric, double value, timestamp at = sample::noon) {
    EXPECT_TRUE(store->feedback_writing().add({of.turn_id, std::move(metric), value, "", "key-1", at}));
  }
  failure settle(std::vector<lesson> lessons, learning::consumer now = {.epoch = 1}) {
    const auto expected = store->experience().consumer(consumer_name).consumed;
    now.consumed = expected + 1;
    return store->experience_writing().settle(
        {std::string{consumer_name}, expected, now, std::move(lessons), 7});
  }
  std::int64_t turn_of(std::uint64_t seq) {
    for (const auto& e : store->experience().changes(0, 1000).entries)
      if (e.what == learning::log_entry::kind::turn_answered && e.seq == seq) return e.turn;
    ADD_FAILURE() << "no turn " << seq;
    return 0;
  }
  static learning::rewards rewarded(double satisfaction) {
    auto r = learning::rewards{};
    r.see(learning::reward_kind::satisfaction, satisfaction);
    r.see(learning::reward_kind::follow_up_reduced, 0.7);
    return r;
  }
  lesson learned(std::uint64_t seq, double satisfaction, bool last) {
    return {
        .what = lesson::kind::learned, .turn = turn_of(seq), .earned = rewarded(satisfaction), .last = last};
  }
  lesson corrected(std::uint64_t seq, double satisfaction) {
    auto l = learned(seq, satisfaction, true);
    l.what = lesson::kind::corrected;
    l.number = seq;
    return l;
  }
  static std::vector<std::uint64_t> positions(const learning::lesson_page& page) {
    auto all = std::vector<std::uint64_t>{};
    for (const auto& l : page.lessons) all.push_back(l.position);
    return all;
  }
};

} // namespace troupe::storage
