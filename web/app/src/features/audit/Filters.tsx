import { useLingui } from "@lingui/react/macro";
import { Button, Group, NativeSelect } from "@mantine/core";

import { PersonField } from "#features/people";
import { SearchField } from "#kit/SearchField.tsx";
import { turned, wholeNumber } from "#kit/address.ts";
import table from "#kit/table.module.css";

import styles from "./audit.module.css";
import { MomentField } from "./MomentField.tsx";
import { daysAgo } from "./local_time.ts";
import { type AuditSearch, isFiltered } from "./search.ts";
import { useActionWords, useTypeWords } from "./words.ts";

/** A choice of what is known by a word, and what else the address says. */
const choices = (words: Record<string, string>, none: string, value: string | undefined) => {
  const known = Object.entries(words).map(([name, label]) => ({ value: name, label }));
  known.sort((one, other) => one.label.localeCompare(other.label));
  return [{ value: "", label: none }, ...known, ...(value && !words[value] ? [{ value, label: value }] : [])];
};

export function Filters({ search, onSearch }: { search: AuditSearch; onSearch: (search: AuditSearch) => void }) {
  const { t } = useLingui();
  const types = useTypeWords();
  const actions = useActionWords();
  const turn = (changes: Parameters<typeof turned<AuditSearch>>[1]) => onSearch(turned(search, { ...changes, open: undefined }));
  const since = (days: number) => turn({ from: daysAgo(days), to: undefined });
  return (
    <>
      <search className={`${table.filters} ${styles.filters}`}>
        <PersonField brief label={t`Who did it`} value={search.who ?? null} onChange={(who) => turn({ who: who ?? undefined })} />
        <NativeSelect size="md" label={t`What happened`} data={choices(actions.all, t`Everything`, search.action)} value={search.action ?? ""} onChange={(event) => turn({ action: event.currentTarget.value || undefined })} />
        <NativeSelect
          size="md"
          label={t`Kind of record`}
          data={choices(types.all, t`All kinds`, search.type)}
          value={search.type ?? ""}
          onChange={(event) => turn({ type: event.currentTarget.value || undefined, record: undefined })}
        />
        <SearchField label={t`Number of the record`} value={search.record ? String(search.record) : ""} onChange={(text) => turn({ record: wholeNumber(text) })} />
        <MomentField label={t`From`} value={search.from} onChange={(from) => turn({ from })} />
        <MomentField label={t`Until`} value={search.to} onChange={(to) => turn({ to })} />
        <SearchField label={t`Address`} value={search.address ?? ""} onChange={(address) => turn({ address: address || undefined })} />
        <SearchField label={t`Request`} value={search.request ?? ""} onChange={(request) => turn({ request: request || undefined })} />
      </search>
      <Group gap="sm">
        <Button variant="default" onClick={() => since(1)}>{t`Last day`}</Button>
        <Button variant="default" onClick={() => since(7)}>{t`Last 7 days`}</Button>
        <Button variant="default" onClick={() => since(30)}>{t`Last 30 days`}</Button>
        {isFiltered(search) && <Button variant="default" onClick={() => onSearch(turned({}, { sort: search.sort }))}>{t`Clear all filters`}</Button>}
      </Group>
    </>
  );
}
