import { useLingui } from "@lingui/react/macro";
import { Button, NativeSelect, Stack, Text, Title } from "@mantine/core";
import { useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useRef, useState } from "react";

import { FailureNote } from "#kit/FailureNote.tsx";
import { TextField } from "#kit/fields.tsx";
import { currentLanguage } from "#kit/language.ts";
import { useSending } from "#kit/sending.ts";

import { ImportRemarks, type Remark } from "./ImportRemarks.tsx";
import { NoFormFile, broughtFrom } from "./brought.ts";
import { createForm } from "./api/create_form.ts";
import { formsKey } from "./api/list_forms.ts";
import styles from "./forms.module.css";
import type { FormType } from "./model/field.ts";
import { formTypes } from "./search.ts";
import { useFormTypeNames } from "./texts.ts";

/** Ways to a new form: a blank one, or one from a file. */
export function NewForm({ onMade }: { onMade: (id: number) => void }) {
  const { t } = useLingui();
  const [way, setWay] = useState<"blank" | "file">();
  const toggle = (next: "blank" | "file") => setWay((before) => (before === next ? undefined : next));
  return (
    <Stack>
      <div className={styles.acts}>
        <Button aria-expanded={way === "blank"} onClick={() => toggle("blank")}>{t`New form`}</Button>
        <Button aria-expanded={way === "file"} variant="default" onClick={() => toggle("file")}>{t`From a file`}</Button>
      </div>
      {way === "blank" && <Blank onMade={onMade} />}
      {way === "file" && <FromFile onMade={onMade} />}
    </Stack>
  );
}

function Blank({ onMade }: { onMade: (id: number) => void }) {
  const { t } = useLingui();
  const client = useQueryClient();
  const kinds = useFormTypeNames();
  const [title, setTitle] = useState("");
  const [form_type, setType] = useState<FormType>("inspection");
  const attempt = useRef({ of: "", key: "" });
  const sending = useSending(async () => {
    const of = `${form_type} ${title}`;
    // The same again, after an answer was lost, makes no second form.
    if (attempt.current.of !== of) attempt.current = { of, key: crypto.randomUUID() };
    const { data } = await createForm({ title, form_type, language: currentLanguage(), fields: [] }, attempt.current.key);
    void client.invalidateQueries({ queryKey: formsKey });
    onMade(data.id);
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    void sending.send();
  };
  return (
    <form className="card" noValidate onSubmit={submit}>
      <Stack>
        <Title order={2} size="h4">{t`A new form`}</Title>
        <FailureNote failure={sending.failure} shown={["title"]} />
        <TextField label={t`Title`} name="title" value={title} onChange={setTitle} error={sending.at("title")} autoFocus />
        <NativeSelect
          size="md"
          label={t`Kind of form`}
          value={form_type}
          onChange={(event) => setType(event.currentTarget.value as FormType)}
          data={formTypes.map((value) => ({ value, label: kinds[value] }))}
        />
        <Button type="submit" loading={sending.busy}>{t`Make the form`}</Button>
      </Stack>
    </form>
  );
}

function FromFile({ onMade }: { onMade: (id: number) => void }) {
  const { t } = useLingui();
  const client = useQueryClient();
  const [wrong, setWrong] = useState("");
  const [made, setMade] = useState<{ id: number; title: string; remarks: Remark[] }>();
  const sending = useSending(async (file: File) => {
    try {
      const brought = await broughtFrom(file, crypto.randomUUID());
      void client.invalidateQueries({ queryKey: formsKey });
      if (brought.remarks.length === 0) onMade(brought.id);
      else setMade(brought);
    } catch (error) {
      if (!(error instanceof NoFormFile)) throw error;
      setWrong(t`This file is no form: it must be a form that was exported here (.json), or an XLSForm (.xlsx).`);
    }
  });
  const bring = (file: File | undefined) => {
    setWrong("");
    setMade(undefined);
    if (file) void sending.send(file);
  };
  const places = Object.entries(sending.failure?.problem?.errors ?? {});
  return (
    <Stack className="card">
      <Title order={2} size="h4">{t`A form from a file`}</Title>
      <Text>{t`A form that was exported here (.json), or an XLSForm of ODK, KoboToolbox and others (.xlsx).`}</Text>
      <input type="file" className={styles.file} accept=".json,.xlsx,application/json" aria-label={t`The file`} disabled={sending.busy} onChange={(event) => bring(event.currentTarget.files?.[0])} />
      <Text role="status">{sending.busy ? t`The form is read …` : ""}</Text>
      {wrong && <Text role="alert" c="red">{wrong}</Text>}
      {places.length === 0 ? <FailureNote failure={sending.failure} /> : <ImportRemarks wrong remarks={places.flatMap(([path, messages]) => messages.map((message) => ({ path, message })))} />}
      {made && (
        <>
          <ImportRemarks remarks={made.remarks} />
          <Button onClick={() => onMade(made.id)}>{t`Open ${made.title}`}</Button>
        </>
      )}
    </Stack>
  );
}
