#pragma once
#include "actors/store/interface.hpp"
#include "actors/supervisor/interface.hpp"
#include "storage/conversations.hpp"
#include "storage/customers.hpp"
#include "storage/experience.hpp"
#include "storage/knowledge.hpp"
#include "storage/read_view.hpp"
#include "telemetry/metrics.hpp"

#include <caf/stateful_actor.hpp>
#include <caf/typed_event_based_actor.hpp>
#include <caf/typed_response_promise.hpp>

#include <functional>
#include <memory>
#include <vector>

namespace troupe::store {

/// The ports of one connection, opened by the actor that uses them; a store that cannot be opened throws
/// storage::error.
struct writing_ports {
  std::shared_ptr<storage::turn_log> turns;
  std::shared_ptr<storage::customer_writer> customers;
  std::shared_ptr<storage::knowledge_writer> knowledge;
  std::shared_ptr<storage::feedback_writer> feedback;
  std::shared_ptr<storage::experience_writer> experience = nullptr;
};
struct reading_ports {
  std::shared_ptr<storage::conversations> conversations;
  std::shared_ptr<storage::customer_reader> customers;
  std::shared_ptr<storage::knowledge_reader> knowledge;
  std::shared_ptr<storage::read_view> view; ///< of the others' reads
  std::shared_ptr<storage::experience_reader> experience = nullptr;
};
using open_writer = std::function<writing_ports()>;
using open_reader = std::function<reading_ports()>;

struct writer_options {
  std::size_t queue_limit = 0; ///< bounds the group; what comes beyond it is refused as overloaded
  telemetry::metrics* metrics = nullptr;
  supervisor::handle supervisor; ///< told when commits begin to fail, and when they come through again
};

/// Who waits for some records of the group.
struct waiting_commit {
  std::size_t records = 1;
  caf::typed_response_promise<committed> promise;
};

struct writer_state {
  static constexpr const char* name = "store.writer";
  writer_state() = default;
  /// CAF answers nobody for an actor that is killed or breaks: what is open is failed here.
  ~writer_state();
  writer_state(const writer_state&) = delete;
  writer_state& operator=(const writer_state&) = delete;

  writer_options with;
  writing_ports ports;
  std::vector<turn_record> group;
  std::vector<waiting_commit> waiting; ///< in the order of the group
  bool in_doubt = false;               ///< nobody knows yet whether the group is durable
  bool failing = false;                ///< the last write did not come through, and the supervisor knows
};

writer::behavior_type writer_behavior(writer::stateful_pointer<writer_state>, const open_writer&,
                                      const writer_options&);

struct reader_state {
  static constexpr const char* name = "store.reader";
  reading_ports ports;
  bool viewing = false; ///< a view is open, and close_view is under way
};

reader::behavior_type reader_behavior(reader::stateful_pointer<reader_state>, const open_reader&);

struct log_reader_state {
  static constexpr const char* name = "store.log_reader";
  reading_ports ports;
};

log_reader::behavior_type log_reader_behavior(log_reader::stateful_pointer<log_reader_state>,
                                              const open_reader&);

/// `run` copies the log once; it is called every `period`.
struct checkpointer_state {
  static constexpr const char* name = "store.checkpointer";
};
checkpointer::behavior_type checkpointer_behavior(checkpointer::stateful_pointer<checkpointer_state>,
                                                  const std::function<void()>& run,
                                                  std::chrono::milliseconds period);

} // namespace troupe::store
