import { useLingui } from "@lingui/react/macro";
import { Alert } from "@mantine/core";
import { useEffect } from "react";

import { Sheet, type SheetProps, useValue } from "#features/drafts";
import { useInstallation } from "#features/installation";
import { keepTimeZone } from "#kit/today.ts";

import { BogieHeader } from "./BogieHeader.tsx";
import { FindingsCard } from "./FindingsCard.tsx";
import { HeaderField } from "./HeaderField.tsx";
import { SectionCard } from "./SectionCard.tsx";
import { Summary } from "./Summary.tsx";
import { useFindingText } from "./finding_text.ts";
import { useLabelsBy } from "./labels.ts";
import { useBogieProblems } from "./problems.ts";
import type { BogieRules } from "./rules.ts";
import { useRulesOrKnown, useSections } from "./sections.ts";
import { useBogieTitle } from "./title.ts";

/** `rules`: undefined while they are read, null when they are not on this device. */
export function BogieSheet({ open, rules, onSend, onDiscard }: SheetProps & { rules: BogieRules | null | undefined }) {
  const { t } = useLingui();
  const present = useRulesOrKnown(rules);
  const sections = useSections(present);
  const labelOf = useLabelsBy(present);
  const findingText = useFindingText(sections);
  const problemsOf = useBogieProblems(present);
  const titleOf = useBogieTitle();
  const [bogieNo] = useValue<string>(open, "bogieDetails.bogieNo");
  const zone = useInstallation().data?.time_zone;
  useEffect(() => {
    if (zone) keepTimeZone(zone);
  }, [zone]);
  const remarks = "bogieDetails.deficitComponents";
  return (
    <Sheet
      open={open}
      title={titleOf(bogieNo ? { bogieDetails: { bogieNo } } : {})}
      labelOf={labelOf}
      problemsOf={() => problemsOf(open.draft.content)}
      onSend={onSend}
      onDiscard={onDiscard}
    >
      <Summary open={open} rules={present} />
      {rules === null && (
        <Alert color="gray" variant="light">
          {t`The rules are not on this device yet: what you see is what the app knows by itself. You can fill in and send the form.`}
        </Alert>
      )}
      <BogieHeader open={open} rules={present} labelOf={labelOf} findingText={findingText} />
      {sections.map((section) => (
        <SectionCard key={section.name} open={open} section={section} />
      ))}
      <div className="card">
        <HeaderField open={open} path={remarks} label={labelOf(remarks)} description={t`One thing on each line. Remarks on components are here too.`} long />
      </div>
      <FindingsCard open={open} rules={present} labelOf={labelOf} findingText={findingText} />
    </Sheet>
  );
}
