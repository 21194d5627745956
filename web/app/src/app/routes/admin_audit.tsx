import { useNavigate, useSearch } from "@tanstack/react-router";
import { useMemo } from "react";

import { AuditPage, validateAuditSearch } from "#features/audit";

export function AdminAuditRoute() {
  const asked = useSearch({ from: "/inside/admin/audit" });
  const search = useMemo(() => validateAuditSearch(asked), [asked]);
  const navigate = useNavigate();
  return <AuditPage search={search} onSearch={(next) => void navigate({ to: "/admin/audit", search: next, replace: true })} />;
}
