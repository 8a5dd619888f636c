# troupe_embed(ROOM NAMESPACE NAME FILE): the text of FILE becomes the std::string_view NAMESPACE::NAME of the room's library.
# A change of the file configures anew.
function(troupe_embed room namespace name file)
  set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS ${PROJECT_SOURCE_DIR}/${file})
  file(READ ${PROJECT_SOURCE_DIR}/${file} text)
  set(source ${PROJECT_BINARY_DIR}/embedded/${room}/${name}.cpp)
  file(CONFIGURE OUTPUT ${source} @ONLY CONTENT [[
// Made from @file@
#include <string_view>

namespace @namespace@ {
extern const std::string_view @name@;
const std::string_view @name@ = R"embedded(@text@)embedded";
} // namespace @namespace@
]])
  target_sources(troupe_${room} PRIVATE ${source})
endfunction()
