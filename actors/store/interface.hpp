#pragma once
#include "messages/local/customers.hpp"
#include "messages/local/gaps.hpp"
#include "messages/local/learning.hpp"
#include "messages/local/store.hpp"

#include <caf/fwd.hpp>
#include <caf/replies_to.hpp>
#include <caf/typed_actor.hpp>

namespace troupe::store {

/// Commits in groups; owns the only writing connection.
using writer = caf::typed_actor<
    // Joins the group that is being gathered; answered when the group is durable or refused.
    caf::replies_to<commit_turn>::with<committed>,
    // A session without a turn: opened or closed.
    caf::replies_to<write_session>::with<committed>,
    // The row as it stands then: an existing one is kept.
    caf::replies_to<create_customer>::with<customer>,
    caf::replies_to<change_customer>::with<changed_customer>, caf::replies_to<erase_customer>::with<erasure>,
    caf::replies_to<erase_sessions>::with<erasure>, caf::replies_to<add_feedback>::with<committed>,
    caf::replies_to<update_documents>::with<committed>,
    // What sections mean; none of it is lost that cannot be made again.
    caf::replies_to<add_embeddings>::with<committed>, caf::replies_to<keep_embeddings>::with<committed>,
    // What the collector and the learner leave behind them.
    caf::replies_to<settle_lessons>::with<committed>, caf::replies_to<keep_fold>::with<committed>,
    caf::replies_to<record_promotion>::with<committed>,
    // Ends the group; sent by the writer to itself. Without a group: sees whether commits come through again.
    caf::reacts_to<flush_group>>;

/// Reads on a connection of its own; never waits behind a commit.
using reader = caf::typed_actor<
    caf::replies_to<find_session>::with<found_session>, caf::replies_to<find_turn>::with<found_turn>,
    caf::replies_to<load_record>::with<found_record>, caf::replies_to<read_events>::with<event_batch>,
    caf::replies_to<read_history>::with<stored_history>, caf::replies_to<find_thread>::with<found_thread>,
    caf::replies_to<list_sessions>::with<session_page>, caf::replies_to<read_customer>::with<found_customer>,
    caf::replies_to<list_customers>::with<customer_page>,
    caf::replies_to<read_customer_whole>::with<whole_customer>,
    caf::replies_to<read_sessions_of>::with<session_page>,
    caf::replies_to<read_similar>::with<similar_customers>,
    caf::replies_to<read_documents>::with<stored_documents>,
    // What a crash left open; asked once, at start.
    caf::replies_to<read_open_sessions>::with<open_sessions>,
    // Sent by the reader to itself, behind the reads that share a view.
    caf::reacts_to<close_view>>;

/// Reads for those who learn from the log and for periodic jobs, on a connection of its own: its long pages
/// are in nobody's way.
using log_reader = caf::typed_actor<
    caf::replies_to<find_consumer>::with<learning::consumer>,
    caf::replies_to<read_changes>::with<learning::log_page>,
    caf::replies_to<read_settled>::with<settled_turns>, caf::replies_to<read_learning>::with<stored_learning>,
    caf::replies_to<find_fold>::with<found_fold>, caf::replies_to<read_lessons>::with<learning::lesson_page>,
    caf::replies_to<find_expired>::with<expired_sessions>,
    caf::replies_to<read_answers>::with<given_answers>>;

/// Copies the log into the database, so that the writer never has to.
using checkpointer = caf::typed_actor<caf::reacts_to<checkpoint_now>>;

} // namespace troupe::store
