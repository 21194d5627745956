// node layout.mjs [folder]: the app's layers, app → features → kit, hold: a file imports only what is below it, and of a feature only
// its face (index.ts). Features do not import each other in circles.
import { readFile, readdir } from "node:fs/promises";
import { dirname, join, relative } from "node:path";
import { fileURLToPath } from "node:url";

const layers = ["kit", "features", "app"]; // from the bottom up

/** The folder of src/ that a file belongs to: a layer, and in features/ which one. */
function roomOf(path) {
  const [layer, feature] = path.split("/");
  if (!layers.includes(layer)) return { layer: "main" }; // main.tsx, which may use everything
  return layer === "features" ? { layer, feature } : { layer };
}

/** What `specifier` means in `file`, seen from src/; undefined for a package. */
function imported(file, specifier) {
  if (specifier.startsWith("#features/")) return `features/${specifier.slice("#features/".length)}/index.ts`;
  if (specifier.startsWith("#")) return specifier.slice(1);
  return specifier.startsWith(".") ? relative("/", join("/", dirname(file), specifier)) : undefined;
}

function complaint(file, target, specifier) {
  const [from, to] = [roomOf(file), roomOf(target)];
  if (from.layer === "main") return undefined;
  if (to.layer === "main" || layers.indexOf(to.layer) > layers.indexOf(from.layer)) return `${file} imports ${specifier}, which is above it`;
  if (to.feature && to.feature !== from.feature && target !== `features/${to.feature}/index.ts`)
    return `${file} imports ${specifier}: of another feature only its face may be used, #features/${to.feature}`;
  if (from.feature && from.feature === to.feature && target.endsWith("/index.ts")) return `${file} imports its own feature's face: import the file`;
  return undefined;
}

/** A way from a feature through the others back to it. */
function circle(uses) {
  const seek = (feature, way) => {
    if (way.includes(feature)) return [...way.slice(way.indexOf(feature)), feature];
    for (const next of uses.get(feature) ?? []) {
      const found = seek(next, [...way, feature]);
      if (found) return found;
    }
    return undefined;
  };
  for (const feature of uses.keys()) {
    const found = seek(feature, []);
    if (found) return `features import each other in a circle: ${found.join(" → ")}`;
  }
  return undefined;
}

/** Everything that breaks the rule, a line each. */
export async function layoutComplaints(folder) {
  const complaints = [];
  const uses = new Map();
  const entries = await readdir(folder, { withFileTypes: true, recursive: true });
  const sources = entries.filter((one) => one.isFile() && /\.tsx?$/.test(one.name));
  for (const path of sources.map((one) => join(one.parentPath ?? one.path, one.name)).sort()) {
    const file = relative(folder, path);
    const text = await readFile(path, "utf8");
    for (const [, specifier] of text.matchAll(/(?:from|import|import\()\s*"([^"]+)"/g)) {
      const target = imported(file, specifier);
      if (target === undefined) continue;
      complaints.push(complaint(file, target, specifier));
      const [from, to] = [roomOf(file).feature, roomOf(target).feature];
      if (from && to && from !== to) uses.set(from, (uses.get(from) ?? new Set()).add(to));
    }
  }
  return [...complaints, circle(uses)].filter(Boolean);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const complaints = await layoutComplaints(process.argv[2] ?? fileURLToPath(new URL("../src", import.meta.url)));
  for (const line of complaints) console.error(line);
  process.exit(complaints.length ? 1 : 0);
}
