#include "storage/error.hpp"
#include "storage/event_codec.hpp"
#include "tests/storage/sample.hpp"

#include <gmock/gmock.h>

#include <limits>

namespace troupe::storage {
namespace {

using blob = std::vector<std::uint8_t>;

TEST(event_codec, gives_back_what_it_was_given) {
  const auto turn = sample::answered("ses_a", 1);
  EXPECT_EQ(decode_events(encode_events(turn.events), turn.turn_id), turn.events);
  EXPECT_THAT(decode_events(encode_events({}), "trn_1"), ::testing::IsEmpty());
}

TEST(event_codec, keeps_the_ends_of_every_range) {
  std::vector<event> events;
  for (const auto type : {event_type::run_started, event_type::custom})
    for (const auto id : {std::uint64_t{0}, std::numeric_limits<std::uint64_t>::max()})
      events.push_back({id, type, "trn_1", std::string{"\0\xff", 2}, std::string(70'000, 'x')});
  EXPECT_EQ(decode_events(encode_events(events), "trn_1"), events);
}

// The form that is stored, byte for byte: RFC 8949 by hand.
TEST(event_codec, writes_an_array_of_arrays) {
  const event one{1 << 20, event_type::text_content, "trn_1", "msg_1a", "Hi"};
  EXPECT_EQ(encode_events({&one, 1}), (blob{0x81, 0x84, 0x1a, 0x00, 0x10, 0x00, 0x00, 0x05, 0x66, 'm', 's',
                                            'g', '_', '1', 'a', 0x62, 'H', 'i'}));
}

TEST(event_codec, refuses_a_blob_that_is_cut_anywhere) {
  const auto turn = sample::answered("ses_a", 1);
  const auto whole = encode_events(turn.events);
  for (std::size_t size = 0; size < whole.size(); ++size)
    EXPECT_THROW((void)decode_events({whole.data(), size}, turn.turn_id), error) << size;
}

TEST(event_codec, refuses_what_it_does_not_write) {
  const auto refused = [](const blob& b) {
    EXPECT_THROW((void)decode_events(b, "trn_1"), error) << ::testing::PrintToString(b);
  };
  refused({0x80, 0x00});                                           // bytes after the end
  refused({0x01});                                                 // no array
  refused({0xa0});                                                 // an object
  refused({0x81, 0x01});                                           // no event
  refused({0x81, 0x80});                                           // an event without fields
  refused({0x81, 0x83, 0x01, 0x05, 0x60});                         // three fields
  refused({0x81, 0x85, 0x01, 0x05, 0x60, 0x60, 0x60});             // five
  refused({0x81, 0x84, 0x01, 0x00, 0x60, 0x60});                   // type 0
  refused({0x81, 0x84, 0x01, 0x0b, 0x60, 0x60});                   // type 11
  refused({0x81, 0x84, 0x20, 0x05, 0x60, 0x60});                   // a negative id
  refused({0x81, 0x84, 0x05, 0x60, 0x01, 0x60});                   // fields out of order
  refused({0x81, 0x84, 0x01, 0x05, 0x80, 0x60});                   // a nested array
  refused({0x9b, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff}); // 2^64-1 events, and none there
}

TEST(event_codec, names_the_turn_whose_events_are_damaged) {
  try {
    (void)decode_events(blob{0x81}, "trn_7");
    FAIL();
  } catch (const error& e) {
    EXPECT_THAT(e.what(), ::testing::HasSubstr("trn_7"));
  }
}

TEST(event_codec, deep_nesting_ends_before_the_stack_does) {
  EXPECT_THROW((void)decode_events(blob(1'000'000, 0x81), "trn_1"), error);
}

} // namespace
} // namespace troupe::storage
