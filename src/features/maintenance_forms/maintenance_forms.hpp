#pragma once

// What all kinds of maintenance form have in common: their header, number, states, use cases and endpoints.
// A kind brings its own members, its rules and its table.

#include "features/maintenance_forms/routes.hpp"
#include "features/maintenance_forms/service.hpp"
#include "features/maintenance_forms/store.hpp"
#include "features/maintenance_forms/wire.hpp"
