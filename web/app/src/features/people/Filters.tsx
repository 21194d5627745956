import { useLingui } from "@lingui/react/macro";
import { Button, NativeSelect } from "@mantine/core";

import { DepotField } from "#features/depots";
import { SearchField } from "#kit/SearchField.tsx";
import { turned, yesOrNo } from "#kit/address.ts";
import table from "#kit/table.module.css";

import { usePerson } from "./api/get_person.ts";
import styles from "./people.module.css";
import { type PeopleSearch, isFiltered } from "./search.ts";

export function Filters({ search, onSearch }: { search: PeopleSearch; onSearch: (search: PeopleSearch) => void }) {
  const { t } = useLingui();
  const turn = (changes: Parameters<typeof turned<PeopleSearch>>[1]) => onSearch(turned(search, changes));
  return (
    <>
      <search className={table.filters}>
        <SearchField label={t`Name or number`} value={search.search ?? ""} onChange={(text) => turn({ search: text || undefined })} />
        <DepotField label={t`Depot`} none={t`All depots`} value={search.depot ?? null} onChange={(depot) => turn({ depot: depot ?? undefined })} />
        <SearchField label={t`Department`} value={search.department ?? ""} onChange={(text) => turn({ department: text || undefined })} />
        <NativeSelect
          size="md"
          label={t`Rank`}
          value={String(search.staff ?? "")}
          onChange={(event) => turn({ staff: yesOrNo(event.currentTarget.value) })}
          data={[
            { value: "", label: t`All ranks` },
            { value: "false", label: t`Regular users` },
            { value: "true", label: t`Staff and superusers` },
          ]}
        />
        <NativeSelect
          size="md"
          label={t`State`}
          value={String(search.active ?? "")}
          onChange={(event) => turn({ active: yesOrNo(event.currentTarget.value) })}
          data={[
            { value: "", label: t`Any state` },
            { value: "true", label: t`Active` },
            { value: "false", label: t`Deactivated` },
          ]}
        />
      </search>
      {search.manager !== undefined && <OfManager manager={search.manager} onClear={() => turn({ manager: undefined })} />}
      {isFiltered(search) && (
        <div>
          <Button variant="default" onClick={() => onSearch(turned({}, { sort: search.sort }))}>{t`Clear all filters`}</Button>
        </div>
      )}
    </>
  );
}

function OfManager({ manager, onClear }: { manager: number; onClear: () => void }) {
  const { t } = useLingui();
  const name = usePerson(manager).data?.full_name ?? `#${manager}`;
  return (
    <div className={styles.chosen}>
      <span>{t`Only who reports to ${name}`}</span>
      <Button variant="default" size="compact-md" onClick={onClear}>{t`Show all`}</Button>
    </div>
  );
}
