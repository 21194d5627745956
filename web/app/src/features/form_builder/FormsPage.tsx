import { useLingui } from "@lingui/react/macro";
import { Button, NativeSelect, Stack, Text } from "@mantine/core";
import { useInfiniteQuery } from "@tanstack/react-query";
import { type ReactNode, useEffect, useState } from "react";

import { TextField } from "#kit/fields.tsx";
import { Loaded } from "#kit/Loaded.tsx";
import { Page } from "#kit/Page.tsx";

import { FormRow } from "./FormRow.tsx";
import { NewForm } from "./NewForm.tsx";
import { formsQuery } from "./api/list_forms.ts";
import styles from "./forms.module.css";
import { type FormsSearch, formTypes, known, validateFormsSearch } from "./search.ts";
import { useFormTypeNames } from "./texts.ts";

export interface FormsPageProps {
  search: FormsSearch;
  onSearch: (search: FormsSearch) => void;
  /** Opens a form to be built. */
  onOpen: (id: number) => void;
  /** Leads to the page on which a form is built. */
  linkTo: (id: number, title: string) => ReactNode;
}

/** All forms, for people who build them. */
export function FormsPage({ search, onSearch, onOpen, linkTo }: FormsPageProps) {
  const { t } = useLingui();
  const query = useInfiniteQuery(formsQuery(search));
  const kinds = useFormTypeNames();
  const [cleared, setCleared] = useState(0);
  const showAll = () => {
    setCleared(cleared + 1); // and with it what is typed above
    onSearch({ active: "all" });
  };
  return (
    <Page title={t`Forms`}>
      <Stack>
        <NewForm onMade={onOpen} />
        <Filters key={cleared} search={search} onSearch={onSearch} />
        <Loaded query={query}>
          {({ pages }) => {
            const forms = pages.flatMap(({ data }) => data);
            if (forms.length === 0) return <Nothing search={search} onAll={showAll} />;
            return (
              <>
                <table className={styles.forms}>
                  <thead>
                    <tr>
                      <SortedHeader by="title" search={search} onSearch={onSearch}>{t`Title`}</SortedHeader>
                      <th scope="col">{t`Kind of form`}</th>
                      <th scope="col">{t`Status`}</th>
                      <SortedHeader by="created_at" search={search} onSearch={onSearch}>{t`Made`}</SortedHeader>
                      <th scope="col">{t`What to do`}</th>
                    </tr>
                  </thead>
                  <tbody>
                    {forms.map((form) => (
                      <FormRow key={form.id} form={form} kind={kinds[form.form_type]} link={linkTo(form.id, form.title)} onMade={onOpen} />
                    ))}
                  </tbody>
                </table>
                {query.hasNextPage && (
                  <Button variant="default" loading={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>{t`Show more`}</Button>
                )}
              </>
            );
          }}
        </Loaded>
      </Stack>
    </Page>
  );
}

function Filters({ search, onSearch }: Pick<FormsPageProps, "search" | "onSearch">) {
  const { t } = useLingui();
  const kinds = useFormTypeNames();
  const [title, setTitle] = useState(search.title ?? "");
  const change = (changes: { [K in keyof FormsSearch]?: FormsSearch[K] | undefined }) => onSearch(validateFormsSearch(known({ ...search, ...changes })));
  // What is typed gets into the address when there is a pause.
  useEffect(() => {
    if (title === (search.title ?? "")) return undefined;
    const timer = setTimeout(() => change({ title }), 300);
    return () => clearTimeout(timer);
    // oxlint-disable-next-line react-hooks/exhaustive-deps -- only what is typed starts it
  }, [title]);
  return (
    <search className={styles.filters}>
      <TextField label={t`Part of the title`} type="search" value={title} onChange={setTitle} />
      <NativeSelect
        size="md"
        label={t`Kind of form`}
        value={search.type ?? ""}
        onChange={({ currentTarget }) => change({ type: formTypes.find((type) => type === currentTarget.value) })}
        data={[{ value: "", label: t`All kinds` }, ...formTypes.map((value) => ({ value, label: kinds[value] }))]}
      />
      <NativeSelect
        size="md"
        label={t`Which forms`}
        value={search.active ?? ""}
        onChange={({ currentTarget }) => change({ active: validateFormsSearch({ active: currentTarget.value }).active })}
        data={[
          { value: "", label: t`In use` },
          { value: "no", label: t`Deactivated` },
          { value: "all", label: t`All` },
        ]}
      />
    </search>
  );
}

function SortedHeader({ by, search, onSearch, children }: Pick<FormsPageProps, "search" | "onSearch"> & { by: "title" | "created_at"; children: ReactNode }) {
  const present = search.sort ?? "-created_at";
  const order = present === by ? "ascending" : present === `-${by}` ? "descending" : "none";
  // A first look wants titles from A, and the newest.
  const next = present === by ? (`-${by}` as const) : present === `-${by}` ? by : by === "title" ? "title" : "-created_at";
  return (
    <th scope="col" aria-sort={order}>
      <button type="button" className={styles.sort} onClick={() => onSearch({ ...search, sort: next })}>
        {children}
        <span aria-hidden="true">{order === "ascending" ? " ▲" : order === "descending" ? " ▼" : ""}</span>
      </button>
    </th>
  );
}

function Nothing({ search, onAll }: { search: FormsSearch; onAll: () => void }) {
  const { t } = useLingui();
  const filtered = search.title !== undefined || search.type !== undefined || search.active !== undefined;
  return (
    <div className="card">
      <Stack>
        <Text>{filtered ? t`No form is like that.` : t`There is no form in use yet. Make one above, or bring one from a file.`}</Text>
        {filtered && <Button variant="default" onClick={onAll}>{t`Show all forms`}</Button>}
      </Stack>
    </div>
  );
}
