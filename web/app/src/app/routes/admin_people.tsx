import { useNavigate, useSearch } from "@tanstack/react-router";
import { useMemo } from "react";

import { PeoplePage, validatePeopleSearch } from "#features/people";

export function AdminPeopleRoute() {
  const asked = useSearch({ from: "/inside/admin/people" });
  const search = useMemo(() => validatePeopleSearch(asked), [asked]);
  const navigate = useNavigate();
  return (
    <PeoplePage
      search={search}
      // A filter replaces the address; what opens in place of the list is a step back away.
      onSearch={(next) => void navigate({ to: "/admin/people", search: next, replace: next.view === search.view })}
      onOpen={(id) => void navigate({ to: "/admin/people/$id", params: { id: String(id) } })}
    />
  );
}
