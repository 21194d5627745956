#pragma once

// What all kinds of maintenance form share: a header, a number, the states from saved to submitted, and lists
// with the same filters. Each kind has its own members, rules, endpoints, use cases and SQL, and calls what
// is declared here.

#include "features/maintenance_forms/export.hpp"
#include "features/maintenance_forms/permissions.hpp"
#include "features/maintenance_forms/service.hpp"
#include "features/maintenance_forms/store.hpp"
#include "features/maintenance_forms/synced_forms.hpp"
#include "features/maintenance_forms/wire.hpp"
