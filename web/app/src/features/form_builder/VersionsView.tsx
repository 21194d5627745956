import { useLingui } from "@lingui/react/macro";
import { Button, Stack, Text, Title } from "@mantine/core";
import { useMemo } from "react";

import { FailureNote } from "#kit/FailureNote.tsx";
import { Loaded } from "#kit/Loaded.tsx";
import { useMoments } from "#kit/moments.ts";
import { useSending } from "#kit/sending.ts";
import { offerUndo } from "#kit/undo.ts";

import { DifferenceList } from "./DifferenceList.tsx";
import type { ViewProps } from "./FieldsView.tsx";
import { exportForm } from "./api/export_form.ts";
import { exportXlsForm } from "./api/export_xlsform.ts";
import { useVersion } from "./api/get_version.ts";
import { useVersions } from "./api/list_versions.ts";
import styles from "./builder.module.css";
import { download, fileName } from "./download.ts";
import { differencesOf } from "./model/differences.ts";
import { type Definition, definitionOf, draftOf } from "./model/field.ts";

/** The versions that were published, what each brought, and the form as a file. */
export function VersionsView({ id, open, seen, version, onVersion }: ViewProps & { id: number; version: number | undefined; onVersion: (version: number | undefined) => void }) {
  const { t } = useLingui();
  const versions = useVersions(id);
  const moment = useMoments();
  return (
    <div className="columns">
      <Stack className="card">
        <Title order={2} size="h4">{t`Published versions`}</Title>
        <Loaded query={versions}>
          {(all) =>
            all.length === 0 ? (
              <Text>{t`It was never published.`}</Text>
            ) : (
              <ul className="plain-list">
                {all.map(({ form_version: number, published_at }) => {
                  const when = moment(published_at);
                  return (
                    <li key={number}>
                      <button type="button" className={styles.version} aria-expanded={number === version} onClick={() => onVersion(number === version ? undefined : number)}>
                        <b>{t`Version ${number}`}</b> <span className={styles.about}>{when}</span>
                      </button>
                      {number === version && <OneVersion id={id} open={open} seen={seen} version={number} />}
                    </li>
                  );
                })}
              </ul>
            )
          }
        </Loaded>
      </Stack>
      <Files id={id} open={open} seen={seen} />
    </div>
  );
}

function OneVersion({ id, open, version }: { id: number; version: number } & Pick<ViewProps, "open" | "seen">) {
  const { t } = useLingui();
  const shown = useVersion(id, version);
  const before = useVersion(id, version > 1 ? version - 1 : undefined);
  const bring = (definition: Definition) => {
    open.edit(() => draftOf(definition));
    const after = open.look().draft;
    const back = async () => {
      if (open.look().draft === after) open.undo();
    };
    offerUndo(t`The draft is as version ${version} was.`, back);
  };
  return (
    <Stack gap="sm" className={styles.versionBody}>
      <Loaded query={shown}>
        {(definition) => (
          <>
            {version === 1 ? <Text>{t`The first version.`}</Text> : <Loaded query={before}>{(earlier) => <Against before={earlier} after={definition} />}</Loaded>}
            <div className={styles.acts}>
              <Button size="sm" variant="default" onClick={() => bring(definition)}>{t`Make the draft like this version`}</Button>
            </div>
          </>
        )}
      </Loaded>
    </Stack>
  );
}

function Against({ before, after }: { before: Definition; after: Definition }) {
  const { t } = useLingui();
  const differences = useMemo(() => differencesOf(definitionOf(draftOf(before)), definitionOf(draftOf(after))), [before, after]);
  return (
    <>
      <Text fw={600}>{t`What it changed of the version before:`}</Text>
      <DifferenceList differences={differences} />
    </>
  );
}

function Files({ id, open, seen }: { id: number } & Pick<ViewProps, "open" | "seen">) {
  const { t } = useLingui();
  const { title } = seen.draft;
  const json = useSending(async () => {
    if (!(await open.settled())) return;
    const definition = await exportForm(id);
    download(fileName(title, "json"), new Blob([JSON.stringify(definition, null, 2)], { type: "application/json" }));
  });
  const workbook = useSending(async () => {
    if (await open.settled()) download(fileName(title, "xlsx"), await exportXlsForm(id));
  });
  const unsaved = seen.safety !== "saved" && seen.safety !== "waiting" && seen.safety !== "saving";
  return (
    <Stack className="card">
      <Title order={2} size="h4">{t`The form as a file`}</Title>
      <Text>{t`As it is now, whether it is published or not; without what was filled in.`}</Text>
      {unsaved && <Text role="alert">{t`The server does not have everything yet. See above.`}</Text>}
      <FailureNote failure={json.failure ?? workbook.failure} />
      <Button variant="default" disabled={unsaved} loading={json.busy} onClick={() => void json.send()}>{t`For this program, here or elsewhere (.json)`}</Button>
      <Button variant="default" disabled={unsaved} loading={workbook.busy} onClick={() => void workbook.send()}>{t`For ODK, KoboToolbox and others (XLSForm, .xlsx)`}</Button>
    </Stack>
  );
}
