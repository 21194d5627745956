import { useLingui } from "@lingui/react/macro";
import { Stack, Text, Title } from "@mantine/core";

import type { Person } from "./api/list_people.ts";
import { detailsOf } from "./details.ts";
import { useLabels } from "./labels.ts";
import { useWritten } from "./written.ts";

/** Of somebody whom the reader may see and not change: staff, for staff. */
export function DetailsRead({ person }: { person: Person }) {
  const { t } = useLingui();
  const labels: Record<string, string> = useLabels();
  const written = useWritten(person.manager_id ?? null);
  const details: Record<string, unknown> = detailsOf(person);
  const known = Object.keys(labels).flatMap((name) => {
    const text = name === "sight" && details.rank !== "staff" ? "" : written(name, details[name]);
    return text ? [{ name, text }] : [];
  });
  return (
    <Stack className="card">
      <Title order={2} size="h4">{t`Details`}</Title>
      <Text size="sm" c="dimmed">{t`Only superusers change the details of staff.`}</Text>
      <dl className="fields">
        {known.map(({ name, text }) => (
          <div key={name}>
            <dt>{labels[name]}</dt>
            <dd>{text}</dd>
          </div>
        ))}
      </dl>
    </Stack>
  );
}
