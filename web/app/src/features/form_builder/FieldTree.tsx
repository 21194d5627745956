import { useLingui } from "@lingui/react/macro";
import { Text } from "@mantine/core";
import { type KeyboardEvent, useEffect, useRef, useState } from "react";

import type { FieldType } from "./api/list_field_types.ts";
import styles from "./builder.module.css";
import { repeats } from "./model/condition.ts";
import { type Field, expressionNames } from "./model/field.ts";
import type { Problem } from "./model/problems.ts";
import { type Direction, walked } from "./model/tree.ts";
import { signs } from "./texts.ts";
import { useDrag } from "./use_drag.ts";
import type { FieldEdits } from "./use_field_edits.ts";

interface TreeProps {
  fields: Field[];
  problems: Problem[];
  types: FieldType[];
  chosen: string | undefined;
  onChoose: (key: string | undefined, pane?: "properties") => void;
  edits: FieldEdits;
}

const steps: Record<string, Direction> = { ArrowUp: "up", ArrowDown: "down", ArrowRight: "in", ArrowLeft: "out" };

/** The element with a field's words, which name its place in the tree. */
const wordsOf = (key: string) => `words-${key}`;

/** All fields as a tree, which the arrow keys walk through and, with Alt, move about in. */
export function FieldTree({ fields, problems, types, chosen, onChoose, edits }: TreeProps) {
  const { t } = useLingui();
  const tree = useRef<HTMLUListElement>(null);
  const [closed, setClosed] = useState<ReadonlySet<string>>(new Set());
  const [said, setSaid] = useState("");
  const focusNext = useRef(false);
  const drag = useDrag(fields, edits.move);
  const shown = walked(fields).filter(({ around }) => !around.some(({ key }) => closed.has(key)));
  const at = shown.findIndex(({ field }) => field.key === chosen);
  // What was moved by a key stays under it.
  useEffect(() => {
    if (!focusNext.current) return;
    focusNext.current = false;
    const item = tree.current?.querySelector<HTMLElement>(`[data-field="${CSS.escape(chosen ?? "")}"]`);
    item?.focus({ preventScroll: true });
    item?.querySelector(`.${styles.row}`)?.scrollIntoView({ block: "nearest" });
  });
  const go = (key: string | undefined) => {
    if (key === undefined) return;
    focusNext.current = true;
    onChoose(key);
  };
  const fold = (key: string, close: boolean) =>
    setClosed((before) => {
      const next = new Set(before);
      if (close) next.add(key);
      else next.delete(key);
      return next;
    });
  const press = (event: KeyboardEvent) => {
    const place = shown[at];
    const command = event.ctrlKey || event.metaKey;
    const step = steps[event.key];
    if (!place || event.shiftKey) return;
    const { key, label } = place.field;
    if (event.altKey && step) {
      const can = edits.canStep(key, step);
      if (step === "in") {
        const group = place.neighbours[place.index - 1];
        if (group) fold(group.key, false);
      }
      edits.step(key, step);
      setSaid(can ? t`${label} is moved.` : t`${label} cannot go there.`);
      focusNext.current = true;
    } else if (command && event.key.toLowerCase() === "d") {
      focusNext.current = true;
      edits.copy(key);
    } else if (command || event.altKey) return;
    else if (event.key === "ArrowDown") go(shown[at + 1]?.field.key);
    else if (event.key === "ArrowUp") go(shown[at - 1]?.field.key);
    else if (event.key === "Home") go(shown[0]?.field.key);
    else if (event.key === "End") go(shown.at(-1)?.field.key);
    else if (event.key === "ArrowRight") {
      if (closed.has(key)) fold(key, false);
      else go(place.field.fields[0]?.key);
    } else if (event.key === "ArrowLeft") {
      if (place.field.fields.length > 0 && !closed.has(key)) fold(key, true);
      else go(place.around.at(-1)?.key);
    } else if (event.key === "Delete") {
      focusNext.current = true;
      edits.remove(key);
    } else if (event.key === "Enter") {
      onChoose(key, "properties");
      document.querySelector<HTMLElement>("[data-of=properties] input")?.focus();
    } else return;
    event.preventDefault();
  };
  if (fields.length === 0) return <Text p="md">{t`This form has no field yet. Choose what its first question asks for.`}</Text>;
  const wrong = new Set(problems.map(({ key }) => key));
  const branch = (list: Field[], level: number) =>
    list.map((field) => (
      <li
        key={field.key}
        role="treeitem"
        aria-level={level}
        aria-selected={field.key === chosen}
        aria-expanded={field.fields.length > 0 ? !closed.has(field.key) : undefined}
        // A group is named by its own words, not by those of all its fields.
        aria-labelledby={field.fields.length > 0 ? wordsOf(field.key) : undefined}
        data-field={field.key}
        tabIndex={field.key === chosen || (at < 0 && field === fields[0]) ? 0 : -1}
        onFocus={(event) => {
          if (event.target === event.currentTarget && at < 0) onChoose(field.key);
        }}
        className={styles.item}
      >
        <Row field={field} types={types} chosen={field.key === chosen} wrong={wrong.has(field.key)} closed={closed.has(field.key)} onFold={() => fold(field.key, !closed.has(field.key))} onChoose={() => onChoose(field.key, "properties")} drag={drag} />
        {field.fields.length > 0 && !closed.has(field.key) && (
          <ul role="group" className={styles.branch}>
            {branch(field.fields, level + 1)}
          </ul>
        )}
      </li>
    ));
  return (
    <>
      <ul role="tree" tabIndex={-1} ref={tree} aria-label={t`The fields, in the order in which they are filled in`} className={styles.tree} onKeyDown={press} data-dragging={drag.dragged !== undefined}>
        {branch(fields, 1)}
      </ul>
      <Text role="status" className={styles.unseen}>{said}</Text>
    </>
  );
}

interface RowProps {
  field: Field;
  types: FieldType[];
  chosen: boolean;
  wrong: boolean;
  closed: boolean;
  onFold: () => void;
  onChoose: () => void;
  drag: ReturnType<typeof useDrag>;
}

/** Keys belong to the tree; here is what hands do. */
function Row({ field, types, chosen, wrong, closed, onFold, onChoose, drag }: RowProps) {
  const { t } = useLingui();
  const target = drag.spot !== undefined && drag.spot !== "end" && drag.spot.beside === field.key ? drag.spot.side : undefined;
  const about = [types.find(({ name }) => name === field.field_type)?.title ?? field.field_type, field.name].join(" · ");
  const hasLogic = expressionNames.some((name) => field[name] !== "");
  return (
    // oxlint-disable-next-line jsx-a11y/click-events-have-key-events, jsx-a11y/no-static-element-interactions -- the tree item has the keys
    <div className={styles.row} data-drop={field.key} data-target={target} data-chosen={chosen} data-dragged={drag.dragged === field.key} onClick={onChoose}>
      <span className={styles.grip} aria-hidden="true" title={t`Drag it to another place`} {...drag.grip(field.key)}>
        ⠿
      </span>
      <span className={styles.sign} aria-hidden="true">{repeats(field) ? "{ }×n" : (signs[field.field_type] ?? "?")}</span>
      <span className={styles.words} id={wordsOf(field.key)}>
        <span className={styles.label}>
          {field.label || t`Without a label`}
          {field.is_required && <span className={styles.star} title={t`Must be answered`}>{" *"}</span>}
        </span>{" "}
        <span className={styles.about}>{wrong ? t`To be corrected` : about}</span>
      </span>
      {hasLogic && <span className={styles.logic} title={t`Has conditions or a calculation`} aria-hidden="true">ƒ</span>}
      {wrong && <span className={styles.wrong} title={t`To be corrected`} aria-hidden="true">!</span>}
      {field.fields.length > 0 && (
        <button
          type="button"
          tabIndex={-1}
          className={styles.fold}
          aria-label={closed ? t`Open ${field.label}` : t`Close ${field.label}`}
          onClick={(event) => {
            event.stopPropagation();
            onFold();
          }}
        >
          {closed ? "▸" : "▾"}
        </button>
      )}
    </div>
  );
}
