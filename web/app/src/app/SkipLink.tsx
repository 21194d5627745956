import { useLingui } from "@lingui/react/macro";

export function SkipLink() {
  const { t } = useLingui();
  return (
    <a className="skip" href="#content">
      {t`To the content`}
    </a>
  );
}
