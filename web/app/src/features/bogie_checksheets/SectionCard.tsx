import { useLingui } from "@lingui/react/macro";
import { Button, Stack, Title } from "@mantine/core";

import type { OpenDraft } from "#features/drafts";
import { offerUndo } from "#kit/undo.ts";

import { ComponentRow } from "./ComponentRow.tsx";
import type { ShownSection } from "./sections.ts";

/** One section: all good with one press, then the exceptions. */
export function SectionCard({ open, section }: { open: OpenDraft; section: ShownSection }) {
  const { t } = useLingui();
  const { title, components, conditions } = section;
  const best = conditions[0];
  const allGood = () => {
    const unanswered = components.map(({ path }) => path).filter((path) => open.value(path) === undefined);
    if (!best || unanswered.length === 0) return;
    for (const path of unanswered) open.set(path, best.name);
    const count = unanswered.length;
    const condition = best.title;
    offerUndo(t`Components set to ${condition}: ${count}.`, async () => {
      // What was changed since stays.
      for (const path of unanswered) if (open.value(path) === best.name) open.set(path, undefined);
      await open.settled();
    });
  };
  return (
    <Stack className="card" data-section={section.name}>
      <div className="row">
        <Title order={2} size="h4">{title}</Title>
        <Button variant="default" aria-label={t`All good, then the exceptions: ${title}`} onClick={allGood}>{t`All good, then the exceptions`}</Button>
      </div>
      {components.map((component) => (
        <ComponentRow key={component.path} open={open} component={component} conditions={conditions} />
      ))}
    </Stack>
  );
}
