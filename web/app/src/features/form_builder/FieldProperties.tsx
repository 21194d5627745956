import { useLingui } from "@lingui/react/macro";
import { Anchor, Badge, Button, NativeSelect, Stack, Text, Title } from "@mantine/core";
import { type ReactNode, useState } from "react";

import { ExpressionEditor } from "./ExpressionEditor.tsx";
import { OptionsEditor } from "./OptionsEditor.tsx";
import { RuleEditors } from "./RuleEditors.tsx";
import { TextBox } from "./TextBox.tsx";
import { Toggle } from "./Toggle.tsx";
import type { FieldType } from "./api/list_field_types.ts";
import styles from "./builder.module.css";
import { mentionable } from "./model/condition.ts";
import { type ExpressionName, type Field, expressionNames } from "./model/field.ts";
import { freeName, isMade, nameFrom } from "./model/names.ts";
import type { OpenForm, Seen } from "./model/open_form.ts";
import { messageAt } from "./model/problems.ts";
import { renamed } from "./model/rename.ts";
import { type Direction, placeOf, withField } from "./model/tree.ts";
import { useExpressionNames } from "./texts.ts";
import type { FieldEdits } from "./use_field_edits.ts";

interface Props {
  open: OpenForm;
  seen: Seen;
  types: FieldType[];
  chosen: string;
  edits: FieldEdits;
  /** Whether a field with this path was published, so that people may have answered it. */
  isAnswered: (path: string) => boolean;
  onForm: () => void;
}

/** The properties of the chosen field, as its type has them. */
export function FieldProperties({ open, seen, types, chosen, edits, isAnswered, onForm }: Props) {
  const { t } = useLingui();
  const expressions = useExpressionNames();
  const place = placeOf(seen.draft.fields, chosen);
  if (!place) return null;
  const { field } = place;
  // A name that nobody wrote follows the label; one that people may have answered already does not.
  const follows = isMade(field.name, field.label, field.field_type) && !isAnswered(place.path);
  const type = types.find(({ name }) => name === field.field_type);
  const problems = seen.problems.filter(({ key }) => key === chosen);
  const at = (member: string) => messageAt(problems, member);
  const change = (changes: Partial<Field>) => open.editFields((fields) => withField(fields, chosen, (before) => ({ ...before, ...changes })), `${chosen} ${Object.keys(changes).join()}`);
  const rename = (name: string) => open.editFields((fields) => renamed(fields, chosen, name), `${chosen} name`);
  const label = (text: string) => {
    const taken = new Set(place.neighbours.filter(({ key }) => key !== chosen).map(({ name }) => name));
    const name = follows ? freeName(nameFrom(text) || field.field_type, taken) : field.name;
    open.editFields((fields) => withField(renamed(fields, chosen, name), chosen, (before) => ({ ...before, label: text })), `${chosen} label`);
  };
  const shown = ["label", "name", "help_text", "placeholder", "options", "rule_message", ...expressionNames];
  const elsewhere = problems.filter(({ member }) => !shown.includes(member) && !/^(rules|options)\b/.test(member));
  const steps: [Direction, string, string][] = [
    ["up", "↑", t`Move up`],
    ["down", "↓", t`Move down`],
    ["in", "→", t`Into the group before it`],
    ["out", "←", t`Out of its group`],
  ];
  const scope = mentionable(seen.draft.fields, chosen);
  const editor = (name: ExpressionName, hint?: string) => (
    <ExpressionEditor
      key={name}
      label={expressions[name]}
      hint={hint}
      value={field[name]}
      onChange={(value) => change({ [name]: value })}
      problems={problems.filter(({ member }) => member === name)}
      isJudged={seen.judged !== undefined && placeOf(seen.judged.fields, chosen)?.field[name] === field[name]}
      scope={scope}
      isTruth={name !== "calculation"}
    />
  );
  return (
    <Stack>
      <div className={styles.head}>
        <Anchor component="button" type="button" onClick={onForm}>{t`The form itself`}</Anchor>
        <Title order={2} size="h4">{field.label || t`Without a label`}</Title>
        <div role="group" aria-label={t`What to do with the field`} className={styles.acts}>
          {steps.map(([direction, sign, name]) => (
            <Button key={direction} size="sm" variant="default" aria-label={name} title={name} disabled={!edits.canStep(chosen, direction)} onClick={() => edits.step(chosen, direction)}>
              {sign}
            </Button>
          ))}
          <Button size="sm" variant="default" onClick={() => edits.copy(chosen)}>{t`Copy`}</Button>
          <Button size="sm" variant="default" onClick={() => edits.remove(chosen)}>{t`Remove`}</Button>
        </div>
      </div>
      {elsewhere.map(({ member, message }) => (
        <Text key={member + message} c="red" role="alert">{message}</Text>
      ))}
      <TextBox label={t`Label`} lang={seen.draft.language} value={field.label} onChange={label} error={at("label")} />
      <TextBox label={t`Name in expressions and exports`} mono value={field.name} onChange={rename} error={at("name")} hint={follows ? t`It follows the label until you write one.` : isAnswered(place.path) ? t`Old records have their answers under this name.` : undefined} />
      <NativeSelect
        size="md"
        label={t`Type`}
        value={field.field_type}
        onChange={(event) => open.editFields((fields) => withField(fields, chosen, (before) => ofType(before, types, event.currentTarget.value)))}
        data={types.filter(({ has_fields }) => has_fields === (type?.has_fields ?? false)).map(({ name, title }) => ({ value: name, label: title }))}
      />
      <TextBox label={t`Help: how to fill it in`} lang={seen.draft.language} lines={2} value={field.help_text} onChange={(help_text) => change({ help_text })} error={at("help_text")} />
      {!type?.has_fields && !type?.has_options && (
        <TextBox label={t`Example in the empty field`} lang={seen.draft.language} value={field.placeholder} onChange={(placeholder) => change({ placeholder })} error={at("placeholder")} />
      )}
      {!field.calculation && <Toggle label={t`Must be answered`} checked={field.is_required} onChange={(is_required) => change({ is_required })} />}
      {type?.has_options && <OptionsEditor options={field.options} problems={problems} language={seen.draft.language} onChange={(options, about) => open.editFields((fields) => withField(fields, chosen, (before) => ({ ...before, options })), about && `${chosen} ${about}`)} />}
      {type && type.rules.length > 0 && (
        <Section title={t`Rules`} open>
          <RuleEditors known={type.rules} rules={field.rules} problems={problems} onChange={(rules, about) => open.editFields((fields) => withField(fields, chosen, (before) => ({ ...before, rules })), `${chosen} ${about}`)} />
        </Section>
      )}
      <Section title={t`Conditions and calculation`} count={expressionNames.filter((name) => field[name] !== "").length} open={expressionNames.some((name) => field[name] !== "")}>
        {editor("visible_if", t`Hidden, and not stored, unless it is true.`)}
        {editor("required_if")}
        {editor("read_only_if")}
        {editor("rule", t`A record is refused when it is false; it may be about several fields.`)}
        {(field.rule !== "" || field.rule_message !== "") && (
          <TextBox label={t`Message when it does not hold`} lang={seen.draft.language} value={field.rule_message} onChange={(rule_message) => change({ rule_message })} error={at("rule_message")} />
        )}
        {!type?.has_fields && editor("calculation", t`Nobody fills it in.`)}
      </Section>
    </Stack>
  );
}

/** A field of another type: without the rules that it does not have, and with what it needs. */
function ofType(field: Field, types: FieldType[], name: string): Field {
  const type = types.find((one) => one.name === name);
  if (!type) return field;
  const rules = Object.fromEntries(Object.entries(field.rules).filter(([rule]) => type.rules.some((known) => known.name === rule)));
  const options = type.has_options ? (field.options.length > 0 ? field.options : [{ value: "1", label: "1", translations: {} }]) : [];
  return { ...field, field_type: name, rules, options };
}

function Section({ title, count = 0, open, children }: { title: string; count?: number; open: boolean; children: ReactNode }) {
  const [initially] = useState(open);
  return (
    <details className={styles.section} open={initially}>
      <summary>
        {title} {count > 0 && <Badge variant="light" size="sm">{count}</Badge>}
      </summary>
      <Stack>{children}</Stack>
    </details>
  );
}
