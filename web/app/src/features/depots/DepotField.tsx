import { useLingui } from "@lingui/react/macro";
import { NativeSelect } from "@mantine/core";

import { useDepots } from "./api/list_depots.ts";
import { useDivisions } from "./api/list_divisions.ts";

interface Given {
  label: string;
  value: number | null;
  onChange: (depot: number | null) => void;
  /** What no depot is called. */
  none: string;
  error?: string | undefined;
}

/** A depot, out of a list by division. */
export function DepotField({ label, value, onChange, none, error }: Given) {
  const { t } = useLingui();
  const depots = useDepots().data?.data ?? [];
  const divisions = useDivisions().data?.data ?? [];
  const choices = (division: number | undefined) =>
    depots
      .filter((depot) => (division === undefined ? !divisions.some(({ id }) => id === depot.division_id) : depot.division_id === division))
      .map(({ id, name }) => ({ value: String(id), label: name }));
  const groups = [...divisions.map(({ id, name }) => ({ group: name, items: choices(id) })), { group: t`Other depots`, items: choices(undefined) }].filter(({ items }) => items.length > 0);
  const known = value === null || depots.some(({ id }) => id === value);
  const data = [{ value: "", label: none }, ...(known ? [] : [{ value: String(value), label: t`Depot number ${value}` }]), ...groups];
  return (
    <NativeSelect
      size="md"
      label={label}
      data={data}
      value={value === null ? "" : String(value)}
      error={error}
      onChange={(event) => onChange(event.currentTarget.value ? Number(event.currentTarget.value) : null)}
    />
  );
}
