import { Badge } from "@mantine/core";

/** The state of something in a word. The colour is in the frame: as text, most colours are too pale for sunlight. */
export function StateBadge({ mark, colour }: { mark: string; colour: string }) {
  return (
    <Badge variant="default" tt="none" size="lg" style={{ borderColor: `var(--mantine-color-${colour}-6)`, borderWidth: 2 }}>
      {mark}
    </Badge>
  );
}
