// The table that people read.
import { goals } from "./rows.mjs";
import { connections } from "./server.mjs";

const mark = (reached) => (reached ? "✓" : "✗");
const whole = (value) => String(Math.round(value));
const decimals = (value, places = 2) => value.toFixed(places);
const milliseconds = (microseconds) => decimals(microseconds / 1000);
const range = ({ least, most }, places = 2) => `${decimals(least, places)}–${decimals(most, places)}`;

/// `columns`: what stands above, and the cell of a row.
function table(columns, rows) {
  const lines = [columns.map(([title]) => title), ...rows.map((row) => columns.map(([, cell]) => cell(row)))];
  const widths = columns.map((_, column) => Math.max(...lines.map((line) => line[column].length)));
  const padded = (cell, column) => (column ? cell.padStart(widths[column]) : cell.padEnd(widths[column]));
  return lines.map((line) => line.map(padded).join("  ")).join("\n");
}

const rowColumns = [
  ["", (row) => row.name],
  ["server/s", (row) => whole(row.rate.server)],
  ["pgbench/s", (row) => whole(row.rate.pgbench)],
  ["ratio", (row) => decimals(row.ratio.median)],
  ["spread", (row) => range(row.ratio)],
  ["goal", (row) => `≥ ${decimals(row.goal)} ${mark(row.ratio.median >= row.goal)}`],
  ["at/s", (row) => whole(row.halfPeak)],
  ["p50 ms", (row) => milliseconds(row.p50.median)],
  [
    `p99 ms < ${goals.latency}`,
    ({ p99 }) => `${milliseconds(p99.median)} ${mark(p99.median < goals.latency * 1000)}`,
  ],
  ["spread", ({ p99 }) => `${milliseconds(p99.least)}–${milliseconds(p99.most)}`],
  ["pgbench p99", (row) => milliseconds(row.pgbenchP99.median)],
  ["late ms", (row) => milliseconds(row.clientLate.median)],
  [
    "server µs < postgres",
    ({ serverTime, postgresTime }) =>
      `${whole(serverTime)} < ${whole(postgresTime)} ${mark(serverTime < postgresTime)}`,
  ],
  ["wrk µs", (row) => whole(row.clientTime)],
];

const comparisonColumns = [
  ["", (row) => row.name],
  ["small/s", (row) => whole(row.rate.small)],
  ["large/s", (row) => whole(row.rate.large)],
  ["slower ×", (row) => decimals(row.slowdown.median)],
  ["spread", (row) => range(row.slowdown)],
  ["goal", (row) => `≤ ${goals.slowdown} ${mark(row.slowdown.median <= goals.slowdown)}`],
  ["pgbench slower ×", (row) => decimals(row.pgbenchSlowdown.median)],
  ["spread", (row) => range(row.pgbenchSlowdown)],
];

const variantColumns = [
  ["", (row) => row.name],
  ["server/s", (row) => (row.rate ? whole(row.rate) : "")],
  ["ratio", (row) => (row.ratio ? decimals(row.ratio.median) : "")],
  ["spread", (row) => (row.ratio ? range(row.ratio) : "")],
  ["server µs", (row) => whole(row.serverTime)],
  ["×", (row) => (row.cost ? decimals(row.cost.median) : "")],
  ["spread", (row) => (row.cost ? range(row.cost) : "")],
  ["goal", ({ goal, cost }) => (goal && cost ? `≤ ${decimals(goal)} ${mark(cost.median <= goal)}` : "")],
  ["postgres µs", (row) => whole(row.postgresTime)],
];

const variantRows = ({ name, goal, variants, without }) => [
  ...Object.entries(variants).map(([variant, result]) => ({ name: `${name} ${variant}`, goal, ...result })),
  ...(without ? [{ name: `${name} 0, by calculation`, ...without }] : []),
];

const peerColumns = [
  ["", (row) => row.name],
  ["requests/s", (row) => whole(row.rate)],
  ["ours ÷ it", (row) => (row.isOurs ? "" : decimals(row.ratio.median))],
  ["spread", (row) => (row.isOurs ? "" : range(row.ratio))],
  ["server µs", (row) => whole(row.serverTime)],
  ["ours ÷ it", (row) => (row.isOurs ? "" : decimals(row.timeRatio.median))],
  ["spread", (row) => (row.isOurs ? "" : range(row.timeRatio))],
  ["postgres µs", (row) => whole(row.postgresTime)],
  ["wrk µs", (row) => whole(row.clientTime)],
];

const peerRows = ({ name, sides }) =>
  Object.entries(sides).map(([side, result]) => ({
    name: `${name}, ${side}`,
    isOurs: side === "ours",
    ...result,
  }));

const peerFailures = ({ name, failures }) =>
  Object.entries(failures).map(([peer, why]) => `${name}, ${peer}: not measured: ${why}`);

const heading = ({ machine, databases, options }) => {
  const sizes = databases.map(({ forms, formsMiB }) => `${forms} forms (${formsMiB} MiB)`).join(" and ");
  const { processors, processor, memoryMiB, system } = machine;
  return [
    `${processors} × ${processor}, ${whole(memoryMiB / 1024)} GiB, ${system}, PostgreSQL ${databases[0].postgres};`,
    `${sizes}; ${options.rounds} rounds of ${options.seconds} s; one I/O thread, ${connections} database connections`,
    "on either side. Client, server and PostgreSQL share the processors.",
  ];
};

const memoryLine = ({ now, peak }) =>
  `memory after the load  ${decimals(now, 1)} MiB (most ${decimals(peak, 1)})  < ${goals.memory} ${mark(now < goals.memory)}`;

const sealingLine = ({ serverTime, postgresTime, rate }) =>
  `sealing one event      ${decimals(serverTime, 1)} µs server, ${decimals(postgresTime, 1)} µs postgres (${whole(rate)}/s); a read writes none`;

const importLine = ({ count, seconds, serverTime, postgresTime }) =>
  `import of ${count} rows   ${decimals(seconds, 1)} s  < ${goals.importing} ${mark(seconds < goals.importing)}  (${whole(serverTime)} µs server, ${whole(postgresTime)} µs postgres a row)`;

const exportLines = (formats) =>
  Object.entries(formats).map(
    ([format, { count, rate, serverTime, postgresTime, memory }]) =>
      `export of ${count} rows  ${format.padEnd(5)}  ${whole(rate)} rows/s (${decimals(serverTime, 1)} µs server, ${decimals(postgresTime, 1)} µs postgres a row), ${whole(memory)} MiB more  < ${goals.exporting} ${mark(memory < goals.exporting)}`,
  );

const syncLine = ({ single, batched }) => {
  const cost = ({ serverTime, postgresTime }) => serverTime + postgresTime;
  const dearer = cost(batched) / cost(single);
  return `a form in a batch      × ${decimals(dearer, 2)} of one alone  ≤ ${goals.syncing} ${mark(dearer <= goals.syncing)}  (${whole(batched.serverTime)} µs server, ${whole(batched.postgresTime)} µs postgres; alone ${whole(single.serverTime)} and ${whole(single.postgresTime)})`;
};

const firstAnswerLines = ({ external, embedded }) => {
  const reached = mark(external.median <= goals.firstAnswer);
  const shown = (times) => `${whole(times.median)} ms (${range(times, 0)})`;
  return [
    `first answer           ${shown(external)}  ≤ ${goals.firstAnswer} ${reached}  on a PostgreSQL that is up`,
    `                       ${shown(embedded)}  with the embedded PostgreSQL started too`,
  ];
};

/// The report of a run, as text.
export function report(result) {
  const { rows, variants, comparison, againstPeers, secondsToMake, memory, firstAnswer } = result;
  const parts = [heading(result)];
  if (rows?.length) parts.push([table(rowColumns, rows)]);
  if (variants?.length) parts.push([table(variantColumns, variants.flatMap(variantRows))]);
  if (againstPeers)
    parts.push([
      table(peerColumns, againstPeers.flatMap(peerRows)),
      ...againstPeers.flatMap(peerFailures),
      `Peers were built with ${result.tools.join("; ")}.`,
    ]);
  if (comparison)
    parts.push([table(comparisonColumns, comparison), `The large database took ${secondsToMake} s to make.`]);
  if (result.sealing) parts.push([sealingLine(result.sealing)]);
  if (result.import) parts.push([importLine(result.import)]);
  if (result.export) parts.push(exportLines(result.export));
  if (result.sync) parts.push([syncLine(result.sync)]);
  if (memory) parts.push([memoryLine(memory), ...firstAnswerLines(firstAnswer)]);
  return parts.map((lines) => lines.join("\n")).join("\n\n");
}
