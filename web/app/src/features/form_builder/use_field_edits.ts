import { useLingui } from "@lingui/react/macro";
import { useMemo } from "react";

import { offerUndo } from "#kit/undo.ts";

import type { FieldType } from "./api/list_field_types.ts";
import { type Field, newField } from "./model/field.ts";
import { nameFrom } from "./model/names.ts";
import type { OpenForm } from "./model/open_form.ts";
import { type Direction, type Spot, copyOf, moved, neighbourOf, placeOf, stepOf, withFieldAt, withoutField } from "./model/tree.ts";

/** What can be done with whole fields. */
export interface FieldEdits {
  add: (type: FieldType, spot: Spot, repeats: boolean) => void;
  step: (key: string, direction: Direction) => void;
  canStep: (key: string, direction: Direction) => boolean;
  move: (key: string, spot: Spot) => void;
  copy: (key: string) => void;
  remove: (key: string) => void;
}

export function useFieldEdits(open: OpenForm, onChoose: (key: string | undefined, pane?: "properties") => void): FieldEdits {
  const { t } = useLingui();
  return useMemo(() => {
    const fields = () => open.look().draft.fields;
    const made = (type: FieldType, repeats: boolean): Field => {
      const field = newField(type.name, nameFrom(type.title) || type.name, type.title);
      // The API takes neither choices without options nor groups without fields.
      if (type.has_options) field.options = [t`First choice`, t`Second choice`].map((label) => ({ value: label, label, translations: {} }));
      if (type.has_fields) {
        field.rules = { repeats };
        field.fields = [newField("text", nameFrom(t`Text`) || "text", t`Text`)];
      }
      return field;
    };
    return {
      add: (type, spot, repeats) => {
        const field = made(type, repeats);
        open.editFields((before) => withFieldAt(before, field, spot));
        onChoose(field.key, "properties");
      },
      step: (key, direction) => {
        const spot = stepOf(fields(), key, direction);
        if (spot) open.editFields((before) => moved(before, key, spot));
      },
      canStep: (key, direction) => stepOf(fields(), key, direction) !== undefined,
      move: (key, spot) => open.editFields((before) => moved(before, key, spot)),
      copy: (key) => {
        const place = placeOf(fields(), key);
        if (!place) return;
        const copy = copyOf(place.field);
        open.editFields((before) => withFieldAt(before, copy, { beside: key, side: "after" }));
        onChoose(copy.key);
      },
      remove: (key) => {
        const label = placeOf(fields(), key)?.field.label;
        if (label === undefined) return;
        const next = neighbourOf(fields(), key);
        open.editFields((before) => withoutField(before, key));
        const after = open.look().draft;
        onChoose(next);
        const back = async () => {
          // Only while it was the last edit: else Undo would take something else back.
          if (open.look().draft === after) open.undo();
          onChoose(key);
        };
        offerUndo(t`${label} is removed.`, back);
      },
    };
  }, [open, onChoose, t]);
}
