import { keepPreviousData, useInfiniteQuery, useQuery } from "@tanstack/react-query";

import { type components, api, given } from "#kit/api.ts";
import { present } from "#kit/address.ts";

import { type AuditSearch, filtersOf } from "../search.ts";

export type Entry = components["schemas"]["AuditEntry"];

export const auditKey = ["audit"];

const queryOf = (search: AuditSearch) => ({ ...filtersOf(search), ...present({ sort: search.sort }) });

/** The audit log page by page, the newest first. */
export function useEntries(search: AuditSearch) {
  const query = queryOf(search);
  return useInfiniteQuery({
    queryKey: [...auditKey, "list", query],
    queryFn: ({ pageParam, signal }) => given(api.GET("/api/audit", { params: { query: { ...query, per_page: 50, ...present({ cursor: pageParam }) } }, signal })),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: ({ pagination }) => pagination.next_cursor ?? undefined,
    placeholderData: keepPreviousData,
  });
}

/** The newest entries of one record, or of all where it is undefined. */
export const useNewest = (of: { entity_type: string; entity_id?: number } | undefined, per_page: number) =>
  useQuery({
    queryKey: [...auditKey, "newest", of ?? "all", per_page],
    queryFn: () => given(api.GET("/api/audit", { params: { query: { ...of, per_page } } })),
  });

export const mostSaved = 5000;

/** All entries of a list, for a file; not more than `mostSaved`, and then `whole` is false. */
export async function readEntries(search: AuditSearch, onProgress: (read: number) => void): Promise<{ entries: Entry[]; whole: boolean }> {
  const entries: Entry[] = [];
  let cursor: string | undefined;
  do {
    const page = await given(api.GET("/api/audit", { params: { query: { ...queryOf(search), per_page: 100, ...present({ cursor }) } } }));
    entries.push(...page.data);
    onProgress(entries.length);
    cursor = page.pagination.next_cursor ?? undefined;
  } while (cursor && entries.length < mostSaved);
  return { entries, whole: cursor === undefined };
}
