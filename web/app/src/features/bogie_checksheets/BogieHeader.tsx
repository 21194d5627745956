import { useLingui } from "@lingui/react/macro";
import { Stack, Title } from "@mantine/core";
import { useMemo } from "react";

import type { JsonObject } from "#features/device";
import { type OpenDraft, useValue } from "#features/drafts";

import { HeaderField } from "./HeaderField.tsx";
import { type Finding, ofDates } from "./judge.ts";
import type { BogieRules } from "./rules.ts";

interface BogieHeaderProps {
  open: OpenDraft;
  rules: BogieRules;
  labelOf: (path: string) => string;
  findingText: (finding: Finding) => string;
}

/** Which bogie, when, and what is known of it. */
export function BogieHeader({ open, rules, labelOf, findingText }: BogieHeaderProps) {
  const { t } = useLingui();
  const [details] = useValue<JsonObject>(open, "bogieDetails");
  const [inspectionDate] = useValue<string>(open, "inspectionDate");
  const findings = useMemo(() => ofDates(rules, { inspectionDate, bogieDetails: details ?? {} }), [rules, inspectionDate, details]);
  const field = (path: string) => ({ open, path, label: labelOf(path), findings, findingText });
  return (
    <Stack className="card">
      <Title order={2} size="h4">{labelOf("bogieDetails")}</Title>
      <HeaderField {...field("bogieDetails.bogieNo")} required autoCapitalize="characters" />
      <HeaderField {...field("inspectionDate")} type="date" required />
      <HeaderField {...field("bogieDetails.makerYearBuilt")} description={t`As on the plate, such as RDSO/2018.`} />
      <HeaderField {...field("bogieDetails.incomingDivAndDate")} description={t`Such as NR / 2025-06-25.`} />
      <HeaderField {...field("bogieDetails.dateOfIOH")} type="date" />
      <HeaderField {...field("formNumber")} description={t`The server gives one if you leave it out.`} autoCapitalize="characters" />
    </Stack>
  );
}
