import { useLingui } from "@lingui/react/macro";
import { Button, NativeSelect } from "@mantine/core";

import type { components } from "#kit/api.ts";

import { useQueueCounts } from "./api/count_queue.ts";
import { useNamesOf } from "./api/get_person.ts";
import { useDepots } from "./api/list_depots.ts";
import { useKindNames } from "./kind_names.ts";
import { kinds } from "./kinds.ts";
import styles from "./review.module.css";
import { type ReviewSearch, changed, validateReviewSearch } from "./search.ts";
import { useSeverities, useStatuses } from "./status_names.ts";

type Counts = components["schemas"]["QueueCounts"] | undefined;

interface FiltersProps {
  search: ReviewSearch;
  onSearch: (search: ReviewSearch) => void;
}

/** How many records have a value of a filter. The server writes statuses here in small letters. */
const countOf = (counts: Counts, filter: string, value: string) =>
  counts?.counts.find((one) => one.filter === filter && one.value.toLowerCase() === value.toLowerCase())?.count;
const withCount = (name: string, count: number | undefined) => (count === undefined ? name : `${name} (${count})`);

/** What of the queue is shown. Each choice says how much it would leave. */
export function QueueFilters({ search, onSearch }: FiltersProps) {
  const { t } = useLingui();
  const counts = useQueueCounts(search).data?.data;
  const kindNames = useKindNames();
  const severityOf = useSeverities();
  const depots = useDepots().data?.data ?? [];
  const people = (counts?.counts ?? []).filter(({ filter }) => filter === "inspector").slice(0, 30).map(({ value }) => Number(value));
  const assignees = (counts?.counts ?? []).filter(({ filter, value }) => filter === "assigned" && /^\d+$/.test(value)).map(({ value }) => Number(value));
  const asked = [search.inspector, search.assigned].filter((value) => value && /^\d+$/.test(value)).map(Number);
  const nameOf = useNamesOf([...people, ...assignees, ...asked]);
  const set = (name: keyof ReviewSearch, value: string) => onSearch(changed(search, { [name]: validateReviewSearch({ [name]: value })[name], open: undefined }));
  const choice = (name: "kind" | "depot" | "severity" | "older" | "inspector" | "assigned", label: string, all: string, options: { value: string; label: string }[]) => {
    const value = String(search[name] ?? "");
    const known = value === "" || options.some((option) => option.value === value);
    const data = [{ value: "", label: all }, ...options, ...(known ? [] : [{ value, label: value }])];
    return <NativeSelect key={name} size="md" label={label} value={value} data={data} onChange={(event) => set(name, event.currentTarget.value)} />;
  };
  const ageOptions = [1, 3, 7, 30].map((days) => ({ value: String(days), label: withCount(days === 1 ? t`At least one day` : t`At least ${days} days`, countOf(counts, "older_than_days", String(days))) }));
  const personOptions = (ids: number[], filter: string) => ids.map((id) => ({ value: String(id), label: withCount(nameOf(id), countOf(counts, filter, String(id))) }));
  const chosen = Object.keys(search).filter((name) => !["open", "sort", "status"].includes(name)).length;
  return (
    <details className={styles.filters} open={chosen > 0 || undefined}>
      <summary className={styles.summary}>{chosen > 0 ? t`Filters (${chosen})` : t`Filters`}</summary>
      <div className={styles.choices}>
        {choice("kind", t`Kind`, t`All kinds`, kinds.map((kind) => ({ value: kind, label: withCount(kindNames[kind], countOf(counts, "kind", kind)) })))}
        {choice("severity", t`Worst finding`, t`All severities`, [4, 3, 2, 1].map((level) => ({ value: String(level), label: withCount(severityOf(level).name, countOf(counts, "severity", String(level))) })))}
        {choice("assigned", t`Assigned to`, t`Everybody`, [
          { value: "me", label: withCount(t`Me`, countOf(counts, "assigned", "me")) },
          { value: "nobody", label: withCount(t`Nobody`, countOf(counts, "assigned", "nobody")) },
          ...personOptions(assignees, "assigned"),
        ])}
        {choice("depot", t`Depot`, t`All depots`, depots.map(({ id, name }) => ({ value: String(id), label: withCount(name, countOf(counts, "depot", String(id))) })))}
        {choice("inspector", t`Inspector`, t`All inspectors`, personOptions(people, "inspector"))}
        {choice("older", t`Waiting`, t`However long`, ageOptions)}
        <NativeSelect
          size="md"
          label={t`Order`}
          value={search.sort ?? ""}
          data={[
            { value: "", label: t`The oldest first` },
            { value: "-waiting_since", label: t`The newest first` },
          ]}
          onChange={(event) => set("sort", event.currentTarget.value)}
        />
        {chosen > 0 && (
          <Button variant="subtle" onClick={() => onSearch(changed({}, { status: search.status, sort: search.sort }))}>{t`All filters off`}</Button>
        )}
      </div>
    </details>
  );
}

/** The two steps of the review, with how much waits at each. */
export function StatusTabs({ search, onSearch }: FiltersProps) {
  const { t } = useLingui();
  const names = useStatuses();
  const { status: _, ...others } = search;
  const counts = useQueueCounts(others).data?.data;
  const total = counts && (counts.totalIsExact ? String(counts.total) : `${counts.total}+`);
  const tabs: [ReviewSearch["status"], string, string | undefined][] = [
    [undefined, t`All`, total],
    ["Submitted", names.Submitted.name, counts && String(countOf(counts, "status", "Submitted") ?? 0)],
    ["Reviewed", names.Reviewed.name, counts && String(countOf(counts, "status", "Reviewed") ?? 0)],
  ];
  return (
    <fieldset className={styles.tabs} aria-label={t`Status`}>
      {tabs.map(([status, name, count]) => (
        <button key={name} type="button" aria-pressed={search.status === status} onClick={() => onSearch(changed(search, { status, open: undefined }))}>
          {name} {count !== undefined && <b>{count}</b>}
        </button>
      ))}
    </fieldset>
  );
}
