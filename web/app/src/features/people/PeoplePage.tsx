import { useLingui } from "@lingui/react/macro";
import { Button, Group, Stack, Text } from "@mantine/core";

import { useOwnProfile } from "#features/session";
import { Loaded } from "#kit/Loaded.tsx";
import { More } from "#kit/More.tsx";
import { Page } from "#kit/Page.tsx";
import { oneOf, turned } from "#kit/address.ts";
import table from "#kit/table.module.css";

import { ExportButtons } from "./ExportButtons.tsx";
import { Filters } from "./Filters.tsx";
import { ImportPanel } from "./ImportPanel.tsx";
import { NewPerson } from "./NewPerson.tsx";
import { PeopleTable } from "./PeopleTable.tsx";
import { usePeople } from "./api/list_people.ts";
import { type PeopleSearch, isFiltered, sorts } from "./search.ts";

interface Given {
  search: PeopleSearch;
  onSearch: (search: PeopleSearch) => void;
  /** Opens a person's page. */
  onOpen: (id: number) => void;
}

export function PeoplePage({ search, onSearch, onOpen }: Given) {
  const { t } = useLingui();
  const { is_staff: staff = false } = useOwnProfile();
  const close = () => onSearch(turned(search, { view: undefined, import: undefined }));
  if (!staff) return <Page title={t`People`}><Text className="card">{t`This page is for staff.`}</Text></Page>;
  if (search.view === "new") return <Page key="new" title={t`A new person`}><NewPerson onCreated={onOpen} onClose={close} /></Page>;
  if (search.view === "import") {
    return (
      <Page key="import" title={t`Import people`}>
        <ImportPanel id={search.import} onStarted={(id) => onSearch(turned(search, { import: id }))} onClose={close} />
      </Page>
    );
  }
  return (
    <Page key="list" title={t`People`}>
      <Stack className={table.wide}>
        <Group gap="sm">
          <Button onClick={() => onSearch(turned(search, { view: "new" }))}>{t`New person`}</Button>
          <Button variant="default" onClick={() => onSearch(turned(search, { view: "import" }))}>{t`Import people`}</Button>
          <ExportButtons search={search} />
        </Group>
        <Filters search={search} onSearch={onSearch} />
        <List search={search} onSearch={onSearch} />
      </Stack>
    </Page>
  );
}

function List({ search, onSearch }: Omit<Given, "onOpen">) {
  const { t } = useLingui();
  const people = usePeople(search);
  return (
    <Loaded query={people}>
      {({ pages }) => {
        const rows = pages.flatMap(({ data }) => data);
        const last = pages.at(-1);
        if (rows.length === 0 || !last) return <Text className="card">{isFiltered(search) ? t`Nobody matches all these filters. Clear some of them.` : t`You see nobody yet. Create a person, or import a file of people.`}</Text>;
        return (
          <div className="card" aria-busy={people.isPlaceholderData}>
            <PeopleTable people={rows} sort={search.sort ?? "name"} onSort={(sort) => onSearch(turned(search, { sort: sort === "name" ? undefined : oneOf(sorts, sort) }))} />
            <More shown={rows.length} pagination={last.pagination} reading={people} />
          </div>
        );
      }}
    </Loaded>
  );
}
