import { useParams } from "@tanstack/react-router";

import { EntityHistory } from "#features/audit";
import { PersonPage } from "#features/people";

import { NoSuchPage } from "../Trouble.tsx";

export function AdminPersonRoute() {
  const id = Number(useParams({ from: "/inside/admin/people/$id" }).id);
  if (!Number.isSafeInteger(id) || id < 1) return <NoSuchPage />;
  return <PersonPage key={id} id={id} history={<EntityHistory type="user" id={id} />} />;
}
