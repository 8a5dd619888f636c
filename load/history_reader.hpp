#pragma once
#include "load/client.hpp"
#include "load/conversation.hpp"
#include "load/measurements.hpp"

#include <boost/asio/io_context.hpp>

#include <cstdint>
#include <deque>
#include <span>
#include <string>

namespace troupe::load {

/// What the histories at the end of a run have shown.
struct history_result {
  std::uint64_t sessions = 0; ///< read to their end
  std::uint64_t messages = 0;
  fault_log wrong;
};

/// Reads the history of every session, a few at once, and holds it against its conversation. One that cannot
/// be read in five tries is a fault.
[[nodiscard]] history_result read_histories(boost::asio::io_context& io, client& by,
                                            const std::deque<conversation>& conversations,
                                            std::span<const std::string> questions);

} // namespace troupe::load
