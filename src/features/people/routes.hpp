#pragma once

#include "core/http/router.hpp"

namespace kpa::people {

class Profiles;
class Service;
class Imports;
class Export;

void declare_profile_routes(http::Router& router, const Profiles& profiles);
void declare_routes(http::Router& router, const Service& service);
/// Import and export of files.
void declare_file_routes(http::Router& router, const Imports& imports, const Export& exported);

}  // namespace kpa::people
