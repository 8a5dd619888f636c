# A room is a top-level folder, or the FOLDER it names: a library of its sources, included from the project's root.
# What stands below EXCEPT is another room.
add_library(troupe_options INTERFACE)
# Sources compiled together see each other's names, which says nothing of them alone: the other builds do.
if(CMAKE_UNITY_BUILD)
  set(shadowing -Wshadow=local -Wno-subobject-linkage)
else()
  set(shadowing -Wshadow)
endif()
target_include_directories(troupe_options INTERFACE ${PROJECT_SOURCE_DIR})
target_compile_options(troupe_options INTERFACE -Wall -Wextra -Wpedantic ${shadowing} -Wnon-virtual-dtor -Wno-missing-field-initializers $<$<CXX_COMPILER_ID:GNU>:-Wno-restrict>
  $<$<CXX_COMPILER_ID:Clang>:-Wno-deprecated-declarations> # GCC 12's stable_sort calls what its library deprecates
  -Werror)

function(troupe_room name)
  cmake_parse_arguments(room "" "FOLDER;EXCEPT" "LIBRARIES" ${ARGN})
  if(NOT room_FOLDER)
    set(room_FOLDER ${name})
  endif()
  file(GLOB_RECURSE sources CONFIGURE_DEPENDS ${PROJECT_SOURCE_DIR}/${room_FOLDER}/*.cpp)
  if(room_EXCEPT)
    list(FILTER sources EXCLUDE REGEX "/${room_EXCEPT}/")
  endif()
  if(NOT sources)
    add_library(troupe_${name} INTERFACE)
    target_link_libraries(troupe_${name} INTERFACE troupe_options ${room_LIBRARIES})
    return()
  endif()
  add_library(troupe_${name} STATIC ${sources})
  target_link_libraries(troupe_${name} PUBLIC troupe_options ${room_LIBRARIES})
endfunction()

# The same arithmetic for several kinds of CPU, of which the program chooses when it runs; optimised in every build, since
# only then the compiler keeps its vectors in registers.
function(troupe_kernels folder)
  set(baseline "")
  if(CMAKE_SYSTEM_PROCESSOR MATCHES "x86_64|amd64|AMD64")
    set(avx2 -march=x86-64-v3)
    set(avx512 -march=x86-64-v4 -mavx512vnni -mprefer-vector-width=512)
  endif()
  foreach(cpu baseline avx2 avx512)
    set_source_files_properties(${folder}/${cpu}_kernels.cpp PROPERTIES COMPILE_OPTIONS "-O3;-ffp-contract=fast;-Wno-psabi;${${cpu}}")
  endforeach()
endfunction()
