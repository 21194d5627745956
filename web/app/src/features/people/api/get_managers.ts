import { useQuery } from "@tanstack/react-query";

import { Failure } from "#kit/api.ts";

import { getPerson } from "./get_person.ts";
import type { Person } from "./list_people.ts";

const most = 20;

/** To whom somebody reports, to whom those report, and so on: the highest first, as far as the caller may see them. */
export const useManagers = (first: number | null) =>
  useQuery({
    queryKey: ["people", "managers", first],
    queryFn: async () => {
      const above: Person[] = [];
      let next = first;
      while (next !== null && above.length < most && !above.some(({ id }) => id === next)) {
        const manager = await getPerson(next).catch((error: unknown) => {
          if (error instanceof Failure && error.status === 404) return undefined; // not theirs to see
          throw error;
        });
        if (!manager) break;
        above.unshift(manager);
        next = manager.manager_id ?? null;
      }
      return above;
    },
  });
