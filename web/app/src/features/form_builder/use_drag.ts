import { type PointerEvent, useCallback, useEffect, useRef, useState } from "react";

import type { Field } from "./model/field.ts";
import { type Spot, fits, placeOf } from "./model/tree.ts";

/** Moving fields by a mouse, a pen or a finger on their grips. Escape leaves all as it was. */
export function useDrag(fields: Field[], onDrop: (key: string, spot: Spot) => void) {
  const [dragged, setDragged] = useState<string>();
  const [spot, setSpot] = useState<Spot>();
  const stop = useCallback(() => {
    setDragged(undefined);
    setSpot(undefined);
  }, []);
  useEffect(() => {
    if (dragged === undefined) return undefined;
    const press = (event: KeyboardEvent) => {
      if (event.key !== "Escape") return;
      event.preventDefault();
      stop();
    };
    document.addEventListener("keydown", press, true);
    return () => document.removeEventListener("keydown", press, true);
  }, [dragged, stop]);
  const begun = useRef<{ key: string; y: number }>(undefined);
  const grip = (key: string) => ({
    onPointerDown: (event: PointerEvent<HTMLElement>) => {
      if (event.button !== 0) return;
      event.currentTarget.setPointerCapture(event.pointerId);
      begun.current = { key, y: event.clientY };
    },
    onPointerMove: (event: PointerEvent<HTMLElement>) => {
      const from = begun.current;
      if (!from) return;
      if (dragged === undefined && Math.abs(event.clientY - from.y) < 4) return;
      setDragged(from.key);
      setSpot(spotUnder(event.clientX, event.clientY, from.key, fields));
      scrolledAt(event.currentTarget, event.clientY);
    },
    onPointerUp: () => {
      const from = begun.current?.key;
      begun.current = undefined;
      if (from !== undefined && from === dragged && spot !== undefined) onDrop(from, spot);
      stop();
    },
    onPointerCancel: () => {
      begun.current = undefined;
      stop();
    },
  });
  return { dragged, spot, grip };
}

/** Above or below a field; the middle of a group is inside it; below all of them is the end. */
function spotUnder(x: number, y: number, key: string, fields: Field[]): Spot | undefined {
  const under = document.elementFromPoint(x, y);
  const row = under?.closest<HTMLElement>("[data-drop]");
  const beside = row?.dataset.drop;
  const field = placeOf(fields, key)?.field;
  const target = placeOf(fields, beside)?.field;
  if (!row || beside === undefined || !field || !target) return under?.closest("[data-of=fields]") && !under.closest("[role=tree] li") ? "end" : undefined;
  const { top, height } = row.getBoundingClientRect();
  const spot = spotOn(target, (y - top) / height, row.nextElementSibling !== null);
  return fits(fields, field, spot) ? spot : undefined;
}

/** `part`: how far down on the target's row. */
function spotOn(target: Field, part: number, isOpen: boolean): Spot {
  const [first] = target.fields;
  if (target.field_type !== "group") return { beside: target.key, side: part < 0.5 ? "before" : "after" };
  if (part < 0.25) return { beside: target.key, side: "before" };
  if (part < 0.75) return { beside: target.key, side: "inside" };
  return isOpen && first ? { beside: first.key, side: "before" } : { beside: target.key, side: "after" };
}

/** Near the edge of what can be scrolled, more comes. */
function scrolledAt(from: HTMLElement, y: number): void {
  const pane = from.closest<HTMLElement>("[data-of]");
  if (!pane) return;
  const { top, bottom } = pane.getBoundingClientRect();
  if (y < top + 40) pane.scrollBy(0, -12);
  if (y > bottom - 40) pane.scrollBy(0, 12);
}
