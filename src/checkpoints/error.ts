/** The error of this room, and how names out of untrusted files are put into messages. */

import { RaretagError } from "../core/index.js";

/** A file of weights, or a folder of them, that cannot be read, written or fetched. */
export class CheckpointError extends RaretagError {}

const LONGEST_NAME = 80;

/**
 * A name out of an untrusted file as it may stand in a message: quoted, printable ASCII, bounded in
 * length, so that it can neither flood nor repaint a terminal.
 */
export function quoted(name: string): string {
  const shown = name.slice(0, LONGEST_NAME).replace(/[^\x20-\x7e]|["\\]/g, (unit) => {
    if (unit === '"' || unit === "\\") return `\\${unit}`;
    return `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`;
  });
  return name.length > LONGEST_NAME ? `"${shown}..." (${name.length} units)` : `"${shown}"`;
}

/** Any value of JSON as {@link quoted} shows it; its nesting must be bounded. */
export function quotedValue(value: unknown): string {
  return quoted(typeof value === "string" ? value : (JSON.stringify(value) ?? "none"));
}

/** Names as a list for a message, the first ones in full and the rest counted. */
export function listed(names: readonly string[], most = 8): string {
  const rest = names.length - most;
  const shown = names.slice(0, most).map(quoted).join(", ");
  return rest > 0 ? `${shown} and ${rest} more` : shown;
}

/** The part of an exception of Node or of a library that is worth a line. */
export function reasonOf(cause: unknown): string {
  return cause instanceof Error ? cause.message : String(cause);
}

/** What to do about a file that is damaged rather than unsupported. */
export const COPY_AGAIN = "The file is damaged or incomplete, copy or download it again";
