import { useLingui } from "@lingui/react/macro";
import { Button, Stack, Text } from "@mantine/core";

import { useOwnProfile } from "#features/session";
import { Loaded } from "#kit/Loaded.tsx";
import { Page } from "#kit/Page.tsx";
import { SearchField } from "#kit/SearchField.tsx";
import { turned } from "#kit/address.ts";

import { NewPlace } from "./NewPlace.tsx";
import { PlaceTree } from "./PlaceTree.tsx";
import { useDepots } from "./api/list_depots.ts";
import { useDivisions } from "./api/list_divisions.ts";
import { useZones } from "./api/list_zones.ts";
import { count, found, treeOf } from "./place.ts";
import type { DepotsSearch } from "./search.ts";

/** Zones, divisions and depots. Superusers change them; everybody may look. */
export function DepotsPage({ search, onSearch }: { search: DepotsSearch; onSearch: (search: DepotsSearch) => void }) {
  const { t } = useLingui();
  const { is_superuser: mayChange = false, is_staff: showPeople = false } = useOwnProfile();
  const [zones, divisions, depots] = [useZones(), useDivisions(), useDepots()];
  const open = (what: string | undefined) => onSearch(turned(search, { open: what }));
  return (
    <Page title={t`Zones, divisions and depots`}>
      <Stack>
        <Text>{t`A depot is where people work. Staff who may see their depot or its division see the records that were made there.`}</Text>
        <div className="row">
          <SearchField label={t`Find by name or code`} value={search.find ?? ""} onChange={(find) => onSearch(turned(search, { find: find || undefined }))} />
          {mayChange && <Button onClick={() => open("new-zone")}>{t`Add a zone`}</Button>}
        </div>
        {mayChange && search.open === "new-zone" && <NewPlace level="zone" parent={null} onClose={() => open(undefined)} />}
        <Loaded query={zones}>
          {({ data: allZones }) => (
            <Loaded query={divisions}>
              {({ data: allDivisions }) => (
                <Loaded query={depots}>
                  {({ data: allDepots }) => {
                    const tree = treeOf(allZones, allDivisions, allDepots);
                    const shown = found(tree, search.find ?? "");
                    const [numberOfZones, numberOfDivisions, numberOfDepots] = [count(shown, "zone"), count(shown, "division"), count(shown, "depot")];
                    if (tree.length === 0) return <Text className="card">{mayChange ? t`There is no zone yet. Add one, then its divisions and depots.` : t`There is no zone yet. An administrator adds them.`}</Text>;
                    if (shown.length === 0) return <Text className="card">{t`No zone, division or depot has this in its name or code.`}</Text>;
                    return (
                      <>
                        <Text size="sm" c="dimmed" role="status">{t`Zones: ${numberOfZones}, divisions: ${numberOfDivisions}, depots: ${numberOfDepots}`}</Text>
                        <PlaceTree tree={shown} mayChange={mayChange} showPeople={showPeople} open={search.open} onOpen={open} />
                        {mayChange && <Text size="sm" c="dimmed">{t`A depot that has closed stays, because its records do. Rename it so that people see it is closed.`}</Text>}
                      </>
                    );
                  }}
                </Loaded>
              )}
            </Loaded>
          )}
        </Loaded>
      </Stack>
    </Page>
  );
}
