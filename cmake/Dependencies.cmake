# The libraries, as Debian packages them: 12 carries Boost 1.81 beside its default, 13 has 1.83.
find_package(PkgConfig REQUIRED)
find_package(Threads REQUIRED)
find_package(Boost 1.81 CONFIG REQUIRED COMPONENTS json locale)
find_package(PostgreSQL REQUIRED)
find_package(OpenSSL REQUIRED)
find_package(CURL REQUIRED)
find_package(ZLIB REQUIRED)
find_package(ICU REQUIRED COMPONENTS uc i18n)  # i18n: for tests
find_package(CLI11 REQUIRED)
find_package(prometheus-cpp REQUIRED)
pkg_check_modules(tomlplusplus REQUIRED IMPORTED_TARGET tomlplusplus)
pkg_check_modules(hiredis REQUIRED IMPORTED_TARGET hiredis)
pkg_check_modules(libjwt REQUIRED IMPORTED_TARGET libjwt)
pkg_check_modules(libcrypt REQUIRED IMPORTED_TARGET libcrypt)
pkg_check_modules(liboath REQUIRED IMPORTED_TARGET liboath)
pkg_check_modules(libarchive REQUIRED IMPORTED_TARGET libarchive)
pkg_check_modules(expat REQUIRED IMPORTED_TARGET expat)
find_library(ZXCVBN_LIBRARY zxcvbn REQUIRED)
find_library(RE2_LIBRARY re2 REQUIRED)
if(KPA_TESTS)
  find_package(GTest REQUIRED)
  find_package(rapidcheck REQUIRED)
endif()

# Asio and Beast are packaged as headers alone. Whoever links this gets what Compiler.cmake keeps out of them.
add_library(kpa_boost STATIC ${PROJECT_SOURCE_DIR}/cmake/boost/asio.cpp ${PROJECT_SOURCE_DIR}/cmake/boost/beast.cpp)
target_link_libraries(kpa_boost PUBLIC Boost::headers OpenSSL::SSL Threads::Threads)

# Debian 12 cannot install libphonenumber-dev beside Boost 1.81 (both claim the Boost headers), so ./dev unpacks
# that package into build/packages and links the runtime library, which needs no Boost.
find_path(PHONENUMBER_INCLUDE phonenumbers/phonenumberutil.h
          HINTS ${PROJECT_SOURCE_DIR}/build/packages/usr/include REQUIRED)
find_library(PHONENUMBER_LIBRARY NAMES phonenumber libphonenumber.so.8 REQUIRED)
add_library(phonenumber INTERFACE)
target_include_directories(phonenumber SYSTEM INTERFACE ${PHONENUMBER_INCLUDE})
target_link_libraries(phonenumber INTERFACE ${PHONENUMBER_LIBRARY})
