import { useLiveQuery } from "dexie-react-hooks";

import { withDatabase } from "./database.ts";

/** What `read` gives, again whenever this or another tab changed it; undefined until it is known. */
export const useKeptOnDevice = <T,>(read: () => Promise<T>, what: unknown[]): T | undefined => useLiveQuery(() => withDatabase(read), what);
