import { useCallback, useState } from "react";

import { Failure } from "./api.ts";

export interface Sending<Given extends unknown[] = []> {
  /** True while an answer is awaited. */
  busy: boolean;
  failure: Failure | undefined;
  /** The API's message for a field of the form; undefined when it is in order. */
  at: (field: string) => string | undefined;
  /** Sends, unless it is sending; gives whether that went well. */
  send: (...given: Given) => Promise<boolean>;
  forget: () => void;
}

/** A change that is sent when somebody says so. Nothing is repeated by itself: only the person knows whether to. */
export function useSending<Given extends unknown[] = []>(change: (...given: Given) => Promise<void>): Sending<Given> {
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<Failure>();
  const send = async (...given: Given) => {
    if (busy) return false;
    setBusy(true);
    setFailure(undefined);
    try {
      await change(...given);
      return true;
    } catch (error) {
      if (!(error instanceof Failure)) throw error;
      setFailure(error);
      return false;
    } finally {
      setBusy(false);
    }
  };
  const forget = useCallback(() => setFailure(undefined), []);
  return { busy, failure, at: (field) => failure?.fields[field], send, forget };
}
