# GitHub-flavoured CommonMark with its table extension. Defines Cmark::cmark.
find_path(CMARK_INCLUDE_DIR cmark-gfm.h)
find_library(CMARK_LIBRARY cmark-gfm)
find_library(CMARK_EXTENSIONS_LIBRARY cmark-gfm-extensions)
include(FindPackageHandleStandardArgs)
find_package_handle_standard_args(Cmark REQUIRED_VARS CMARK_INCLUDE_DIR CMARK_LIBRARY CMARK_EXTENSIONS_LIBRARY)
if(Cmark_FOUND AND NOT TARGET Cmark::cmark)
  add_library(Cmark::cmark INTERFACE IMPORTED)
  set_target_properties(Cmark::cmark PROPERTIES INTERFACE_INCLUDE_DIRECTORIES ${CMARK_INCLUDE_DIR}
    INTERFACE_LINK_LIBRARIES "${CMARK_EXTENSIONS_LIBRARY};${CMARK_LIBRARY}")
endif()
