import { useNavigate, useSearch } from "@tanstack/react-router";
import { useMemo } from "react";

import { DepotsPage, validateDepotsSearch } from "#features/depots";

export function AdminDepotsRoute() {
  const asked = useSearch({ from: "/inside/admin/depots" });
  const search = useMemo(() => validateDepotsSearch(asked), [asked]);
  const navigate = useNavigate();
  return <DepotsPage search={search} onSearch={(next) => void navigate({ to: "/admin/depots", search: next, replace: true })} />;
}
