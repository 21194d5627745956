import { encode } from "uqr";

/** As one path: black on white in both colour schemes, which is what cameras read best. */
export function QrCode({ text, label }: { text: string; label: string }) {
  const { data, size } = encode(text, { border: 4 });
  const dark = data.flatMap((row, y) => row.flatMap((on, x) => (on ? [`M${x} ${y}h1v1h-1z`] : [])));
  return (
    <svg role="img" aria-label={label} viewBox={`0 0 ${size} ${size}`} width="100%" style={{ maxWidth: "16rem", background: "#fff" }} shapeRendering="crispEdges">
      <path d={dark.join("")} fill="#000" />
    </svg>
  );
}
