import { useLingui } from "@lingui/react/macro";
import { Anchor, Code, Stack, Text, Title } from "@mantine/core";

/** Pages of the server for people who write programs, and for monitoring. */
export function Links() {
  const { t } = useLingui();
  const links: [href: string, name: string, about: string][] = [
    ["/api/docs/", t`Documentation of the API`, t`Every request, to try out here.`],
    ["/api/redoc/", t`The same, for reading and printing`, ""],
    ["/api/openapi.json", t`The API for programs`, t`A document from which clients are made (OpenAPI).`],
    ["/api-info/", t`List of all requests`, t`With who may send them.`],
  ];
  return (
    <Stack className="card" gap="sm">
      <Title order={2} size="h4">{t`For programs and monitoring`}</Title>
      <ul className="plain-list">
        {links.map(([href, name, about]) => (
          <li key={href} style={{ paddingBlock: "0.625rem" }}>
            <Anchor href={href} underline="always">{name}</Anchor> {about && <Text span size="sm" c="dimmed">{about}</Text>}
          </li>
        ))}
      </ul>
      <Text size="sm">{t`Metrics for Prometheus are at this address, for the server's own machine, or with the token of metrics.token:`}</Text>
      <Code block>{`${location.origin}/metrics`}</Code>
    </Stack>
  );
}
