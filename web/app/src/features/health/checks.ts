import type { components } from "#kit/api.ts";

import type { Looked } from "./api/get_health.ts";

export type Status = components["schemas"]["Health"]["status"];

export interface Check {
  name: string;
  status: Status;
  detail: string;
  ms?: number;
}

/** Each check that the server tells of: all of them, or, of a server that cannot work, the failed ones. */
export function checksOf({ health, failure }: Looked): Check[] {
  if (health) return health.checks;
  return Object.entries(failure?.fields ?? {}).map(([name, detail]) => ({ name, status: "failed", detail }));
}

export const statusOf = ({ health }: Looked): Status => health?.status ?? "failed";
