import { useLingui } from "@lingui/react/macro";
import { Button, NativeSelect } from "@mantine/core";
import { type FormEvent, useState } from "react";

import { type Kind, statuses, useStatuses } from "#features/review";
import { TextField } from "#kit/fields.tsx";

import { useForms } from "./api/list_forms.ts";
import styles from "./records.module.css";
import { type RecordsSearch, changed, validateRecordsSearch } from "./search.ts";

interface FiltersProps {
  kind: Kind;
  search: RecordsSearch;
  onSearch: (search: RecordsSearch) => void;
  /** What the API says of the filters. */
  at: (parameter: string) => string | undefined;
}

interface Typed {
  number: string;
  subject: string;
  person: string;
}
const wordsOf = ({ number = "", subject = "", person = "" }: RecordsSearch): Typed => ({ number, subject, person });
const areSame = (one: Typed, other: Typed) => one.number === other.number && one.subject === other.subject && one.person === other.person;

/** What of the records is shown. Choices take effect at once, words with Enter. */
export function RecordFilters({ kind, search, onSearch, at }: FiltersProps) {
  const { t } = useLingui();
  const marks = useStatuses();
  const isSubmission = kind === "submissions";
  const forms = useForms(isSubmission).data?.data ?? [];
  const asked = wordsOf(search);
  const [typed, setTyped] = useState(asked);
  const [known, setKnown] = useState(asked);
  if (!areSame(known, asked)) {
    // Another address, as of a saved view: the fields show its words.
    setKnown(asked);
    setTyped(asked);
  }
  // On a phone the list comes first.
  const [openAtFirst] = useState(() => matchMedia("(min-width: 48em)").matches);
  const set = (changes: object) => onSearch(validateRecordsSearch({ ...search, ...changes }));
  const submit = (event: FormEvent) => {
    event.preventDefault();
    set(typed);
  };
  const words = (name: keyof typeof typed, label: string, parameter: string) => (
    <TextField label={label} value={typed[name]} maxLength={50} error={at(parameter)} onChange={(text) => setTyped((before) => ({ ...before, [name]: text }))} />
  );
  const open = statuses.filter((status) => !isSubmission || status !== "Saved");
  const findings = search.findings === undefined ? "" : String(search.findings);
  const any = Object.keys(search).some((name) => name !== "sort");
  const off = () => onSearch(changed({}, { sort: search.sort }));
  return (
    <details className={styles.panel} open={openAtFirst}>
      <summary>{t`Filters`}</summary>
      <form className={styles.filters} onSubmit={submit} noValidate aria-label={t`Filters`}>
        {isSubmission ? (
          <NativeSelect
            size="md"
            label={t`Form`}
            value={String(search.form ?? "")}
            data={[{ value: "", label: t`All forms` }, ...forms.map(({ id, title }) => ({ value: String(id), label: title }))]}
            onChange={(event) => set({ form: event.currentTarget.value || undefined })}
          />
        ) : (
          <>
            {words("number", t`Form number`, "form_number")}
            {words("subject", kind === "wheel-specifications" ? t`Wheel number` : t`Bogie number`, kind === "wheel-specifications" ? "wheel_no" : "bogie_no")}
          </>
        )}
        {words("person", t`Inspector's employee or phone number`, kind === "bogie-checksheets" ? "inspection_by" : "submitted_by")}
        <NativeSelect
          size="md"
          label={t`Status`}
          value={search.status ?? ""}
          data={[{ value: "", label: t`All statuses` }, ...open.map((status) => ({ value: status, label: marks[status].name }))]}
          onChange={(event) => set({ status: event.currentTarget.value || undefined })}
        />
        <NativeSelect
          size="md"
          label={t`Findings`}
          value={findings}
          data={[
            { value: "", label: t`With and without` },
            { value: "true", label: t`Only with findings` },
            { value: "false", label: t`Only without findings` },
          ]}
          onChange={(event) => set({ findings: event.currentTarget.value || undefined })}
        />
        <TextField type="date" label={isSubmission ? t`Sent from` : t`Work from`} value={search.from ?? ""} onChange={(from) => set({ from })} error={at("submitted_date_from") ?? at("inspection_date_from")} />
        <TextField type="date" label={isSubmission ? t`Sent up to` : t`Work up to`} value={search.to ?? ""} onChange={(to) => set({ to })} error={at("submitted_date_to") ?? at("inspection_date_to")} />
        <Button type="submit" variant={areSame(typed, asked) ? "default" : "filled"}>{t`Search`}</Button>
        {any && <Button variant="subtle" onClick={off}>{t`All filters off`}</Button>}
      </form>
    </details>
  );
}
