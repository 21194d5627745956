import { useLingui } from "@lingui/react/macro";
import { Badge, Button, Text } from "@mantine/core";
import { useQueryClient } from "@tanstack/react-query";
import type { ReactNode } from "react";

import { FailureNote } from "#kit/FailureNote.tsx";
import { useMoments } from "#kit/moments.ts";
import { useSending } from "#kit/sending.ts";
import { offerUndo } from "#kit/undo.ts";

import { activateForm } from "./api/activate_form.ts";
import { deactivateForm } from "./api/deactivate_form.ts";
import { exportForm } from "./api/export_form.ts";
import { importForm } from "./api/import_form.ts";
import { type ListedForm, formsKey } from "./api/list_forms.ts";
import styles from "./forms.module.css";

const longestTitle = 200;

export function FormRow({ form, kind, link, onMade }: { form: ListedForm; kind: string; link: ReactNode; onMade: (id: number) => void }) {
  const { t } = useLingui();
  const client = useQueryClient();
  const moment = useMoments();
  const { id, title, description } = form;
  const again = () => client.invalidateQueries({ queryKey: formsKey });
  const doubling = useSending(async () => {
    const whole = await exportForm(id);
    const { data } = await importForm({ ...whole, title: t`${title} (copy)`.slice(0, longestTitle) }, crypto.randomUUID());
    await again();
    onMade(data.id);
  });
  const switching = useSending(async (on: boolean) => {
    await (on ? activateForm(id) : deactivateForm(id));
    await again();
    const back = async () => {
      await (on ? deactivateForm(id) : activateForm(id));
      await again();
    };
    offerUndo(on ? t`${title} can be filled in again.` : t`${title} can no longer be filled in.`, back);
  });
  return (
    <tr className={form.is_active ? "" : styles.off}>
      <th scope="row">
        {link}
        {description && <Text size="sm" c="dimmed" fw={400}>{description}</Text>}
        <FailureNote failure={doubling.failure ?? switching.failure} />
      </th>
      <td data-label={t`Kind of form`}>{kind}</td>
      <td data-label={t`Status`}>
        <FormStatus form={form} />
      </td>
      <td data-label={t`Made`}>{moment(form.created_at)}</td>
      <td>
        <div className={styles.acts}>
          <Button size="sm" variant="default" loading={doubling.busy} aria-label={t`Copy ${title}`} onClick={() => void doubling.send()}>{t`Copy`}</Button>
          <Button size="sm" variant="default" loading={switching.busy} aria-label={form.is_active ? t`Deactivate ${title}` : t`Activate ${title}`} onClick={() => void switching.send(!form.is_active)}>
            {form.is_active ? t`Deactivate` : t`Activate`}
          </Button>
        </div>
      </td>
    </tr>
  );
}

/** What became of a form, in words. */
export function FormStatus({ form }: { form: Pick<ListedForm, "is_active" | "published_version" | "has_draft"> }) {
  const { t } = useLingui();
  const version = form.published_version;
  return (
    <span className={styles.marks}>
      {!form.is_active && <Badge variant="outline" color="gray" tt="none" size="lg">{t`Deactivated`}</Badge>}
      {version ? <Badge variant="outline" color="teal" tt="none" size="lg">{t`Version ${version}`}</Badge> : <Badge variant="outline" color="gray" tt="none" size="lg">{t`Never published`}</Badge>}
      {version && form.has_draft ? <Badge variant="outline" color="orange" tt="none" size="lg">{t`Changes not published`}</Badge> : null}
    </span>
  );
}
