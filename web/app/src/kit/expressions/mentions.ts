import type { Tree } from "./evaluate.ts";

/** What a tree depends on, by paths as its names are written: `axles`, `axles.load`. */
export interface Mentions {
  names: Set<string>;
  /** Of these, it asks whether they are answered. */
  asked: Set<string>;
}

export function mentionsOf(tree: Tree): Mentions {
  const found: Mentions = { names: new Set(), asked: new Set() };
  visit(tree, [], found);
  return found;
}

/** Gives the path of the answer that the node is, or whose elements it has; else an empty text. `elements`: the innermost first. */
function visit(tree: Tree, elements: [name: string, path: string][], found: Mentions): string {
  const [op, ...rest] = tree;
  const at = (place: number) => visit(rest[place] as Tree, elements, found);
  switch (op) {
    case "literal":
      return "";
    case "name": {
      const element = elements.find(([name]) => name === rest[0]);
      if (element) return element[1];
      return added(rest[0] as string, found);
    }
    case "member": {
      const of = at(2);
      return of === "" ? "" : added(`${of}.${rest[0] as string}`, found);
    }
    case "element": {
      const list = at(0);
      at(1);
      return list;
    }
    case "some":
    case "every":
    case "for":
    case "filter": {
      const list = at(1);
      visit(rest[2] as Tree, [[rest[0] as string, list], ...elements], found);
      return op === "filter" ? list : "";
    }
    case "unanswered": {
      const path = at(0);
      if (path !== "") found.asked.add(path);
      return "";
    }
    default:
      for (const part of rest) if (Array.isArray(part)) visit(part, elements, found);
      return "";
  }
}

function added(path: string, found: Mentions): string {
  found.names.add(path);
  return path;
}
