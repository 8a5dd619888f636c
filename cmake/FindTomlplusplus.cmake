# toml++, header only. Defines Tomlplusplus::tomlplusplus.
find_path(TOMLPLUSPLUS_INCLUDE_DIR toml++/toml.h)
include(FindPackageHandleStandardArgs)
find_package_handle_standard_args(Tomlplusplus REQUIRED_VARS TOMLPLUSPLUS_INCLUDE_DIR)
if(Tomlplusplus_FOUND AND NOT TARGET Tomlplusplus::tomlplusplus)
  add_library(Tomlplusplus::tomlplusplus INTERFACE IMPORTED)
  set_target_properties(Tomlplusplus::tomlplusplus PROPERTIES INTERFACE_INCLUDE_DIRECTORIES ${TOMLPLUSPLUS_INCLUDE_DIR})
endif()
