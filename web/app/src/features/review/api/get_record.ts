import { queryOptions } from "@tanstack/react-query";

import { type components, api, given } from "#kit/api.ts";

import type { Kind } from "../kinds.ts";
import { leavesOf } from "../leaves.ts";
import { reviewKey } from "./get_review.ts";

/** Of the record itself what its review does not have. */
export interface Facts {
  findings: components["schemas"]["Finding"][];
  /** Of a submission: the form that was filled in. */
  form?: { id: number; version: number };
  enteredAt: string;
  changedAt: string;
  /** The paths of all that is filled in, in the order of the form. */
  order: string[];
}

const orderOf = (record: object) => leavesOf(record).map(({ path }) => path);

const readers: Record<Kind, (id: number, signal: AbortSignal) => Promise<Facts>> = {
  "wheel-specifications": async (id, signal) => {
    const { data } = await given(api.GET("/api/forms/wheel-specifications/{id}", { params: { path: { id } }, signal }));
    return { findings: data.findings, enteredAt: data.createdAt, changedAt: data.updatedAt, order: orderOf(data) };
  },
  "bogie-checksheets": async (id, signal) => {
    const { data } = await given(api.GET("/api/forms/bogie-checksheets/{id}", { params: { path: { id } }, signal }));
    return { findings: data.findings, enteredAt: data.createdAt, changedAt: data.updatedAt, order: orderOf(data) };
  },
  submissions: async (id, signal) => {
    const { data } = await given(api.GET("/api/forms/submissions/{id}", { params: { path: { id } }, signal }));
    const form = { id: data.form_id, version: data.form_version };
    // The rules of a form name its fields; the record's paths begin with the member that holds them.
    const findings = data.findings.map((finding) => ({ ...finding, path: `submission_data.${finding.path}` }));
    return { findings, form, enteredAt: data.submitted_at, changedAt: data.updated_at, order: orderOf(data) };
  },
};

export const factsQuery = (kind: Kind, id: number) =>
  queryOptions({ queryKey: [...reviewKey(kind, id), "facts"], queryFn: ({ signal }) => readers[kind](id, signal), staleTime: 30_000 });
