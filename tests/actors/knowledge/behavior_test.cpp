#include "actors/knowledge/behavior.hpp"
#include "actors/store/behavior.hpp"
#include "messages/error.hpp"
#include "storage/error.hpp"
#include "storage/sqlite/open.hpp"
#include "storage/sqlite/reader.hpp"
#include "storage/sqlite/writer.hpp"
#include "tests/support/deterministic_system.hpp"
#include "tests/support/temporary_directory.hpp"

#include <gmock/gmock.h>

#include <fstream>

namespace troupe::knowledge {
namespace {

namespace fs = std::filesystem;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

/// A store that refuses on demand.
class fallible_documents final : public storage::knowledge_writer {
public:
  explicit fallible_documents(std::shared_ptr<storage::knowledge_writer> of) : of_{std::move(of)} {}

  void update(std::span<const document_record> changed, std::span<const std::string> removed) override {
    if (broken) throw storage::error{"the disk is full"};
    ++updates;
    largest = std::max(largest, changed.size());
    of_->update(changed, removed);
  }
  void add_embeddings(std::span<const embedding_record> made) override { of_->add_embeddings(made); }
  void keep_embeddings(std::string_view model, std::span<const std::string> hashes) override {
    of_->keep_embeddings(model, hashes);
  }

  bool broken = false;
  std::size_t updates = 0;
  std::size_t largest = 0;

private:
  std::shared_ptr<storage::knowledge_writer> of_;
};

/// A real folder and a real store; the supervisor takes what is published.
class KnowledgeActor : public testing::DeterministicSystem {
protected:
  static constexpr storage::sqlite::options quick{.durable = false};

  KnowledgeActor() {
    fs::create_directory(documents);
    settings.documents_path = documents.string();
    settings.max_document_bytes = 100'000;
    auto port = std::make_shared<storage::sqlite::writer>(store.file, quick);
    stored = std::make_shared<fallible_documents>(port);
    writer = sys.spawn(
        store::writer_behavior,
        [=, this] {
          return store::writing_ports{port, port, stored, port};
        },
        store::writer_options{8, &metrics, {}});
    reader = sys.spawn(store::reader_behavior, [this] {
      auto from = std::make_shared<storage::sqlite::reader>(store.file, quick);
      return store::reading_ports{from, from, from, from};
    });
    supervisor = sys.spawn([this](supervisor::handle::pointer) -> supervisor::handle::behavior_type {
      return {
          [](const supervisor::start_child&) {},
          [](const supervisor::subscribe&) {},
          [this](publish_index& p) { published.push_back(std::move(p.index)); },
          [](const publish_policy&) {},
          [this](report_health& h) { health = std::move(h); },
          [](read_health) { return health_report{}; },
          [](stop_all) { return stopped{}; },
      };
    });
  }

  ~KnowledgeActor() override {
    stop(aut);
    if (embedder) stop(embedder);
    stop(supervisor);
    stop(reader);
    stop(writer);
  }

  void start() {
    load();
    sync(); // as etl does at its start
  }
  void load() {
    aut = sys.spawn(behavior, options{&settings, &metrics, writer, reader, supervisor, embedder});
    run();
  }
  /// From now on there is an encoder; what becomes of it the test says.
  void embed_too() {
    embedder = sys.spawn([this](embedder::handle::pointer) -> embedder::handle::behavior_type {
      return {
          [this](embedder::embed_index& e) { to_embed.push_back(std::move(e)); },
          [](const embedder::continue_embedding&) {},
      };
    });
  }
  void tell(const embedder::embed_index& of, std::size_t done, std::string error = {}) {
    const auto total = of.index->chunks().size();
    auto made = std::shared_ptr<const retrieval::index>{};
    if (done == total)
      made = std::make_shared<const retrieval::index>(
          of.index->with_embeddings(std::vector(total, retrieval::embedding{{1.0F, 0.0F}}), 2));
    self->send(of.told, embedding_progress{of.index, done, total, std::move(made), std::move(error)});
    run();
  }
  void restart() {
    stop(aut);
    published.clear();
    start();
  }

  void write(const fs::path& path, std::string_view content) const {
    fs::create_directories((documents / path).parent_path());
    std::ofstream{documents / path, std::ios::binary} << content;
  }
  void write_topic(const std::string& name, const std::string& topic) const {
    write(name, "# About " + topic + "\n\nEverything that customers should know about the " + topic
                    + " stands here.\n");
  }
  [[nodiscard]] std::string content_of(const fs::path& path) const {
    auto file = std::ifstream{documents / path, std::ios::binary};
    return {std::istreambuf_iterator<char>{file}, {}};
  }

  sync_status sync() { return ask<sync_status>(aut, sync_knowledge{}); }
  sync_status status() { return ask<sync_status>(aut, read_sync_status{}); }
  std::vector<document_summary> list() { return ask<document_list>(aut, list_documents{}).documents; }
  template <class Reply, class Request>
  failure refused(Request request) {
    auto got = try_ask<Reply>(aut, std::move(request));
    return got.error ? to_failure(*got.error) : failure{};
  }

  /// Where the published index finds a word; empty if nowhere.
  [[nodiscard]] std::string found(std::string_view word) const {
    const auto hits = published.back()->search(word).hits;
    return hits.empty() ? std::string{} : hits.front().chunk->path;
  }
  [[nodiscard]] std::vector<std::string> stored_paths() const {
    auto paths = std::vector<std::string>{};
    for (const auto& row : storage::sqlite::reader{store.file, quick}.documents()) paths.push_back(row.path);
    return paths;
  }

  testing::temporary_directory directory;
  fs::path documents = directory.path() / "documents";
  storage::sqlite::opened store = storage::sqlite::open(directory.path() / "data", quick);
  troupe::config::settings settings;
  telemetry::metrics metrics;
  std::shared_ptr<fallible_documents> stored;
  store::writer writer;
  store::reader reader;
  supervisor::handle supervisor;
  std::vector<std::shared_ptr<const retrieval::index>> published;
  report_health health;
  embedder::handle embedder;
  std::vector<embedder::embed_index> to_embed;
  handle aut;
};

TEST_F(KnowledgeActor, IndexesTheFolderAtItsStart) {
  write_topic("kettles.md", "kettle");
  write_topic("lamps/finch.md", "lamp");
  start();
  ASSERT_EQ(published.size(), 1u);
  EXPECT_EQ(found("kettle"), "kettles.md");
  EXPECT_EQ(found("lamp"), "lamps/finch.md");
  const auto now = status();
  EXPECT_FALSE(now.running);
  EXPECT_EQ(now.seen, 2u);
  EXPECT_EQ(now.added, 2u);
  EXPECT_GE(now.ended_at, now.started_at);
  EXPECT_THAT(stored_paths(), ElementsAre("kettles.md", "lamps/finch.md"));
  EXPECT_EQ(metrics.knowledge_documents.Value(), 2);
  EXPECT_EQ(health.state, component_state::up);
}

TEST_F(KnowledgeActor, LeavesASyncOffWhenItIsToldTo) {
  settings.etl_batch_size = 1;
  for (const auto* name : {"kettles.md", "lamps.md", "spoons.md"}) write_topic(name, name);
  load();
  auto asked = self->request(aut, caf::infinite, sync_knowledge{});
  self->send(aut, cancel_sync{});
  run();
  asked.receive([](const sync_status& s) { EXPECT_THAT(s.error, HasSubstr("cancelled, with 2 documents")); },
                [](const caf::error&) { ADD_FAILURE(); });
  EXPECT_EQ(stored_paths().size(), 1u) << "what was read stays";
  EXPECT_EQ(sync().error, "");
  EXPECT_EQ(stored_paths().size(), 3u) << "the next one reads the rest";
}

TEST_F(KnowledgeActor, AnswersFromTheStoreBeforeItLooksAtTheFolder) {
  write_topic("kettles.md", "kettle");
  start();
  write_topic("kettles.md", "samovar");
  restart();
  ASSERT_EQ(published.size(), 2u) << "out of the store, and out of the folder";
  EXPECT_FALSE(published.front()->search("kettle").hits.empty());
  EXPECT_EQ(found("samovar"), "kettles.md");
  EXPECT_EQ(status().changed, 1u);
}

TEST_F(KnowledgeActor, AnswersByWordsUntilItIsKnownWhatTheyMean) {
  embed_too();
  write_topic("kettles.md", "kettle");
  write_topic("lamps.md", "lamp");
  start();
  ASSERT_EQ(published.size(), 1u);
  EXPECT_FALSE(published.back()->has_vectors());
  EXPECT_EQ(status().to_embed, 2u);
  ASSERT_EQ(to_embed.size(), 1u);
  tell(to_embed.back(), 1);
  EXPECT_EQ(status().embedded, 1u);
  EXPECT_EQ(published.size(), 1u);
  tell(to_embed.back(), 2);
  EXPECT_EQ(status().embedded, 2u);
  ASSERT_EQ(published.size(), 2u);
  EXPECT_TRUE(published.back()->has_vectors());
  EXPECT_EQ(found("kettle"), "kettles.md");
}

TEST_F(KnowledgeActor, NeverPublishesTheMeaningOfDocumentsThatHaveChangedSince) {
  embed_too();
  write_topic("kettles.md", "kettle");
  start();
  const auto old = to_embed.back();
  write_topic("lamps.md", "lamp");
  sync();
  ASSERT_EQ(to_embed.size(), 2u);
  tell(old, 1);
  EXPECT_EQ(status().embedded, 0u);
  EXPECT_EQ(found("lamp"), "lamps.md");
  EXPECT_FALSE(published.back()->has_vectors());
}

TEST_F(KnowledgeActor, HasThemEmbeddedAgainAfterAFailure) {
  embed_too();
  write_topic("kettles.md", "kettle");
  start();
  tell(to_embed.back(), 0, "the disk is full");
  EXPECT_EQ(status().embedding_error, "the disk is full");
  sync();
  EXPECT_EQ(to_embed.size(), 2u);
  EXPECT_EQ(status().embedding_error, "");
  tell(to_embed.back(), 1);
  sync();
  EXPECT_EQ(to_embed.size(), 2u) << "nothing has changed";
}

TEST_F(KnowledgeActor, LeavesItAtWordsWithoutAnEncoder) {
  write_topic("kettles.md", "kettle");
  start();
  EXPECT_FALSE(status().embeds);
  EXPECT_EQ(status().to_embed, 0u);
}

TEST_F(KnowledgeActor, PublishesAnEmptyIndexWhereThereIsNothing) {
  start();
  ASSERT_EQ(published.size(), 1u);
  EXPECT_EQ(published.front()->documents(), 0u);
}

TEST_F(KnowledgeActor, IndexesAllOfTheSampleDocuments) {
  settings.documents_path = TROUPE_SOURCE_DIR "/data/documents";
  start();
  EXPECT_THAT(status().failed, IsEmpty());
  EXPECT_GE(status().added, 12u);
}

TEST_F(KnowledgeActor, FollowsWhatIsAddedChangedAndRemoved) {
  write_topic("changed.md", "kettle");
  write_topic("removed.md", "lamp");
  write_topic("same.md", "vacuum");
  start();
  write_topic("changed.md", "samovar");
  write_topic("added.md", "thermostat");
  fs::remove(documents / "removed.md");
  const auto now = sync();
  EXPECT_EQ(now.seen, 3u);
  EXPECT_EQ(now.added, 1u);
  EXPECT_EQ(now.changed, 1u);
  EXPECT_EQ(now.removed, 1u);
  EXPECT_EQ(found("samovar"), "changed.md");
  EXPECT_EQ(found("thermostat"), "added.md");
  EXPECT_EQ(found("lamp"), "");
  EXPECT_THAT(stored_paths(), ElementsAre("added.md", "changed.md", "same.md"));
}

TEST_F(KnowledgeActor, DoesNothingWhereNothingChanged) {
  write_topic("same.md", "kettle");
  write("bad.md", std::string_view{"\0", 1});
  start();
  const auto updates = stored->updates;
  const auto again = sync();
  EXPECT_EQ(again.added + again.changed + again.removed, 0u);
  EXPECT_EQ(stored->updates, updates);
  EXPECT_EQ(published.size(), 1u);
}

TEST_F(KnowledgeActor, CopesWithTheWaysInWhichPeopleWriteMarkdown) {
  write("crlf.md", "# Kettles\r\n\r\nA kettle boils water in about three minutes when it is full.\r\n");
  write("bom.md", "\xef\xbb\xbf# Lamps\n\nA lamp gives light wherever you happen to need it most.\n");
  write("front.md",
        "---\ntitle: Vacuums\n---\n\nA vacuum takes up dust from carpets and from hard floors alike.\n");
  write("fence.md",
        "# Thermostats\n\nA thermostat keeps the room warm.\n\n```sh\nthis fence is never closed\n");
  start();
  EXPECT_THAT(status().failed, IsEmpty());
  EXPECT_EQ(found("kettle"), "crlf.md");
  EXPECT_EQ(found("lamp"), "bom.md");
  EXPECT_EQ(found("vacuum"), "front.md");
  EXPECT_EQ(found("thermostat"), "fence.md");
}

TEST_F(KnowledgeActor, NamesEveryDocumentThatItCannotReadAndServesTheOthers) {
  write_topic("good.md", "kettle");
  write("binary.md", std::string_view{"\x7f"
                                      "ELF\0\0\0",
                                      7});
  write("empty.md", "");
  write("huge.md", "");
  fs::resize_file(documents / "huge.md", 50 << 20);
  fs::create_directory_symlink(documents, documents / "loop");
  start();
  const auto now = status();
  auto failed = std::vector<std::string>{};
  for (const auto& f : now.failed) {
    failed.push_back(f.path);
    EXPECT_FALSE(f.reason.empty()) << f.path;
  }
  EXPECT_THAT(failed, ElementsAre("binary.md", "empty.md", "huge.md"));
  EXPECT_EQ(now.error, "");
  EXPECT_EQ(found("kettle"), "good.md");
}

TEST_F(KnowledgeActor, KeepsTheLastGoodVersionOfWhatHasGoneBad) {
  write_topic("kettles.md", "kettle");
  start();
  write("kettles.md", std::string_view{"\0", 1});
  sync();
  EXPECT_EQ(found("kettle"), "kettles.md");
  restart(); // also out of the store
  EXPECT_EQ(found("kettle"), "kettles.md");
  ASSERT_EQ(list().size(), 1u);
  EXPECT_EQ(list().front().status, document_status::failed);
  EXPECT_FALSE(list().front().reason.empty());
  EXPECT_THAT(ask<document_view>(aut, read_document{"kettles.md"}).content,
              HasSubstr("customers should know"));
}

TEST_F(KnowledgeActor, RemovesNothingWhenTheFolderItselfIsMissing) {
  write_topic("kettles.md", "kettle");
  start();
  fs::rename(documents, directory.path() / "elsewhere");
  const auto now = sync();
  EXPECT_THAT(now.error, HasSubstr(documents.string()));
  EXPECT_EQ(found("kettle"), "kettles.md");
  EXPECT_EQ(health.state, component_state::degraded);
  restart();
  EXPECT_EQ(found("kettle"), "kettles.md");
  fs::rename(directory.path() / "elsewhere", documents);
  EXPECT_EQ(sync().error, "");
  EXPECT_EQ(health.state, component_state::up);
}

TEST_F(KnowledgeActor, StoresInBatchesAndAnswersInBetween) {
  settings.etl_batch_size = 2;
  start();
  for (const auto* name : {"a.md", "b.md", "c.md", "d.md", "e.md"}) write_topic(name, "kettle");
  auto first = self->request(aut, caf::infinite, sync_knowledge{});
  auto second = self->request(aut, caf::infinite, sync_knowledge{});
  auto between = self->request(aut, caf::infinite, read_sync_status{});
  run();
  auto answers = std::vector<sync_status>{};
  const auto take = [&](const sync_status& s) { answers.push_back(s); };
  const auto fail = [&](const caf::error& e) { ADD_FAILURE() << sys.render(e); };
  between.receive(take, fail);
  first.receive(take, fail);
  second.receive(take, fail);
  ASSERT_EQ(answers.size(), 3u);
  EXPECT_TRUE(answers[0].running);
  EXPECT_FALSE(answers[1].running);
  EXPECT_GT(answers[0].pending, 0u);
  EXPECT_LE(answers[0].pending, answers[0].seen);
  EXPECT_EQ(answers[1].pending, 0u);
  EXPECT_EQ(answers[1].added, 5u);
  // Asked for when the first had looked, the second looked again.
  EXPECT_EQ(answers[2].seen, 5u);
  EXPECT_EQ(answers[2].added, 0u);
  EXPECT_EQ(stored->updates, 3u);
  EXPECT_EQ(stored->largest, 2u);
}

TEST_F(KnowledgeActor, AnswersASyncOnlyWithWhatStoodThereWhenItWasAskedFor) {
  settings.etl_batch_size = 1;
  start();
  write_topic("a.md", "kettle");
  self->send(aut, sync_knowledge{});
  sched.run_once(); // it has looked, and has not read yet
  write_topic("b.md", "samovar");
  EXPECT_EQ(ask<sync_status>(aut, sync_knowledge{}).added, 1u);
  EXPECT_EQ(found("samovar"), "b.md");
}

TEST_F(KnowledgeActor, ASyncUnderWayKeepsWhatIsPutMeanwhile) {
  settings.etl_batch_size = 1;
  start();
  for (const auto* name : {"a.md", "b.md", "c.md"}) write_topic(name, "kettle");
  auto syncing = self->request(aut, caf::infinite, sync_knowledge{});
  auto putting = self->request(
      aut, caf::infinite, put_document{"new.md", "# New\n\nThis samovar came in while others were read.\n"});
  run();
  syncing.receive([](const sync_status&) {}, [&](const caf::error& e) { ADD_FAILURE() << sys.render(e); });
  putting.receive([](const document_summary&) {},
                  [&](const caf::error& e) { ADD_FAILURE() << sys.render(e); });
  EXPECT_EQ(found("samovar"), "new.md");
  EXPECT_THAT(stored_paths(), ElementsAre("a.md", "b.md", "c.md", "new.md"));
}

TEST_F(KnowledgeActor, TellsWhoWaitsForASyncThatItIsStopped) {
  settings.etl_batch_size = 1;
  start();
  write_topic("a.md", "kettle");
  write_topic("b.md", "lamp");
  auto waiting = self->request(aut, caf::infinite, sync_knowledge{});
  sched.run_once(); // the first batch is with the store
  stop(aut);
  ASSERT_FALSE(self->mailbox().empty());
  waiting.receive([](const sync_status&) { ADD_FAILURE() << "it cannot have ended"; },
                  [](const caf::error& e) { EXPECT_EQ(to_failure(e).code, errc::shutting_down); });
}

TEST_F(KnowledgeActor, ShowsOnlyWhatIsStoredAndCatchesUpLater) {
  write_topic("old.md", "kettle");
  start();
  stored->broken = true;
  write_topic("new.md", "samovar");
  fs::remove(documents / "old.md");
  EXPECT_THAT(sync().error, HasSubstr("could not be stored"));
  EXPECT_EQ(found("kettle"), "old.md");
  EXPECT_EQ(found("samovar"), "");
  EXPECT_EQ(health.state, component_state::degraded);
  EXPECT_EQ(refused<document_summary>(put_document{"put.md", "# Put\n\nSome text.\n"}).code,
            errc::not_committed);
  stored->broken = false;
  const auto now = sync();
  EXPECT_EQ(now.error, "");
  EXPECT_THAT(stored_paths(), ElementsAre("new.md", "put.md"));
  EXPECT_EQ(found("samovar"), "new.md");
  EXPECT_EQ(health.state, component_state::up);
}

TEST_F(KnowledgeActor, PutsADocumentIntoFolderStoreAndIndex) {
  start();
  const auto text = std::string{"# Kettles\n\nA kettle boils water in about three minutes.\n"};
  const auto made = ask<document_summary>(aut, put_document{"home/kettles.md", text});
  EXPECT_EQ(made.path, "home/kettles.md");
  EXPECT_EQ(made.status, document_status::indexed);
  EXPECT_EQ(made.chunks, 1u);
  EXPECT_GT(made.updated_at, 0);
  EXPECT_EQ(content_of("home/kettles.md"), text);
  EXPECT_EQ(found("kettle"), "home/kettles.md");
  // A sync keeps it, and has nothing to do.
  const auto publications = published.size();
  EXPECT_EQ(sync().changed, 0u);
  EXPECT_EQ(published.size(), publications);
  EXPECT_THAT(stored_paths(), ElementsAre("home/kettles.md"));
}

TEST_F(KnowledgeActor, PutsNoDocumentThatASyncWouldNotRead) {
  start();
  EXPECT_EQ(refused<document_summary>(put_document{"../outside.md", "# A\n\nText.\n"}).code,
            errc::bad_request);
  EXPECT_EQ(refused<document_summary>(put_document{"a.exe", "# A\n\nText.\n"}).code, errc::bad_request);
  EXPECT_EQ(refused<document_summary>(put_document{"a.md", ""}).code, errc::bad_request);
  EXPECT_EQ(refused<document_summary>(put_document{"a.md", std::string("a\0b", 3)}).code, errc::bad_request);
  EXPECT_EQ(refused<document_summary>(put_document{"a.md", std::string(100'001, 'a')}).code, errc::too_large);
  EXPECT_FALSE(fs::exists(directory.path() / "outside.md"));
  EXPECT_TRUE(fs::is_empty(documents));
}

TEST_F(KnowledgeActor, SaysWhyADocumentCannotBeWritten) {
  fs::create_directory(documents / "taken.md");
  start();
  const auto why = refused<document_summary>(put_document{"taken.md", "# A\n\nSome text.\n"});
  EXPECT_EQ(why.code, errc::not_committed);
  EXPECT_THAT(why.detail, HasSubstr((documents / "taken.md").string()));
}

TEST_F(KnowledgeActor, DeletesADocumentEverywhere) {
  write_topic("kettles.md", "kettle");
  write_topic("lamps.md", "lamp");
  start();
  EXPECT_EQ(ask<sync_status>(aut, delete_document{"kettles.md"}).removed, 1u);
  EXPECT_FALSE(fs::exists(documents / "kettles.md"));
  EXPECT_EQ(found("kettle"), "");
  EXPECT_THAT(stored_paths(), ElementsAre("lamps.md"));
  EXPECT_EQ(refused<sync_status>(delete_document{"kettles.md"}).code, errc::unknown_document);
  EXPECT_EQ(refused<sync_status>(delete_document{"../data/troupe.db"}).code, errc::unknown_document);
}

TEST_F(KnowledgeActor, ShowsDocumentsAsTheyAre) {
  const auto text = std::string{"\xef\xbb\xbf# Lamps\r\n\r\nA lamp gives light wherever you need it.\r\n"};
  write("lamps.md", text);
  start();
  const auto view = ask<document_view>(aut, read_document{"lamps.md"});
  EXPECT_EQ(view.content, text);
  EXPECT_EQ(view.summary.chunks, 1u);
  ASSERT_EQ(list().size(), 1u);
  EXPECT_EQ(list().front().chunks, 1u);
  EXPECT_EQ(refused<document_view>(read_document{"none.md"}).code, errc::unknown_document);
}

TEST_F(KnowledgeActor, LeavesItToTheSupervisorWhenTheStoreCannotBeRead) {
  stop(reader);
  load();
  EXPECT_TRUE(published.empty());
  EXPECT_NE(refused<sync_status>(read_sync_status{}).code, errc::none); // it has gone
}

} // namespace
} // namespace troupe::knowledge
