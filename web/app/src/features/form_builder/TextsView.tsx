import { useLingui } from "@lingui/react/macro";
import { Stack, Text } from "@mantine/core";
import { useState } from "react";

import { type Language, languages } from "#kit/language.ts";

import type { ViewProps } from "./FieldsView.tsx";
import { Toggle } from "./Toggle.tsx";
import styles from "./builder.module.css";
import { type TextPlace, textsOf, translated } from "./model/texts.ts";
import { useMemberNames } from "./texts.ts";

/** All texts of the form, and beside each what it is in other languages. */
export function TextsView({ open, seen: { draft, problems } }: ViewProps) {
  const { t } = useLingui();
  const places = textsOf(draft);
  const others = (Object.keys(languages) as Language[]).filter((language) => language !== draft.language);
  const [shown, setShown] = useState<Language[]>(() => {
    const used = others.filter((language) => places.some((place) => place.others[language]));
    return used.length > 0 ? used : others.slice(0, 1);
  });
  const own = languages[draft.language];
  const toggle = (language: Language, on: boolean) => setShown(others.filter((one) => (one === language ? on : shown.includes(one))));
  return (
    <Stack>
      <Text>{t`The form is written in ${own}. Where a translation is missing, people read that.`}</Text>
      <div role="group" aria-label={t`Languages that are shown`} className={styles.languages}>
        {others.map((language) => {
          const [name, count] = [languages[language], places.filter((place) => !place.others[language]).length];
          return <Toggle key={language} label={count === 0 ? t`${name}: complete` : t`${name}: ${count} missing`} checked={shown.includes(language)} onChange={(on) => toggle(language, on)} />;
        })}
      </div>
      <table className={styles.texts}>
        <thead>
          <tr>
            <th scope="col">{own}</th>
            {shown.map((language) => (
              <th key={language} scope="col">{languages[language]}</th>
            ))}
          </tr>
        </thead>
        <tbody>
          {places.map((place) => (
            <TextRow
              key={place.id}
              place={place}
              shown={shown}
              language={draft.language}
              fault={problems.find(({ key, member }) => key === place.key && member.startsWith("translations") && member.endsWith(place.member))?.message}
              onChange={(language, text) => open.edit((before) => translated(before, place, language, text), `${place.id} ${language}`)}
            />
          ))}
        </tbody>
      </table>
    </Stack>
  );
}

function TextRow({ place, shown, language: own, fault, onChange }: { place: TextPlace; shown: Language[]; language: Language; fault: string | undefined; onChange: (language: Language, text: string) => void }) {
  const { t } = useLingui();
  const member = useMemberNames();
  const what = place.member.startsWith("options.") ? t`Option` : member(place.member);
  const { text } = place;
  return (
    <tr data-level={place.level}>
      <th scope="row">
        <span className={styles.about}>{what}</span>
        <span lang={own}>{text}</span>
        {fault && <Text size="sm" c="red" role="alert">{fault}</Text>}
      </th>
      {shown.map((language) => {
        const name = languages[language];
        return (
          <td key={language} data-label={name}>
            <textarea
              className={styles.input}
              rows={Math.max(1, Math.ceil(text.length / 40))}
              lang={language}
              aria-label={t`${text}, in ${name}`}
              data-missing={!place.others[language]}
              value={place.others[language] ?? ""}
              onChange={(event) => onChange(language, event.currentTarget.value.replace(/\n/g, place.member === "help_text" || place.member === "description" ? "\n" : " "))}
            />
          </td>
        );
      })}
    </tr>
  );
}
