#pragma once

// What all kinds of maintenance form have in common: a header, a number, a life from saved to submitted, and
// lists that are filtered alike. A kind says its own members, rules, endpoints, use cases and SQL itself; it
// calls what is declared here.

#include "features/maintenance_forms/permissions.hpp"
#include "features/maintenance_forms/service.hpp"
#include "features/maintenance_forms/store.hpp"
#include "features/maintenance_forms/wire.hpp"
