import { useLingui } from "@lingui/react/macro";
import { Anchor, Stack, Title } from "@mantine/core";

import { type OpenDraft, goToField, useWhole } from "#features/drafts";

import { Found } from "./Found.tsx";
import { type Finding, type Inspected, evaluate } from "./judge.ts";
import type { BogieRules } from "./rules.ts";

interface FindingsCardProps {
  open: OpenDraft;
  rules: BogieRules;
  labelOf: (path: string) => string;
  findingText: (finding: Finding) => string;
}

/** All that was found, the worst first, before somebody sends it. */
export function FindingsCard({ open, rules, labelOf, findingText }: FindingsCardProps) {
  const { t } = useLingui();
  const { content } = useWhole(open);
  const findings = evaluate(rules, content as Inspected).sort((one, other) => other.severity - one.severity);
  if (findings.length === 0) return null;
  return (
    <Stack className="card" gap="xs">
      <Title order={2} size="h4">{t`Findings, the worst first`}</Title>
      <ul className="plain-list">
        {findings.map((finding) => (
          <li key={finding.path + finding.code}>
            <Anchor component="button" type="button" mih={44} onClick={() => goToField(finding.path)}>{labelOf(finding.path)}</Anchor>
            <Found severity={finding.severity} text={findingText(finding)} />
          </li>
        ))}
      </ul>
    </Stack>
  );
}
