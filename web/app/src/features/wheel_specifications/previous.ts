import { useEffect, useState } from "react";

import { type JsonObject, database, useKeptOnDevice } from "#features/device";

import { useWheelsNumbered } from "./api/list_wheels_numbered.ts";
import { type Previous, newestOf } from "./newest.ts";

const pause = 600; // milliseconds without a key: then the number is typed

/** The newest earlier record of this wheel: of those on the device and, while there is a network, of those that the server shows us. */
export function usePreviousWheel(person: number, wheelNo: string, exceptUuid: string): Previous | undefined {
  const number = useSettled(wheelNo.trim());
  const here = useKeptOnDevice(() => database.copies.where("[person+kind]").equals([person, "wheel-specifications"]).toArray(), [person]);
  const there = useWheelsNumbered(person, number).data?.data;
  const records = [...(here ?? []).map(({ record }) => record), ...((there ?? []) as unknown as JsonObject[])];
  return newestOf(records, number, exceptUuid);
}

/** A text once nobody types in it any more. */
function useSettled(text: string): string {
  const [settled, setSettled] = useState(text);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(text), pause);
    return () => clearTimeout(timer);
  }, [text]);
  return settled;
}
