#pragma once
#include "actors/store/behavior.hpp"
#include "messages/error.hpp"
#include "storage/error.hpp"
#include "storage/sqlite/open.hpp"
#include "storage/sqlite/reader.hpp"
#include "storage/sqlite/writer.hpp"
#include "tests/storage/sample.hpp"
#include "tests/support/deterministic_system.hpp"
#include "tests/support/temporary_directory.hpp"

#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace troupe::testing {

/// Customers that cannot be read on demand.
class fallible_customers final : public storage::customer_reader {
public:
  explicit fallible_customers(const std::filesystem::path& file) : of_{file} {}

  std::optional<customer> find(std::string_view customer_id) override {
    if (broken) throw storage::error{"the disk is gone"};
    return of_.find(customer_id);
  }
  std::vector<customer> list(std::string_view matching, std::string_view before, std::size_t limit) override {
    return of_.list(matching, before, limit);
  }
  std::vector<feedback_record> feedback_of(std::string_view customer_id) override {
    return of_.feedback_of(customer_id);
  }
  std::vector<similar_customer> similar(std::string_view customer_id, std::size_t limit) override {
    if (broken) throw storage::error{"the disk is gone"};
    return of_.similar(customer_id, limit);
  }

  bool broken = false;

private:
  storage::sqlite::reader of_;
};

/// A reader over a real store, for the nodes that ask it. The test writes through `rows`.
class StoredCustomers : public DeterministicSystem {
protected:
  ~StoredCustomers() override { stop(reader); }

  /// What `requests` come to when the reader goes with all of them in its mailbox.
  template <class Reply, class Handle, class Request>
  std::vector<errc> ask_while_the_reader_goes(const Handle& aut, const std::vector<Request>& requests) {
    auto asked = std::vector<decltype(self->request(aut, caf::infinite, requests.front()))>{};
    for (const auto& r : requests) asked.push_back(self->request(aut, caf::infinite, r));
    stop(reader); // its exit stands before what the node passes on
    auto codes = std::vector<errc>{};
    for (auto& each : asked)
      each.receive([&](const Reply&) { codes.push_back(errc::none); },
                   [&](const caf::error& e) { codes.push_back(to_failure(e).code); });
    return codes;
  }

  temporary_directory directory;
  storage::sqlite::opened store = storage::sqlite::open(directory.path(), {.durable = false});
  storage::sqlite::writer rows{store.file, {.durable = false}};
  std::shared_ptr<fallible_customers> customers = std::make_shared<fallible_customers>(store.file);
  store::reader reader = sys.spawn(store::reader_behavior, [this] {
    auto r = std::make_shared<storage::sqlite::reader>(store.file);
    return store::reading_ports{r, customers, r, r};
  });
};

} // namespace troupe::testing
