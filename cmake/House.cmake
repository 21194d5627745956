# One function per kind of room in the house. Sources are found by name, so a new file needs no line here:
#   *.cpp is the library, *_test.cpp its test program.

# A compiler spends most of its time on headers: the sources of a room are compiled in batches, each as one unit. So a
# name in an unnamed namespace is of the whole room. -DKPA_BATCHES=OFF compiles each source alone.
option(KPA_BATCHES "Compile the sources of a room together" ON)
function(kpa_batch target)
  set_target_properties(${target} PROPERTIES UNITY_BUILD ${KPA_BATCHES} UNITY_BUILD_BATCH_SIZE 16)
endfunction()

# The global property kpa_rooms lists the libraries.
#
# kpa_room(<folder below src> [LINK <libraries>] [TEST_LINK <libraries>]) makes library kpa_<folder> and, with tests on,
# program <folder>_test.
function(kpa_room folder)
  cmake_parse_arguments(room "" "" "LINK;TEST_LINK" ${ARGN})
  string(REPLACE "/" "_" name ${folder})
  string(REGEX REPLACE "^(core|features)_" "" short ${name})
  set(directory ${PROJECT_SOURCE_DIR}/src/${folder})
  file(GLOB sources CONFIGURE_DEPENDS ${directory}/*.cpp)
  set(tests ${sources})
  list(FILTER sources EXCLUDE REGEX "_test\\.cpp$")
  list(FILTER tests INCLUDE REGEX "_test\\.cpp$")

  if(sources)
    add_library(kpa_${short} STATIC ${sources})
    kpa_use_precompiled(kpa_${short} kpa_precompiled)
    if(NOT short MATCHES "^(accounts|people)$")
      kpa_batch(kpa_${short})
    endif()
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

# kpa_test(<name> SOURCES <files> LINK <libraries>) makes a GoogleTest program that ./dev test finds and runs.
function(kpa_test name)
  cmake_parse_arguments(test "" "" "SOURCES;LINK" ${ARGN})
  add_executable(${name} ${test_SOURCES})
  kpa_use_precompiled(${name} kpa_test_precompiled)
  target_link_libraries(${name} PRIVATE ${test_LINK} kpa_core GTest::gmock GTest::gtest_main rapidcheck_gtest rapidcheck)
  target_compile_definitions(${name} PRIVATE KPA_SOURCE_DIR="${PROJECT_SOURCE_DIR}")
  set_target_properties(${name} PROPERTIES RUNTIME_OUTPUT_DIRECTORY ${CMAKE_BINARY_DIR}/tests)
endfunction()
