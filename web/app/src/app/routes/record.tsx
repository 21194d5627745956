import { useLingui } from "@lingui/react/macro";
import { Alert, Anchor, Button, Stack, Text, Title } from "@mantine/core";
import { Link, useNavigate, useParams } from "@tanstack/react-router";

import { bogieContentOf } from "#features/bogie_checksheets";
import { submissionContentOf, useFormTitles } from "#features/built_forms";
import { type Copy, type Json, type JsonObject, type Kind, database, useKeptOnDevice } from "#features/device";
import { beginCorrection } from "#features/drafts";
import { useOwnProfile } from "#features/session";
import { wheelContentOf } from "#features/wheel_specifications";
import { Loading } from "#kit/Loaded.tsx";
import { Page } from "#kit/Page.tsx";
import { StateBadge } from "#kit/StateBadge.tsx";

import { useNames } from "../kinds.tsx";
import { useLabels } from "../labels.ts";
import { useStatus } from "../statuses.ts";

/** Of a stored record, what people fill in. */
const contentOf: Record<Kind, (record: JsonObject) => JsonObject> = {
  "wheel-specifications": wheelContentOf,
  "bogie-checksheets": bogieContentOf,
  submissions: submissionContentOf,
};

interface Finding {
  path: string;
  severity: number;
  message: string;
}

/** A record of somebody's own, as it was when the server was reached last. */
export function RecordRoute() {
  const { t } = useLingui();
  const { kind, id } = useParams({ from: "/inside/records/$kind/$id" });
  const { id: person } = useOwnProfile();
  const copy = useKeptOnDevice(async () => (await database.copies.get([person, kind, Number(id)])) ?? null, [person, kind, id]);
  if (copy === undefined) return <Loading />;
  if (copy && Object.hasOwn(contentOf, kind)) return <Shown copy={copy} kind={kind as Kind} />;
  return (
    <Page title={t`This record is not on this device`} narrow>
      <Anchor component={Link} to="/">{t`To the first page`}</Anchor>
    </Page>
  );
}

function Shown({ copy, kind }: { copy: Copy; kind: Kind }) {
  const { t } = useLingui();
  const { record } = copy;
  const navigate = useNavigate();
  const names = useNames();
  const form = kind === "submissions" ? { id: Number(record.form_id), version: Number(record.form_version) } : undefined;
  const title = names.record(kind, record, useFormTitles(copy.person)(form?.id));
  const label = useLabels(copy.person, kind, form);
  const { mark, colour } = useStatus()(record.status);
  const rejection = record.rejection as { reason: string; pins: { field: string; note?: string | null }[] } | null;
  const findings = (record.findings ?? []) as unknown as Finding[];
  const gravity = (severity: number) =>
    severity >= 4 ? { mark: t`Replace now`, colour: "red" } : severity === 3 ? { mark: t`Needs attention`, colour: "orange" } : { mark: t`Note`, colour: "gray" };
  const canCorrect = /^(saved|rejected)$/i.test(String(record.status));
  const correct = async () => {
    const uuid = await beginCorrection(copy, kind, contentOf[kind](record));
    await navigate({ to: "/fill/$uuid", params: { uuid } });
  };
  return (
    <Page title={title}>
      <Stack>
        <div className="row">
          <Text>{String(record.formNumber ?? `#${copy.id}`)}</Text>
          <StateBadge mark={mark} colour={colour} />
        </div>
        {rejection && (
          <Alert color="orange" variant="light" title={t`Why it was sent back`}>
            <Text>{rejection.reason}</Text>
            <ul className="plain-list">
              {rejection.pins.map(({ field, note }) => (
                <li key={field}>
                  <b>{label(field)}</b>
                  {note ? `: ${note}` : null}
                </li>
              ))}
            </ul>
          </Alert>
        )}
        {canCorrect && <Button size="lg" onClick={() => void correct()}>{/^rejected$/i.test(String(record.status)) ? t`Correct it` : t`Go on with it`}</Button>}
        {findings.length > 0 && (
          <Stack gap="xs" className="card">
            <Title order={2} size="h4">{t`Findings`}</Title>
            <ul className="plain-list">
              {findings.map(({ path, message, severity }) => (
                <li key={path + message}>
                  <StateBadge {...gravity(severity)} />{" "}
                  {message}
                </li>
              ))}
            </ul>
          </Stack>
        )}
        <Stack gap="xs" className="card">
          <Title order={2} size="h4">{t`What was filled in`}</Title>
          <dl className="fields">
            {leavesOf(contentOf[kind](record)).map(([path, value]) => (
              <div key={path}>
                <dt>{label(path)}</dt>
                <dd>{value}</dd>
              </div>
            ))}
          </dl>
        </Stack>
      </Stack>
    </Page>
  );
}

const aside = new Set(["form_id", "form_version", "deviceTimes"]);

/** Every answer with its path; lists of plain values as one. */
function leavesOf(value: Json, path = ""): [string, string][] {
  if (value === null || value === "") return [];
  if (Array.isArray(value) && value.every((one) => typeof one !== "object")) return [[path, value.join(", ")]];
  if (Array.isArray(value)) return value.flatMap((one, place) => leavesOf(one, `${path}[${place}]`));
  if (typeof value !== "object") return [[path, String(value)]];
  return Object.entries(value)
    .filter(([name]) => !aside.has(name))
    .flatMap(([name, one]) => leavesOf(one, path ? `${path}.${name}` : name));
}
