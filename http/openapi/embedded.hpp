#pragma once
#include <string_view>

/// Files of the source tree that the program carries with it; CMakeLists.txt names them.
namespace troupe::http::embedded {

extern const std::string_view schemas; ///< http/openapi/schemas.json
extern const std::string_view docs;    ///< web/docs.html

} // namespace troupe::http::embedded
