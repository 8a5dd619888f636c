#include "actors/gaps/behavior.hpp"
#include "actors/store/behavior.hpp"
#include "messages/error.hpp"
#include "storage/sqlite/open.hpp"
#include "storage/sqlite/reader.hpp"
#include "storage/sqlite/writer.hpp"
#include "tests/storage/sample.hpp"
#include "tests/support/deterministic_system.hpp"
#include "tests/support/temporary_directory.hpp"

#include <gmock/gmock.h>

namespace troupe::gaps {
namespace {

using ::testing::ElementsAre;
using ::testing::UnorderedElementsAre;

namespace sample = storage::sample;
constexpr storage::sqlite::options quick{.durable = false};

/// The encoder takes the last word of a question for its meaning, or is busy.
class GapsActor : public testing::DeterministicSystem {
protected:
  ~GapsActor() override {
    stop(aut);
    if (encoder) stop(encoder);
    stop(log_reader);
  }

  void refuse(const std::string& session, const std::string& question) {
    auto turn = sample::answered(session, 1);
    turn.message = question;
    turn.events.back().text = R"({"answer":"I could not find this.","supported":false})";
    storage::sqlite::writer{store.file, quick}.commit({&turn, 1});
  }

  void with_encoder(bool busy) {
    encoder = sys.spawn([busy](embeddings::handle::pointer) -> embeddings::handle::behavior_type {
      return {
          [busy](const embed_texts& asked) -> caf::result<embedded_texts> {
            if (busy) return make_error(errc::overloaded, "too many texts wait");
            auto made = embedded_texts{};
            for (const auto& text : asked.texts)
              made.vectors.push_back(text.ends_with("moon?") ? std::vector<float>{1, 0}
                                                             : std::vector<float>{0, 1});
            return made;
          },
          [](embeddings::embed_next) {},
      };
    });
  }

  std::vector<std::vector<std::string>> find() {
    aut = sys.spawn(behavior, options{log_reader, encoder});
    auto asked = self->request(aut, caf::infinite, find_gaps{0, 10});
    run();
    auto questions = std::vector<std::vector<std::string>>{};
    asked.receive(
        [&](const gap_list& found) {
          EXPECT_EQ(found.turns, 3U);
          for (const auto& g : found.gaps) {
            auto& of = questions.emplace_back();
            for (const auto& e : g.examples) of.push_back(e.question);
          }
        },
        [](const caf::error& e) { ADD_FAILURE() << to_failure(e).detail; });
    return questions;
  }

  testing::temporary_directory directory;
  storage::sqlite::opened store = storage::sqlite::open(directory.path(), quick);
  store::log_reader log_reader = sys.spawn(store::log_reader_behavior, [this] {
    auto from = std::make_shared<storage::sqlite::reader>(store.file, quick);
    return store::reading_ports{from, from, from, from, from};
  });
  embeddings::handle encoder;
  handle aut;
  const std::string ship = "Do you ship to the moon?", fly = "Any flights to the moon?",
                    again = "Do you ship parcels by airship?";
};

TEST_F(GapsActor, ComparesQuestionsByTheirMeaning) {
  for (const auto& [session, question] : {std::pair{"ses_1", ship}, {"ses_2", again}, {"ses_3", fly}})
    refuse(session, question);
  with_encoder(false);
  EXPECT_THAT(find(), ElementsAre(UnorderedElementsAre(ship, fly), ElementsAre(again)));
}

TEST_F(GapsActor, ComparesThemByTheirWordsWhereTheEncoderHasNoTime) {
  for (const auto& [session, question] :
       {std::pair{"ses_1", ship}, {"ses_2", ship}, {"ses_3", std::string{"Can I pay with bitcoin?"}}})
    refuse(session, question);
  with_encoder(true);
  EXPECT_EQ(find().size(), 2U);
}

} // namespace
} // namespace troupe::gaps
