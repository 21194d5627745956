# How every target is compiled: warnings, hardening, sanitizers, cache and linker.
option(KPA_SANITIZE "Build with AddressSanitizer and UndefinedBehaviorSanitizer" OFF)
option(KPA_TESTS "Build the tests" OFF)
option(KPA_FUZZ "Build the fuzz targets (needs clang)" OFF)

add_compile_definitions(_FILE_OFFSET_BITS=64)  # hiredis asks for it: the same everywhere, so that all share precompiled headers
add_compile_options(-Wall -Wextra -Wpedantic -Wshadow -Wconversion -Werror=return-type -fno-omit-frame-pointer)
if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
  # GCC 12 and 14 warn about their own coroutine frames and inlined standard containers.
  add_compile_options(-Wno-maybe-uninitialized -Wno-stringop-overflow -Wno-array-bounds -Wno-restrict
                      -Wno-mismatched-new-delete)
  # Where sources are compiled together, GCC takes each of them for a header.
  add_compile_options($<$<COMPILE_LANGUAGE:CXX>:-Wno-subobject-linkage>)
endif()
# Coroutine frames come and go with every request: keep more of them for the next one, and get them from malloc, whose
# thread cache the aligned allocation would go around.
add_compile_definitions(BOOST_ASIO_RECYCLING_ALLOCATOR_CACHE_SIZE=8 BOOST_ASIO_DISABLE_STD_ALIGNED_ALLOC
                        BOOST_ASIO_DISABLE_BOOST_ALIGN)
# What of Asio and Beast is no template is compiled once, in cmake/boost, and not in every unit.
add_compile_definitions(BOOST_ASIO_SEPARATE_COMPILATION BOOST_BEAST_SEPARATE_COMPILATION)

if(CMAKE_BUILD_TYPE STREQUAL "Debug")
  set(CMAKE_CXX_FLAGS_DEBUG "-g1 -O0")  # half the time of -O1 to compile
else()
  add_compile_definitions(_FORTIFY_SOURCE=2 _GLIBCXX_ASSERTIONS)
  add_compile_options(-fstack-protector-strong -fPIE)
  add_link_options(-pie -Wl,-z,relro,-z,now)
  set(CMAKE_CXX_FLAGS_RELWITHDEBINFO "-O2 -g1")
endif()
if(KPA_SANITIZE)
  # AddressSanitizer finds what these four of UndefinedBehaviorSanitizer would on this architecture; they cost a third of the build.
  add_compile_options(-fsanitize=address,undefined -fno-sanitize=null,alignment,vptr,object-size
                      -fno-sanitize-recover=undefined)
  add_link_options(-fsanitize=address,undefined)
endif()
if(KPA_FUZZ)
  add_compile_options(-fsanitize=fuzzer-no-link,address,undefined -fno-sanitize-recover=undefined)
  add_link_options(-fsanitize=address,undefined)
endif()

find_program(KPA_CCACHE ccache)
if(KPA_CCACHE)
  set(CMAKE_C_COMPILER_LAUNCHER ${KPA_CCACHE})
  # What ccache needs to look through precompiled headers.
  set(CMAKE_CXX_COMPILER_LAUNCHER ${CMAKE_COMMAND} -E env CCACHE_SLOPPINESS=pch_defines,time_macros ${KPA_CCACHE})
  if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
    add_compile_options($<$<COMPILE_LANGUAGE:CXX>:-fpch-preprocess>)
  endif()
endif()
find_program(KPA_MOLD mold)
if(KPA_MOLD)
  add_link_options(-fuse-ld=mold)
endif()
