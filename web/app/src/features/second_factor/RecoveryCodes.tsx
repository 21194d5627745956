import { useLingui } from "@lingui/react/macro";
import { Button, Code, Stack, Text, Title } from "@mantine/core";

export function RecoveryCodes({ codes, onKept }: { codes: string[]; onKept: () => void }) {
  const { t } = useLingui();
  return (
    <Stack className="card">
      <Title order={2} size="h4">{t`Your recovery codes`}</Title>
      <Text>{t`Write them down and keep them where only you get at them. Each lets you in once when your phone is lost. They are shown only now.`}</Text>
      <Code block tabIndex={0} style={{ fontSize: "1rem" }}>
        {codes.join("\n")}
      </Code>
      <Button onClick={onKept}>{t`I have kept them`}</Button>
    </Stack>
  );
}
