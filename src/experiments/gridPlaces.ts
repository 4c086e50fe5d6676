/** Where in GRID.yaml something stands, for messages. */

import { type Document, isMap, isScalar, isSeq, LineCounter, parseDocument, visit } from "yaml";
import type { Location } from "../core/index.js";
import { ExperimentError } from "./error.js";

/** A YAML file that is known to parse. */
export interface PlacedYaml {
  readonly content: unknown;
  /** The line of a key or entry; of one that is missing, of what should hold it. */
  placeOf(path: readonly PropertyKey[]): Location;
}

/**
 * Reads YAML without errors.
 * @throws ExperimentError if it has aliases, of which the line of a setting would not be known
 */
export function readPlaced({
  source,
  text,
}: {
  readonly source: string;
  readonly text: string;
}): PlacedYaml {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines });
  const placeAt = (offset: number) => ({ source, line: lines.linePos(offset).line });
  visit(document, {
    Alias(_, alias) {
      throw new ExperimentError(
        placeAt(alias.range?.[0] ?? 0),
        `*${alias.source} is an alias, which a grid does not know`,
        "Write out what it stands for",
      );
    },
  });
  return {
    content: document.toJS(),
    placeOf: (path) => placeAt(offsetOf(document, path)),
  };
}

function offsetOf({ contents }: Document.Parsed, path: readonly PropertyKey[]): number {
  let offset = contents?.range[0] ?? 0;
  let node: unknown = contents;
  for (const step of path) {
    const entry = entryOf(node, String(step));
    if (!entry) break;
    ({ offset, node } = entry);
  }
  return offset;
}

/** An entry of a mapping or list, and where it begins: a mapping's with its key. */
function entryOf(node: unknown, step: string): { offset: number; node: unknown } | undefined {
  if (isMap(node)) {
    const pair = node.items.find(({ key }) => isScalar(key) && String(key.value) === step);
    const key = pair?.key as { range?: [number] } | undefined;
    return pair && { offset: key?.range?.[0] ?? 0, node: pair.value };
  }
  const item = isSeq(node) ? (node.items[Number(step)] as { range?: [number] }) : undefined;
  return item && { offset: item.range?.[0] ?? 0, node: item };
}
