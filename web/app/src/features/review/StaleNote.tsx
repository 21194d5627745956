import { useLingui } from "@lingui/react/macro";
import { Button, Text } from "@mantine/core";

import type { Failure } from "#kit/api.ts";
import { FailureNote } from "#kit/FailureNote.tsx";

import { Changes } from "./Changes.tsx";
import { Notice } from "./Notice.tsx";

/** Whether somebody else was faster: the record is no longer as it was shown. */
export const isStale = (failure: Failure | undefined) => failure?.code === "precondition_failed" || failure?.code === "state_conflict";

/** Why a decision was not taken. Where the record changed meanwhile: what changed, and a way to look again. */
export function StaleNote({ failure, shown, labelOf, onLook }: { failure: Failure | undefined; shown: string[]; labelOf: (path: string) => string; onLook: () => void }) {
  const { t } = useLingui();
  if (!failure || !isStale(failure)) return <FailureNote failure={failure} shown={shown} />;
  const changes = failure.problem?.differences ?? [];
  const label = (path: string) => (path === "status" ? t`Status` : labelOf(path));
  return (
    <Notice tone="yellow" urgent title={t`Somebody else was faster`}>
      <Text>{failure.code === "state_conflict" ? failure.problem?.message : t`The record was changed or decided on since you opened it. Nothing of yours was stored; what you typed is still here.`}</Text>
      {changes.length > 0 && <Changes changes={changes} labelOf={label} />}
      <Button mt="sm" variant="default" onClick={onLook}>{t`Look again`}</Button>
    </Notice>
  );
}
