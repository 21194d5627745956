import { infiniteQueryOptions, keepPreviousData } from "@tanstack/react-query";

import { type Kind, given as known } from "#features/review";
import { type components, api, given } from "#kit/api.ts";

import { queryOf } from "../queries.ts";
import { type Row, rowOf } from "../rows.ts";
import type { RecordsSearch } from "../search.ts";

interface Portion {
  rows: Row[];
  pagination: components["schemas"]["Pagination"];
}
interface Place {
  cursor?: string;
  per_page: number;
}

const readers: Record<Kind, (search: RecordsSearch, place: Place, signal: AbortSignal) => Promise<Portion>> = {
  "wheel-specifications": async (search, place, signal) => {
    const query = { ...queryOf["wheel-specifications"](search), ...place, ...sorted<"created_at">(search) };
    const { data, pagination } = await given(api.GET("/api/forms/wheel-specifications", { params: { query }, signal }));
    return { rows: data.map((record) => rowOf({ kind: "wheel-specifications", record })), pagination };
  },
  "bogie-checksheets": async (search, place, signal) => {
    const query = { ...queryOf["bogie-checksheets"](search), ...place, ...sorted<"created_at">(search) };
    const { data, pagination } = await given(api.GET("/api/forms/bogie-checksheets", { params: { query }, signal }));
    return { rows: data.map((record) => rowOf({ kind: "bogie-checksheets", record })), pagination };
  },
  submissions: async (search, place, signal) => {
    const query = { ...queryOf.submissions(search), ...known({ form_id: search.form }), ...place, ...sorted<"submitted_at">(search) };
    const { data, pagination } = await given(api.GET("/api/forms/submissions", { params: { query }, signal }));
    return { rows: data.map((record) => rowOf({ kind: "submissions", record })), pagination };
  },
};

/** The address was checked against the sorts of the kind; the type names one of them for all. */
const sorted = <T extends string>({ sort }: RecordsSearch) => known({ sort: sort as T | undefined });

export const recordsKey = ["records"];

export const recordsQuery = (kind: Kind, search: RecordsSearch) =>
  infiniteQueryOptions({
    queryKey: [...recordsKey, kind, search],
    queryFn: ({ pageParam, signal }) => readers[kind](search, { per_page: 50, ...known({ cursor: pageParam }) }, signal),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: ({ pagination }) => pagination.next_cursor ?? undefined,
    placeholderData: keepPreviousData,
  });
