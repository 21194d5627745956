import { useLingui } from "@lingui/react/macro";
import { NativeSelect, Stack } from "@mantine/core";

import { KeptMark, type OpenDraft, useProblem, useValue } from "#features/drafts";
import { FieldLabel } from "#kit/FieldLabel.tsx";

import { HeaderField } from "./HeaderField.tsx";
import { useLabelsBy } from "./labels.ts";
import type { WheelRules } from "./rules.ts";

/** Which wheel, when, and of what stock. */
export function WheelHeader({ open, rules }: { open: OpenDraft; rules: WheelRules | null | undefined }) {
  const { t } = useLingui();
  const label = useLabelsBy(rules);
  return (
    <Stack className="card">
      <HeaderField open={open} path="wheelNo" label={label("wheelNo")} autoCapitalize="characters" />
      <HeaderField open={open} path="submittedDate" label={label("submittedDate")} type="date" required />
      <StockType open={open} rules={rules} label={label("stockType")} />
      <HeaderField open={open} path="formNumber" label={label("formNumber")} description={t`The server gives one if you leave it out.`} autoCapitalize="characters" />
    </Stack>
  );
}

function StockType({ open, rules, label }: { open: OpenDraft; rules: WheelRules | null | undefined; label: string }) {
  const path = "stockType";
  const [value, set] = useValue<string>(open, path);
  const problem = useProblem(open, path);
  const known = (rules?.stockTypes ?? []).map(({ stockType }) => stockType);
  const chosen = value ?? rules?.defaultStockType ?? "ICF";
  return (
    <div>
      <FieldLabel htmlFor={path} mark={<KeptMark open={open} path={path} />}>
        {label}
      </FieldLabel>
      <NativeSelect
        size="md"
        id={path}
        name={path}
        data={[...new Set([...known, chosen])]}
        value={chosen}
        error={problem}
        onChange={(event) => set(event.currentTarget.value)}
      />
    </div>
  );
}
