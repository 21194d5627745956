import { useQueryClient } from "@tanstack/react-query";

import { depotsKey } from "./api/list_depots.ts";
import { divisionsKey } from "./api/list_divisions.ts";
import { zonesKey } from "./api/list_zones.ts";

/** Reads all the lists again, after a change of any. */
export function useListAgain(): () => Promise<unknown> {
  const client = useQueryClient();
  return () => Promise.all([zonesKey, divisionsKey, depotsKey].map((queryKey) => client.invalidateQueries({ queryKey })));
}
