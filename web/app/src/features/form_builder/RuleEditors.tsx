import { useLingui } from "@lingui/react/macro";
import { NativeSelect, Stack } from "@mantine/core";
import { useState } from "react";

import { TextBox } from "./TextBox.tsx";
import { Toggle } from "./Toggle.tsx";
import type { RuleValue, Rules } from "./model/field.ts";
import { type Problem, messageAt } from "./model/problems.ts";
import { type Rule, numberFrom } from "./model/rules.ts";
import { useChoiceNames, useRuleHints, useRuleNames } from "./texts.ts";

/** An editor for each rule that the field's type knows. */
export function RuleEditors({ known, rules, problems, onChange }: { known: Rule[]; rules: Rules; problems: Problem[]; onChange: (rules: Rules, about: string) => void }) {
  const set = (name: string, value: RuleValue | undefined) => {
    const { [name]: _, ...rest } = rules;
    onChange(value === undefined || value === "" ? rest : { ...rest, [name]: value }, `rules.${name}`);
  };
  return (
    <Stack>
      {known.map((rule) => (
        <RuleEditor key={rule.name} rule={rule} value={rules[rule.name]} error={messageAt(problems, `rules.${rule.name}`)} onChange={(value) => set(rule.name, value)} />
      ))}
    </Stack>
  );
}

function RuleEditor({ rule, value, error, onChange }: { rule: Rule; value: RuleValue | undefined; error: string | undefined; onChange: (value: RuleValue | undefined) => void }) {
  const { t } = useLingui();
  const [label, hint] = [useRuleNames()(rule.name), useRuleHints()(rule.name)];
  const choiceName = useChoiceNames();
  const { example } = rule;
  const sample = example === "" ? undefined : t`such as ${example}`;
  switch (rule.kind) {
    case "flag": {
      // A group repeats unless it says that it does not.
      const repeats = rule.name === "repeats";
      return <Toggle label={label} hint={hint} error={error} checked={repeats ? value !== false : value === true} onChange={(checked) => onChange(checked || (repeats ? false : undefined))} />;
    }
    case "choice":
      return (
        <NativeSelect
          size="md"
          label={label}
          error={error}
          value={typeof value === "string" ? value : ""}
          onChange={(event) => onChange(event.currentTarget.value)}
          data={[{ value: "", label: t`neither` }, ...rule.values.map((one) => ({ value: one, label: choiceName(one) }))]}
        />
      );
    case "list":
      return <ListBox label={label} error={error} placeholder={sample} value={Array.isArray(value) ? value : []} onChange={(list) => onChange(list.length > 0 ? list : undefined)} />;
    case "number":
      return <NumberBox label={label} hint={hint} error={error} placeholder={sample} value={value} onChange={onChange} />;
    default:
      return <TextBox label={label} hint={hint} error={error} placeholder={sample} mono={rule.name === "pattern"} value={typeof value === "string" ? value : ""} onChange={onChange} />;
  }
}

interface BoxProps {
  label: string;
  hint?: string | undefined;
  error: string | undefined;
  placeholder: string | undefined;
}

/** Keeps what is typed, so that `2.` and `2.50` are not taken from under one's fingers. */
function NumberBox({ value, onChange, ...rest }: BoxProps & { value: RuleValue | undefined; onChange: (value: RuleValue | undefined) => void }) {
  const [typed, setTyped] = useState("");
  const means = typed.trim() === "" ? undefined : numberFrom(typed);
  const change = (text: string) => {
    setTyped(text);
    onChange(text.trim() === "" ? undefined : numberFrom(text));
  };
  return <TextBox {...rest} numeric value={means === value ? typed : value === undefined ? "" : String(value)} onChange={change} />;
}

function ListBox({ value, onChange, ...rest }: BoxProps & { value: string[]; onChange: (value: string[]) => void }) {
  const [typed, setTyped] = useState("");
  const parts = (text: string) => text.split(/[\s,;]+/).filter(Boolean);
  const change = (text: string) => {
    setTyped(text);
    onChange(parts(text));
  };
  return <TextBox {...rest} value={parts(typed).join() === value.join() ? typed : value.join(", ")} onChange={change} />;
}
