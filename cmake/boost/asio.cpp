// What of Boost.Asio is no template: see BOOST_ASIO_SEPARATE_COMPILATION in cmake/Compiler.cmake.
#include <boost/asio/impl/src.hpp>
#include <boost/asio/ssl/impl/src.hpp>
