import { useLingui } from "@lingui/react/macro";
import { Alert, Button } from "@mantine/core";

import type { Failure } from "./api.ts";

/** What the person should know of a failure: the API's own words, which say what to do, or ours where no answer came. */
export function useExplanation(): (failure: Failure) => string {
  const { t } = useLingui();
  return (failure) => {
    if (failure.code === "unreachable") {
      return navigator.onLine ? t`The server does not answer. Please try again in a moment.` : t`There is no network. Please try again when there is.`;
    }
    if (!failure.problem) return t`The server has a problem. Please try again in a moment.`;
    return failure.problem.message;
  };
}

/** Tells why something failed. `shown`: the fields whose messages stand beside them already. */
export function FailureNote({ failure, shown = [], onRetry }: { failure: Failure | undefined; shown?: string[]; onRetry?: () => void }) {
  const { t } = useLingui();
  const explain = useExplanation();
  if (!failure) return null;
  const fields = Object.entries(failure.fields);
  const elsewhere = fields.filter(([field]) => !shown.includes(field)).map(([, message]) => message);
  if (fields.length > 0 && elsewhere.length === 0) return null;
  const texts = elsewhere.length > 0 ? elsewhere : [explain(failure)];
  return (
    <Alert color="red" variant="light" role="alert">
      {texts.map((text) => (
        <p key={text} style={{ margin: 0 }}>
          {text}
        </p>
      ))}
      {onRetry && (
        <Button mt="sm" variant="default" onClick={onRetry}>
          {t`Try again`}
        </Button>
      )}
    </Alert>
  );
}
