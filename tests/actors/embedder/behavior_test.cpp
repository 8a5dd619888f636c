#include "actors/embedder/behavior.hpp"
#include "actors/store/behavior.hpp"
#include "language/markdown.hpp"
#include "storage/error.hpp"
#include "storage/sqlite/open.hpp"
#include "storage/sqlite/reader.hpp"
#include "storage/sqlite/writer.hpp"
#include "tests/language/encoder/golden.hpp"
#include "tests/support/deterministic_system.hpp"
#include "tests/support/temporary_directory.hpp"

#include <gmock/gmock.h>

namespace troupe::embedder {
namespace {

using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;

/// Counts what is added, and refuses on demand.
class counted_embeddings final : public storage::knowledge_writer {
public:
  explicit counted_embeddings(std::shared_ptr<storage::knowledge_writer> of) : of_{std::move(of)} {}

  void update(std::span<const document_record> changed, std::span<const std::string> removed) override {
    of_->update(changed, removed);
  }
  void add_embeddings(std::span<const embedding_record> made) override {
    if (broken) throw storage::error{"the disk is full"};
    added += made.size();
    largest = std::max(largest, made.size());
    of_->add_embeddings(made);
  }
  void keep_embeddings(std::string_view model, std::span<const std::string> hashes) override {
    of_->keep_embeddings(model, hashes);
  }

  bool broken = false;
  std::size_t added = 0;
  std::size_t largest = 0;

private:
  std::shared_ptr<storage::knowledge_writer> of_;
};

std::shared_ptr<const retrieval::index> index_of(std::size_t first, std::size_t last) {
  auto documents = std::vector<language::document>{};
  for (auto i = first; i < last; ++i) {
    const auto number = std::to_string(i);
    documents.push_back(std::get<language::document>(language::parse_markdown(
        "# Order " + number + "\n\nHow to refund the order with the number " + number + " in full.\n",
        number + ".md")));
  }
  return std::make_shared<const retrieval::index>(documents);
}

/// The components of a projection that keeps the first of a state's dimensions.
std::vector<float> first_dimensions(std::size_t states) {
  auto components = std::vector<float>(language::token_vectors::dimensions * states);
  for (std::size_t i = 0; i < language::token_vectors::dimensions; ++i)
    components[i * states + i % states] = 1;
  return components;
}

/// A small encoder of random weights and a real store.
class EmbedderActor : public testing::DeterministicSystem {
protected:
  static constexpr storage::sqlite::options quick{.durable = false};

  EmbedderActor() {
    const auto port = std::make_shared<storage::sqlite::writer>(store.file, quick);
    stored = std::make_shared<counted_embeddings>(port);
    writer = sys.spawn(
        store::writer_behavior,
        [=, this] {
          return store::writing_ports{port, port, stored, port};
        },
        store::writer_options{8, &metrics, {}});
    told = sys.spawn([this](listener::pointer) -> listener::behavior_type {
      return {[this](embedding_progress& p) { progress.push_back(std::move(p)); }};
    });
    start("small");
  }
  ~EmbedderActor() override {
    stop(aut);
    stop(told);
    stop(writer);
  }

  void start(const std::string& model, bool distils = false) {
    aut = sys.spawn(behavior,
                    options{&encoder, &projection, model, distils, &metrics,
                            [this] { return std::make_shared<storage::sqlite::reader>(store.file, quick); },
                            writer});
    run();
  }
  void restart(const std::string& model = "small", bool distils = false) {
    stop(aut);
    progress.clear();
    stored->added = 0;
    start(model, distils);
  }
  void embed(std::shared_ptr<const retrieval::index> index) {
    self->send(aut, embed_index{std::move(index), told});
    run();
  }
  std::vector<embedding_record> stored_by(const std::string& model) {
    return storage::sqlite::reader{store.file, quick}.embeddings(model);
  }

  testing::temporary_directory directory;
  storage::sqlite::opened store = storage::sqlite::open(directory.path(), quick);
  telemetry::metrics metrics;
  std::string weights = language::golden::file("model.safetensors");
  language::encoder encoder = std::get<language::encoder>(
      language::encoder::load(language::golden::bytes(weights), language::golden::file("vocab.txt")));
  language::token_projection projection{first_dimensions(encoder.dimensions())};
  std::shared_ptr<counted_embeddings> stored;
  store::writer writer;
  listener told;
  std::vector<embedding_progress> progress;
  handle aut;
};

TEST_F(EmbedderActor, MakesAnIndexThatIsSearchedByWhatIsMeant) {
  const auto lexical = index_of(0, 3);
  embed(lexical);
  ASSERT_THAT(progress, SizeIs(2)) << "at the beginning, and at the end";
  EXPECT_EQ(progress.front().done, 0U);
  EXPECT_EQ(progress.front().total, 3U);
  EXPECT_EQ(progress.front().made, nullptr);
  EXPECT_EQ(progress.back().done, 3U);
  EXPECT_EQ(progress.back().of, lexical);
  ASSERT_TRUE(progress.back().made);
  EXPECT_TRUE(progress.back().made->has_vectors());
  const auto asked = encoder.encode(retrieval::views_of(*lexical->chunks()[1]).front());
  EXPECT_NEAR(progress.back()
                  .made->search(std::span<const retrieval::query_part>{}, {.vector = asked})
                  .hits.front()
                  .cosine,
              1, 1e-5);
  EXPECT_EQ(metrics.knowledge_embedded.Value(), 3);
}

TEST_F(EmbedderActor, EmbedsNothingAgainAfterARestart) {
  embed(index_of(0, 3));
  restart();
  embed(index_of(0, 3));
  EXPECT_EQ(stored->added, 0U);
  ASSERT_THAT(progress, SizeIs(1));
  EXPECT_TRUE(progress.back().made->has_vectors());
}

TEST_F(EmbedderActor, KeepsWhatTheTokensMeanAsWell) {
  embed(index_of(0, 3));
  restart();
  const auto lexical = index_of(0, 3);
  embed(lexical);
  const auto view = retrieval::views_of(*lexical->chunks()[1]).back();
  const auto read = encoder.read(view);
  const auto tokens = projection(read.tokens);
  const auto found = progress.back().made->search(view, {.vector = read.mean, .tokens = &tokens});
  EXPECT_EQ(found.hits.front().chunk->path, "1.md");
  EXPECT_NEAR(found.hits.front().tokens, 1, 0.02) << "each token finds itself";
}

TEST_F(EmbedderActor, EmbedsOnlyWhatIsNewAndForgetsWhatHasGone) {
  embed(index_of(0, 3));
  stored->added = 0;
  embed(index_of(1, 5));
  EXPECT_EQ(stored->added, 2U);
  EXPECT_THAT(stored_by("small"), SizeIs(4));
}

TEST_F(EmbedderActor, NeverMixesTheVectorsOfTwoModels) {
  embed(index_of(0, 3));
  restart("other");
  embed(index_of(0, 3));
  EXPECT_EQ(stored->added, 3U);
  EXPECT_THAT(stored_by("small"), IsEmpty());
  EXPECT_THAT(stored_by("other"), SizeIs(3));
}

TEST_F(EmbedderActor, LosesOneBatchAtMostWhenItIsStopped) {
  self->send(aut, embed_index{index_of(0, 200), told});
  while (stored->added == 0) sched.run_once();
  const auto kept = stored->added;
  ASSERT_LT(kept, 200U);
  restart();
  embed(index_of(0, 200));
  EXPECT_LE(stored->added, 200 - kept);
  EXPECT_LE(stored->largest, 64U);
  EXPECT_TRUE(progress.back().made);
}

TEST_F(EmbedderActor, TurnsToANewerIndexInTheMiddle) {
  self->send(aut, embed_index{index_of(0, 200), told});
  while (stored->added == 0) sched.run_once();
  const auto newer = index_of(0, 1);
  embed(newer);
  EXPECT_LT(stored->added, 200U);
  EXPECT_EQ(progress.back().of, newer);
  EXPECT_TRUE(progress.back().made);
}

TEST_F(EmbedderActor, SaysWhyItCannotGoOnAndBeginsAgainWhenAsked) {
  stored->broken = true;
  embed(index_of(0, 3));
  EXPECT_THAT(progress.back().error, HasSubstr("could not commit"));
  EXPECT_EQ(progress.back().made, nullptr);
  stored->broken = false;
  embed(index_of(0, 3));
  EXPECT_EQ(progress.back().error, "");
  EXPECT_TRUE(progress.back().made);
}

TEST_F(EmbedderActor, PublishesAnEncoderOfQuestionsBehindTheEmbeddings) {
  restart("small", true);
  const auto lexical = index_of(0, 3);
  embed(lexical);
  ASSERT_THAT(progress, SizeIs(3)) << "the beginning, the embeddings, the encoder of questions";
  ASSERT_TRUE(progress[1].made);
  EXPECT_EQ(progress[1].made->query_encoder(), nullptr);
  EXPECT_EQ(progress[2].of, lexical);
  ASSERT_TRUE(progress[2].made);
  ASSERT_NE(progress[2].made->query_encoder(), nullptr);
  EXPECT_TRUE(progress[2].made->has_vectors());
}

TEST_F(EmbedderActor, HasNothingToDoWithoutDocuments) {
  embed(std::make_shared<const retrieval::index>());
  ASSERT_THAT(progress, SizeIs(1));
  EXPECT_EQ(progress.back().total, 0U);
  EXPECT_TRUE(progress.back().made);
}

} // namespace
} // namespace troupe::embedder
