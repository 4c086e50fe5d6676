/** JSON in which no key may be hidden behind a second one of the same name, or reach a prototype. */

import { CheckpointError, COPY_AGAIN, quoted } from "./error.js";

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
/** Files of weights nest three deep; recursive code must never see more than it has stack for. */
const DEEPEST = 32;
/** Three for each tensor; each takes some hundred bytes of memory for two of the file. */
const MOST_CONTAINERS = 1_000_000;

/** Index of the quote that closes the string opened at `open`, in valid JSON. */
function closingQuote(json: string, open: number): number {
  let at = open + 1;
  while (json.charCodeAt(at) !== QUOTE) at += json.charCodeAt(at) === BACKSLASH ? 2 : 1;
  return at;
}

/** Why a text must not be parsed at all; undefined if it may. It need not be valid JSON. */
function structureFault(bytes: Uint8Array): string | undefined {
  let depth = 0;
  let containers = 0;
  let inString = false;
  for (let at = 0; at < bytes.length; at++) {
    const byte = bytes[at];
    if (byte === QUOTE) inString = !inString;
    else if (inString) at += byte === BACKSLASH ? 1 : 0;
    else if (byte === 0x5b || byte === 0x7b) {
      depth++;
      if (depth > DEEPEST) return `values nested more than ${DEEPEST} deep`;
      if (++containers > MOST_CONTAINERS) return `more than ${MOST_CONTAINERS} lists and objects`;
    } else if (byte === 0x5d || byte === 0x7d) depth--;
  }
  return undefined;
}

/** The first key of valid JSON that must not be there, and why. */
function badKey(json: string): string | undefined {
  const objects: Set<string>[] = [];
  for (let at = 0; at < json.length; at++) {
    const char = json[at];
    if (char === "{") objects.push(new Set());
    else if (char === "}") objects.pop();
    else if (char === '"') {
      const end = closingQuote(json, at);
      let next = end + 1;
      while (/\s/.test(json[next] ?? "")) next++;
      if (json[next] === ":") {
        const key = JSON.parse(json.slice(at, end + 1)) as string;
        const keys = objects.at(-1) as Set<string>;
        if (key === "__proto__") return "the forbidden key __proto__";
        if (keys.has(key)) return `the key ${quoted(key)} twice in one object`;
        keys.add(key);
      }
      at = end;
    }
  }
  return undefined;
}

/**
 * Parses an object as `JSON.parse` does, which keeps only the last of equal keys, so that two readers
 * of one file could see different tensors: such keys are refused here.
 * @param what names the text in messages, e.g. `header`
 * @throws CheckpointError unless it is UTF-8, valid JSON, an object, its keys are unique, and its
 * nesting and number of lists and objects are those of a file of weights
 */
export function parseStrictJson({
  bytes,
  source,
  what,
}: {
  bytes: Uint8Array;
  source: string;
  what: string;
}): Record<string, unknown> {
  const refuse = (bad: string): never => {
    throw new CheckpointError(
      { source },
      `the ${what} holds ${bad}`,
      "Do not use this file unless you know who wrote it and why",
    );
  };
  const fault = structureFault(bytes);
  if (fault !== undefined) refuse(fault);
  let json: string;
  let value: unknown;
  try {
    json = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
    value = JSON.parse(json);
  } catch (cause) {
    throw new CheckpointError({ source }, `the ${what} is not valid JSON`, COPY_AGAIN, { cause });
  }
  if (!isRecord(value))
    throw new CheckpointError({ source }, `the ${what} is JSON but not an object`, COPY_AGAIN);
  const bad = badKey(json);
  return bad === undefined ? value : refuse(bad);
}

/** Whether a value of JSON is an object. */
export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
