import { QueryClient } from "@tanstack/react-query";

import { Failure } from "#kit/api.ts";

/** Only what may go better the next time is asked again: no answer, or a server that is in trouble. */
const again = (failures: number, error: Error) =>
  failures < 2 && error instanceof Failure && (error.status >= 500 || (error.status === 0 && navigator.onLine));

export const queries = new QueryClient({
  defaultOptions: { queries: { retry: again, networkMode: "always", refetchOnReconnect: true } },
});
