#pragma once
#include "load/client.hpp"

#include <boost/asio/io_context.hpp>

#include <string>
#include <vector>

namespace troupe::load {

/// The headings of the server's own documents, at most a hundred of them spread over the list. Throws
/// std::runtime_error if it cannot be reached, refuses, or has none.
[[nodiscard]] std::vector<std::string> fetch_questions(boost::asio::io_context& io, client& by);

} // namespace troupe::load
