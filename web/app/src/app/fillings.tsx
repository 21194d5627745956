import { useLingui } from "@lingui/react/macro";
import { Text } from "@mantine/core";
import type { ReactNode } from "react";

import { BogieSheet, useBogieRules } from "#features/bogie_checksheets";
import { FormSheet, contentToSend, useFormVersion } from "#features/built_forms";
import type { JsonObject, Kind } from "#features/device";
import { type OpenDraft, useValue } from "#features/drafts";
import { WheelSheet, usePreviousWheel, useWheelRules } from "#features/wheel_specifications";
import { Loading } from "#kit/Loaded.tsx";
import { Page } from "#kit/Page.tsx";

export interface FillingProps {
  open: OpenDraft;
  person: number;
  /** Takes the content as the API does. */
  onSend: (content: JsonObject) => Promise<void>;
  onDiscard: () => void;
}

function Wheel({ open, person, onSend, onDiscard }: FillingProps) {
  const rules = useWheelRules(person);
  const [wheelNo] = useValue<string>(open, "wheelNo");
  const previous = usePreviousWheel(person, wheelNo ?? "", open.draft.uuid);
  return <WheelSheet open={open} rules={rules} {...(previous ? { previous } : {})} onSend={() => onSend(open.draft.content)} onDiscard={onDiscard} />;
}

function Bogie({ open, person, onSend, onDiscard }: FillingProps) {
  const rules = useBogieRules(person);
  return <BogieSheet open={open} rules={rules} onSend={() => onSend(open.draft.content)} onDiscard={onDiscard} />;
}

function Form({ open, person, onSend, onDiscard }: FillingProps) {
  const { t } = useLingui();
  const version = useFormVersion(person, open.draft.form!);
  if (version === undefined) return <Loading />;
  if (version) return <FormSheet open={open} version={version} onSend={() => onSend(contentToSend(open.draft, version))} onDiscard={onDiscard} />;
  return (
    <Page title={t`This form is not on this device`} narrow>
      <Text>{t`Its questions could not be loaded. What was filled in is kept; open it again when there is a network.`}</Text>
    </Page>
  );
}

/** How each kind of form is filled in. */
export const fillings: Record<Kind, (props: FillingProps) => ReactNode> = { "wheel-specifications": Wheel, "bogie-checksheets": Bogie, submissions: Form };
