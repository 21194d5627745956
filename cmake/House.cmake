# One function per kind of room in the house. Sources are found by name, so a new file needs no line here:
#   *.cpp is the library, *_test.cpp its test program.

# A compiler spends most of its time on headers and on what templates make of them: the sources of a room are compiled in
# batches, each as one unit. So a name in an unnamed namespace is of the whole room. -DKPA_BATCHES=OFF compiles each source
# alone. What was measured is in docs/decisions/0075-built-in-batches.md.
option(KPA_BATCHES "Compile the sources of a room together" ON)
function(kpa_batch target)
  set_target_properties(${target} PROPERTIES UNITY_BUILD ${KPA_BATCHES} UNITY_BUILD_BATCH_SIZE 16)
endfunction()

# kpa_room([USES <rooms>] [PARTS <folders>] [LINK <libraries>] [TEST_USES <rooms>] [TEST_LINK <libraries>]), in the CMakeLists.txt of a room's
# folder, makes library kpa_<folder> and, with tests on, program <folder>_test. The global property kpa_rooms lists the libraries.
#
# USES names the rooms whose files this one may include: `core` (the files directly in it), `core/http`, `features/audit`. Of core,
# what those use comes with them; each feature is named. TEST_USES is for the *_test.cpp alone. tests/layout reads the same lists.
# PARTS names folders in this one whose sources belong to the room, too.
function(kpa_room)
  cmake_parse_arguments(room "" "" "USES;PARTS;LINK;TEST_USES;TEST_LINK" ${ARGN})
  if(room_UNPARSED_ARGUMENTS)
    message(FATAL_ERROR "kpa_room() does not know what to do with: ${room_UNPARSED_ARGUMENTS}")
  endif()
  set(directory ${CMAKE_CURRENT_SOURCE_DIR})
  file(RELATIVE_PATH folder ${PROJECT_SOURCE_DIR}/src ${directory})
  kpa_short_name(short ${folder})
  foreach(kind IN ITEMS "" TEST_)
    foreach(used IN LISTS room_${kind}USES)
      if(NOT EXISTS ${PROJECT_SOURCE_DIR}/src/${used}/CMakeLists.txt)
        message(FATAL_ERROR "src/${folder} uses ${used}, but there is no room src/${used}/CMakeLists.txt.")
      endif()
      kpa_short_name(library ${used})
      list(APPEND room_${kind}LINK kpa_${library})
    endforeach()
  endforeach()
  set(patterns ${directory}/*.cpp)
  foreach(part IN LISTS room_PARTS)
    list(APPEND patterns ${directory}/${part}/*.cpp)
  endforeach()
  file(GLOB sources CONFIGURE_DEPENDS ${patterns})
  set(tests ${sources})
  list(FILTER sources EXCLUDE REGEX "_test\\.cpp$")
  list(FILTER tests INCLUDE REGEX "_test\\.cpp$")

  if(sources)
    add_library(kpa_${short} STATIC ${sources})
    kpa_use_precompiled(kpa_${short} kpa_precompiled)
    kpa_batch(kpa_${short})
    set(scope PUBLIC)
    set_property(GLOBAL APPEND PROPERTY kpa_rooms kpa_${short})
  else()
    add_library(kpa_${short} INTERFACE)
    set(scope INTERFACE)
  endif()
  target_include_directories(kpa_${short} ${scope} ${PROJECT_SOURCE_DIR}/src)
  target_link_libraries(kpa_${short} ${scope} ${room_LINK})

  if(KPA_TESTS AND tests)
    kpa_test(${short}_test SOURCES ${tests} LINK kpa_${short} ${room_TEST_LINK})
  endif()
endfunction()

# kpa_short_name(<variable> core/http) sets the variable to `http`.
function(kpa_short_name variable folder)
  string(REGEX REPLACE "^(core|features)/" "" short ${folder})
  set(${variable} ${short} PARENT_SCOPE)
endfunction()

# kpa_test(<name> SOURCES <files> LINK <libraries>) makes a GoogleTest program that ./dev test finds and runs.
function(kpa_test name)
  cmake_parse_arguments(test "" "" "SOURCES;LINK" ${ARGN})
  add_executable(${name} ${test_SOURCES})
  kpa_use_precompiled(${name} kpa_test_precompiled)
  kpa_batch(${name})
  target_link_libraries(${name} PRIVATE ${test_LINK} kpa_core GTest::gmock GTest::gtest_main rapidcheck_gtest rapidcheck)
  target_compile_definitions(${name} PRIVATE KPA_SOURCE_DIR="${PROJECT_SOURCE_DIR}")
  set_target_properties(${name} PROPERTIES RUNTIME_OUTPUT_DIRECTORY ${CMAKE_BINARY_DIR}/tests)
endfunction()
