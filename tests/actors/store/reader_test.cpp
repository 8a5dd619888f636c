#include "actors/store/behavior.hpp"
#include "messages/error.hpp"
#include "storage/error.hpp"
#include "storage/sqlite/open.hpp"
#include "storage/sqlite/reader.hpp"
#include "storage/sqlite/writer.hpp"
#include "tests/storage/sample.hpp"
#include "tests/support/deterministic_system.hpp"
#include "tests/support/temporary_directory.hpp"

#include <gmock/gmock.h>

namespace troupe::store {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

namespace sample = storage::sample;
constexpr storage::sqlite::options quick{.durable = false};

/// Documents that cannot be read on demand.
class fallible_documents final : public storage::knowledge_reader {
public:
  explicit fallible_documents(const std::filesystem::path& file) : of_{file, quick} {}

  std::vector<document_record> documents() override {
    if (broken) throw storage::error{"the disk is gone"};
    return of_.documents();
  }
  std::vector<embedding_record> embeddings(std::string_view model) override { return of_.embeddings(model); }

  bool broken = false;

private:
  storage::sqlite::reader of_;
};

class ReaderActor : public testing::DeterministicSystem {
protected:
  ~ReaderActor() override { stop(aut); }

  /// Turns 1 to `last` of a session, each answered.
  void talk(std::uint64_t last) {
    for (std::uint64_t seq = 1; seq <= last; ++seq) put(sample::answered("ses_1", seq));
  }
  void put(const turn_record& turn) { ASSERT_EQ(rows.commit(std::span{&turn, 1}).front().code, errc::none); }
  std::vector<std::string> history(std::uint64_t before_seq, std::size_t limit) {
    auto ids = std::vector<std::string>{};
    for (const auto& m : ask<stored_history>(aut, read_history{"ses_1", before_seq, limit}).messages)
      ids.push_back(m.message_id);
    return ids;
  }

  testing::temporary_directory directory;
  storage::sqlite::opened store = storage::sqlite::open(directory.path(), quick);
  storage::sqlite::writer rows{store.file, quick};
  std::shared_ptr<fallible_documents> documents = std::make_shared<fallible_documents>(store.file);
  reader aut = sys.spawn(reader_behavior, [this] {
    auto r = std::make_shared<storage::sqlite::reader>(store.file, quick);
    return reading_ports{r, r, documents, r};
  });
};

TEST_F(ReaderActor, PagesEventsUntilItHasGivenAll) {
  talk(2);
  auto given = std::vector<event>{};
  auto pages = 0;
  for (auto after = std::uint64_t{0};; ++pages) {
    const auto page = ask<event_batch>(aut, read_events{"ses_1", after, 16});
    EXPECT_EQ(page.session_id, "ses_1");
    if (page.events.empty()) break;
    given.insert(given.end(), page.events.begin(), page.events.end());
    after = page.events.back().id;
  }
  auto all = sample::answered("ses_1", 1).events;
  const auto second = sample::answered("ses_1", 2).events;
  all.insert(all.end(), second.begin(), second.end());
  EXPECT_EQ(given, all);
  EXPECT_GT(pages, 1) << "16 bytes at a time";
}

TEST_F(ReaderActor, PagesHistoryBackwards) {
  talk(3);
  EXPECT_THAT(history(0, 4), ElementsAre("msg_2c", "msg_2a", "msg_3c", "msg_3a"));
  EXPECT_THAT(history(2, 4), ElementsAre("msg_1c", "msg_1a"));
  EXPECT_THAT(history(1, 4), IsEmpty());
}

TEST_F(ReaderActor, SeesWhatIsCommittedWhileItRuns) {
  EXPECT_FALSE(ask<found_session>(aut, find_session{"ses_1"}).session);
  talk(1);
  EXPECT_EQ(ask<found_session>(aut, find_session{"ses_1"}).session->turns, 1U);
}

// What waits in the mailbox together is read in one view; the view is older than none of the askers.
TEST_F(ReaderActor, SeesAllThatWasCommittedBeforeItWasAsked) {
  const auto turns = [](auto& of) {
    auto seen = std::uint64_t{0};
    of.receive([&](const found_session& f) { seen = f.session ? f.session->turns : 0; },
               [](const caf::error&) { ADD_FAILURE(); });
    return seen;
  };
  run();
  auto first = self->request(aut, caf::infinite, find_session{"ses_1"});
  auto beside = self->request(aut, caf::infinite, find_session{"ses_1"});
  sched.run_once(); // the first is answered, and its view is open
  talk(1);
  auto later = self->request(aut, caf::infinite, find_session{"ses_1"});
  run();
  EXPECT_EQ(turns(first), 0U);
  EXPECT_EQ(turns(beside), 0U);
  EXPECT_EQ(turns(later), 1U);
}

TEST_F(ReaderActor, FindsATurnByItsIdOrByItsMessage) {
  const auto turn = sample::answered("ses_1", 1);
  put(turn);
  EXPECT_EQ(ask<found_turn>(aut, find_turn{turn.turn_id, {}, {}}).turn->seq, 1U);
  EXPECT_EQ(ask<found_turn>(aut, find_turn{{}, "ses_1", turn.client_message_id}).turn->turn_id, turn.turn_id);
  EXPECT_FALSE(ask<found_turn>(aut, find_turn{{}, "ses_2", turn.client_message_id}).turn);
}

TEST_F(ReaderActor, NamesTheSessionsThatACrashLeftOpen) {
  talk(1);
  put(sample::accepted("ses_2", 1));
  EXPECT_THAT(ask<open_sessions>(aut, read_open_sessions{}).ids, ElementsAre("ses_2"));
}

TEST_F(ReaderActor, SaysThatItCouldNotReadAndGoesOn) {
  documents->broken = true;
  const auto got = try_ask<stored_documents>(aut, read_documents{});
  ASSERT_TRUE(got.error);
  const auto why = to_failure(*got.error);
  EXPECT_EQ(why.code, errc::store_unavailable);
  EXPECT_EQ(why.detail.find("disk"), std::string::npos)
      << "what is wrong with the server is no client's business";
  documents->broken = false;
  EXPECT_FALSE(try_ask<stored_documents>(aut, read_documents{}).error);
}

} // namespace
} // namespace troupe::store
