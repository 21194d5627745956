import { useLingui } from "@lingui/react/macro";
import { Button, Text } from "@mantine/core";
import { useMediaQuery } from "@mantine/hooks";
import { useInfiniteQuery, useQueryClient } from "@tanstack/react-query";
import { type ReactNode, useCallback, useEffect, useMemo, useRef, useState } from "react";

import { Page } from "#kit/Page.tsx";

import type { ReviewState } from "./DecisionBar.tsx";
import { KeysHelp } from "./KeysHelp.tsx";
import { ManyBar } from "./ManyBar.tsx";
import { Notice } from "./Notice.tsx";
import { Queue } from "./Queue.tsx";
import { QueueFilters, StatusTabs } from "./QueueFilters.tsx";
import { RecordView } from "./RecordView.tsx";
import { countsKey } from "./api/count_queue.ts";
import type { Step } from "./api/decide.ts";
import { factsQuery } from "./api/get_record.ts";
import { reviewKey, reviewQuery } from "./api/get_review.ts";
import { commentsQuery } from "./api/list_comments.ts";
import { type WaitingRecord, keepInQueue, queueKey, queueQuery } from "./api/list_queue.ts";
import { useWorkflows } from "./api/list_workflows.ts";
import type { Kind, LabelOf } from "./kinds.ts";
import { afterLeaving, moved } from "./moves.ts";
import styles from "./review.module.css";
import { type ReviewSearch, changed, keyOf, placeOf } from "./search.ts";
import { extended, nothingChosen, toggled, without } from "./selection.ts";
import { useShortcuts } from "./shortcuts.ts";
import type { Outcome } from "./verdicts.ts";

export interface ReviewPageProps {
  search: ReviewSearch;
  /** `replace`: the address before is not one to come back to. */
  onSearch: (search: ReviewSearch, replace: boolean) => void;
  labelOf: LabelOf;
  /** Leads to the page of a record. */
  linkTo: (kind: Kind, id: number, text: string) => ReactNode;
  /** What else belongs here. */
  links?: ReactNode;
}

const noRecords: WaitingRecord[] = [];

/** What waits for a decision: the list, and beside it the record that is open. */
export function ReviewPage({ search, onSearch, labelOf, linkTo, links }: ReviewPageProps) {
  const { t } = useLingui();
  const client = useQueryClient();
  const wide = useMediaQuery("(min-width: 1100px)", true, { getInitialValueInEffect: false }) ?? true;
  const queue = useInfiniteQuery(queueQuery(search));
  const records = useMemo(() => queue.data?.pages.flatMap(({ data }) => data) ?? noRecords, [queue.data]);
  const order = useMemo(() => records.map(keyOf), [records]);
  const [selection, setSelection] = useState(nothingChosen);
  const [refused, setRefused] = useState<ReadonlyMap<string, string>>(new Map());
  /** Of what was refused when many were decided on: also that which waits no more, and is no longer in the list. */
  const [left, setLeft] = useState<{ key: string; title: string; reason: string }[]>([]);
  const [help, setHelp] = useState(false);
  const [said, setSaid] = useState("");
  /** Where the keys are while nothing is open. */
  const [cursor, setCursor] = useState<string>();
  const pane = useRef<HTMLDivElement>(null);
  const open = placeOf(search.open);
  const current = search.open ?? cursor;
  const noteFrom = useWorkflows().data?.data.at(-1)?.transitions.find(({ transition }) => transition === "approve")?.needsNoteFromSeverity ?? 3;

  // Where the keys are, at once: the address follows, and whoever presses J quickly is ahead of it.
  const place = useRef(current);
  useEffect(() => {
    place.current = current;
  }, [current]);
  const show = (key: string | undefined) => {
    place.current = key;
    setCursor(key);
    // Going from one record to the next is no step to come back to; opening the first is.
    onSearch(changed(search, { open: key }), search.open !== undefined || wide);
  };
  // Always the same functions, so that a step does not draw hundreds of lines anew.
  const present = useRef({ show, order });
  useEffect(() => {
    present.current = { show, order };
  });
  const onOpen = useCallback((record: WaitingRecord) => present.current.show(keyOf(record)), []);
  const onChoose = useCallback((record: WaitingRecord, upTo: boolean) => {
    const key = keyOf(record);
    setSelection((before) => (upTo ? extended(before, present.current.order, key) : toggled(before, key)));
  }, []);

  // The next two are fetched ahead, so that they are there when they are wanted; and more of the list, before its end is reached.
  const { hasNextPage, isFetchingNextPage, fetchNextPage } = queue;
  useEffect(() => {
    const at = current === undefined ? -1 : order.indexOf(current);
    for (const record of records.slice(at + 1, at + 3)) {
      const kind = record.kind as Kind;
      void client.prefetchQuery(reviewQuery(kind, record.id));
      void client.prefetchQuery(factsQuery(kind, record.id));
      void client.prefetchQuery(commentsQuery(kind, record.id));
    }
    if (at >= records.length - 5 && hasNextPage && !isFetchingNextPage) void fetchNextPage();
  }, [client, current, order, records, hasNextPage, isFetchingNextPage, fetchNextPage]);
  useEffect(() => {
    if (search.open) pane.current?.scrollIntoView({ block: "start" });
  }, [search.open]);

  const leave = (gone: ReadonlySet<string>) => {
    setSelection((before) => without(before, gone));
    // Whoever has gone on meanwhile stays where they are.
    if (search.open && place.current !== undefined && gone.has(place.current)) show(afterLeaving(order, place.current, gone));
    void client.invalidateQueries({ queryKey: countsKey });
  };
  const onDecided = (state: ReviewState, step: Step | "assign") => {
    const { status, version, revision, assignedTo } = state;
    const key = keyOf(state);
    const waits = status === "Submitted" || status === "Reviewed";
    const stays = waits && (search.status === undefined || search.status === status);
    keepInQueue(client, new Map([[key, waits ? { status, version, revision, assignedTo: assignedTo ?? null } : undefined]]));
    void client.invalidateQueries({ queryKey: reviewKey(state.kind as Kind, state.id) });
    if (step !== "assign") setRefused((before) => new Map([...before].filter(([other]) => other !== key)));
    if (!stays) leave(new Set([key]));
    else void client.invalidateQueries({ queryKey: countsKey });
    const { title } = state;
    setSaid({ review: t`${title} is in review.`, approve: t`${title} is approved.`, reject: t`${title} is rejected.`, reopen: t`${title} is reopened.`, assign: "" }[step]);
  };
  const onManyDone = ({ accepted, refused: why }: Outcome) => {
    const changes = new Map([...accepted].map(([key, state]) => [key, state && /^(Submitted|Reviewed)$/.test(state.status) ? { status: state.status, version: state.version, assignedTo: state.assignedTo ?? null } : undefined]));
    keepInQueue(client, changes);
    setRefused(why);
    const titles = new Map(chosen.map((record) => [keyOf(record), record.title]));
    setLeft([...why].map(([key, reason]) => ({ key, title: titles.get(key) ?? key, reason })));
    for (const key of [...accepted.keys(), ...why.keys()]) {
      const record = placeOf(key);
      if (record) void client.invalidateQueries({ queryKey: reviewKey(record.kind, record.id) });
    }
    const gone = new Set([...accepted].filter(([, state]) => !state || (search.status ?? state.status) !== state.status || !/^(Submitted|Reviewed)$/.test(state.status)).map(([key]) => key));
    leave(gone);
    // What was refused stays chosen, and only that: the rest is done.
    setSelection((before) => without(before, new Set(accepted.keys())));
    if (why.size > 0) void client.invalidateQueries({ queryKey: queueKey });
    const [done, not] = [accepted.size, why.size];
    setSaid(not > 0 ? t`Done: ${done}. Refused: ${not}; what still waits is still chosen.` : t`Done: ${done}.`);
  };

  const go = (by: number) => {
    const next = moved(order, place.current, by);
    if (next === undefined) return;
    if (wide || search.open) return show(next);
    place.current = next;
    setCursor(next);
  };
  const choose = (upTo: boolean) => {
    const record = records.find((one) => keyOf(one) === place.current);
    if (record) onChoose(record, upTo);
  };
  const enter = () => {
    if (search.open && search.open === place.current) document.querySelector<HTMLElement>("[data-record-title]")?.focus();
    else if (place.current !== undefined) show(place.current);
  };
  useShortcuts({
    next: () => go(1),
    previous: () => go(-1),
    open: enter,
    choose: () => choose(false),
    extend: () => choose(true),
    help: () => setHelp(true),
    ...(search.open ? { close: () => onSearch(changed(search, { open: undefined }), false) } : {}),
  });

  const chosen = records.filter((record) => selection.chosen.has(keyOf(record)));
  const filter = (next: ReviewSearch) => {
    setSelection(nothingChosen);
    setRefused(new Map());
    setLeft([]);
    setCursor(undefined);
    onSearch(next, false);
  };
  const isFiltered = Object.keys(search).some((name) => name !== "open" && name !== "sort");
  return (
    <Page title={t`Review`}>
      <div className={styles.panes} data-open={open ? true : undefined}>
        <div className={styles.side}>
          <StatusTabs search={search} onSearch={filter} />
          <QueueFilters search={search} onSearch={filter} />
          {chosen.length > 0 && <ManyBar chosen={chosen} noteFrom={noteFrom} onDone={onManyDone} onNone={() => setSelection(nothingChosen)} />}
          <Text component="output" size="sm">{said}</Text>
          {left.length > 0 && (
            <Notice tone="yellow" title={t`These were refused`}>
              <ul className="plain-list">
                {left.map(({ key, title, reason }) => (
                  <li key={key}>
                    <button type="button" className={styles.choice} onClick={() => show(key)}>
                      <span><b>{title}</b>: {reason}</span>
                    </button>
                  </li>
                ))}
              </ul>
              <Button variant="subtle" onClick={() => setLeft([])}>{t`I have seen it`}</Button>
            </Notice>
          )}
          <Queue
            query={queue}
            records={records}
            search={search}
            current={current}
            chosen={selection.chosen}
            refused={refused}
            isFiltered={isFiltered}
            onOpen={onOpen}
            onChoose={onChoose}
          />
          <div className={styles.actions}>
            <Button variant="subtle" aria-keyshortcuts="?" onClick={() => setHelp(true)}>{t`Keys`} <kbd>?</kbd></Button>
            {links}
          </div>
        </div>
        <div className={styles.main} ref={pane}>
          {open ? (
            <>
              <Button className={styles.back} variant="default" onClick={() => onSearch(changed(search, { open: undefined }), false)}>{t`Back to the list`}</Button>
              <RecordView
                key={keyOf(open)}
                kind={open.kind}
                id={open.id}
                labelOf={labelOf}
                linkTo={linkTo}
                onDecided={onDecided}
                more={linkTo(open.kind, open.id, t`Its own page`)}
              />
            </>
          ) : (
            records.length > 0 && <Text c="dimmed" className={styles.hint}>{t`Open a record from the list, or press J.`}</Text>
          )}
        </div>
      </div>
      <KeysHelp inList open={help} onClose={() => setHelp(false)} />
    </Page>
  );
}
