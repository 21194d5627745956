import { useLingui } from "@lingui/react/macro";
import type { ReactNode } from "react";

import { type Kind, Mark, leavesOf, textOf, useDays, useDepotNames, useSeverities, useStatuses, valueAt } from "#features/review";
import { useMoments } from "#kit/moments.ts";

import type { Row } from "./rows.ts";

export interface Column {
  id: string;
  title: string;
  cell: (row: Row) => ReactNode;
  /** What the API calls it when it sorts by it. */
  sort?: string;
}

/** The columns that a list begins with. */
export const firstColumns: Record<Kind, string[]> = {
  "wheel-specifications": ["title", "subject", "person", "day", "status", "severity"],
  "bogie-checksheets": ["title", "subject", "person", "day", "status", "severity"],
  submissions: ["title", "form", "person", "enteredAt", "status", "severity"],
};

export interface ColumnNeeds {
  rows: readonly Row[];
  nameOf: (id: number) => string;
  formTitle: (id: number | undefined) => string;
  labelOf: (path: string) => string;
  link: (row: Row) => ReactNode;
}

/** All columns that a list of this kind can show: what every record has, and what was filled in. */
export function useColumns(kind: Kind, { rows, nameOf, formTitle, labelOf, link }: ColumnNeeds): Column[] {
  const { t } = useLingui();
  const moment = useMoments();
  const { day } = useDays();
  const statusMarks = useStatuses();
  const severityOf = useSeverities();
  const depotName = useDepotNames();
  const isSubmission = kind === "submissions";
  const sortByDay = kind === "wheel-specifications" ? "submitted_date" : "inspection_date";
  const dayColumn: Column = { id: "day", title: t`Date of the work`, cell: (row) => day(row.day), sort: sortByDay };
  const subjectColumn: Column = { id: "subject", title: kind === "wheel-specifications" ? t`Wheel number` : t`Bogie number`, cell: (row) => row.subject };
  const formColumn: Column = { id: "form", title: t`Form`, cell: (row) => formTitle(row.form) };
  const titleColumn: Column = { id: "title", title: isSubmission ? t`Number` : t`Form number`, cell: link };
  const common: Column[] = [
    isSubmission ? titleColumn : { ...titleColumn, sort: "form_number" },
    ...(isSubmission ? [formColumn] : [subjectColumn]),
    { id: "person", title: t`Inspector`, cell: (row) => nameOf(row.person) },
    ...(isSubmission ? [] : [dayColumn]),
    { id: "status", title: t`Status`, cell: (row) => <Mark tone={statusMarks[row.status].tone}>{statusMarks[row.status].name}</Mark> },
    {
      id: "severity",
      title: t`Worst finding`,
      cell: ({ severity }) => (severity > 1 ? <Mark tone={severityOf(severity).tone}>{severityOf(severity).name}</Mark> : ""),
    },
    { id: "findings", title: t`Findings`, cell: ({ findings }) => (findings > 0 ? String(findings) : "") },
    { id: "depot", title: t`Depot`, cell: (row) => depotName(row.depot) ?? "" },
    { id: "revision", title: t`Revision`, cell: ({ revision }) => String(revision) },
    { id: "enteredBy", title: t`Entered by`, cell: (row) => nameOf(row.enteredBy) },
    { id: "enteredAt", title: t`Entered`, cell: (row) => moment(row.enteredAt), sort: isSubmission ? "submitted_at" : "created_at" },
    { id: "changedAt", title: t`Last changed`, cell: (row) => moment(row.changedAt), ...(isSubmission ? { sort: "updated_at" } : {}) },
  ];
  const paths = new Set(rows.flatMap(({ content }) => leavesOf(content).map(({ path }) => path)));
  const filledIn = [...paths].filter((path) => !path.includes("[")).map((path): Column => ({ id: path, title: labelOf(path), cell: ({ content }) => textOf(valueAt(content, path)) }));
  return [...common, ...filledIn];
}

/** The columns that were chosen, in the order in which there are all; none that is unknown. */
export function shownColumns(all: readonly Column[], chosen: readonly string[]): Column[] {
  const shown = all.filter(({ id }) => chosen.includes(id));
  return shown.length > 0 ? shown : all.slice(0, 1);
}
