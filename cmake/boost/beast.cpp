// What of Boost.Beast is no template: see BOOST_BEAST_SEPARATE_COMPILATION in cmake/Compiler.cmake.
#include <boost/asio/error.hpp>

#include <boost/beast/src.hpp>
