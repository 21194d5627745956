import { useQuery } from "@tanstack/react-query";

import { Failure, type components, api, given } from "#kit/api.ts";

export interface Looked {
  health?: components["schemas"]["Health"];
  /** Where the server answers that it cannot work: why, as far as it tells. */
  failure?: Failure;
  /** How long the answer took, in milliseconds. */
  took: number;
}

/** Looks at everything; again twice a minute. An answer that the server cannot work is an answer. */
export const useHealth = () =>
  useQuery({
    queryKey: ["health"],
    queryFn: async (): Promise<Looked> => {
      const begun = performance.now();
      const took = () => Math.round(performance.now() - begun);
      try {
        return { health: await given(api.GET("/health/", { params: { query: { deep: true } } })), took: took() };
      } catch (failure) {
        if (failure instanceof Failure && failure.problem) return { failure, took: took() };
        throw failure;
      }
    },
    retry: false,
    refetchInterval: 30_000,
  });
