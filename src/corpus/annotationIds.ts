/** Ids of annotations: unique within their document, and referring to something that is there. */

import type { Annotations, Mention, Problem } from "./document.js";
import { said } from "./said.js";

/** Kinds of annotations beyond mentions. */
export const ANNOTATION_KINDS = [
  "triggers",
  "attributes",
  "relations",
  "events",
  "normalizations",
  "notes",
] as const satisfies readonly (keyof Annotations)[];

/** Any annotation beyond mentions. */
type Entry = { readonly id: string };

/** Ids that an annotation refers to. */
export function targetsOf(entry: Entry): string[] {
  const {
    target,
    trigger,
    arguments: parts,
  } = entry as {
    target?: string;
    trigger?: string;
    arguments?: readonly { target: string }[];
  };
  return [target, trigger, ...(parts ?? []).map((part) => part.target)].filter(
    (id) => id !== undefined,
  );
}

/** An id that a message says is not there: `T1`, `E2.1`; another may be text that got into its place. */
export const saidMissing = (id: string): string =>
  /^[A-Za-z#*]{0,3}\d[\d.:_-]{0,20}$/.test(id) ? said(id) : "something";

/**
 * Gives a second annotation of one id another, and leaves out what refers to something that is not there, and then
 * what refers to that; both are told.
 */
export function consistent(
  mentions: readonly Mention[],
  given: Annotations,
  { tell }: { readonly tell: (problem: Omit<Problem, "source" | "line">) => void },
): Annotations {
  const ids = new Set(mentions.map(({ id }) => id));
  let entries = ANNOTATION_KINDS.flatMap((kind) =>
    (given[kind] ?? []).map((entry: Entry, i) => {
      const at = `${kind}[${i}]`;
      let { id } = entry;
      for (let n = 2; ids.has(id); n++) id = `${entry.id}.${n}`;
      ids.add(id);
      if (id !== entry.id)
        tell({
          at,
          code: "duplicate-id",
          message: `id ${said(entry.id)} was given before, so it is ${said(id)}`,
        });
      return { kind, at, entry: { ...entry, id } };
    }),
  );
  for (;;) {
    const dangling = entries.filter(({ entry }) => targetsOf(entry).some((id) => !ids.has(id)));
    if (dangling.length === 0) break;
    for (const { at, entry } of dangling) {
      const missing = targetsOf(entry).find((id) => !ids.has(id)) as string;
      const message = `it refers to ${saidMissing(missing)}, which is not there`;
      tell({ at, code: "dangling-reference", message, lost: true });
      ids.delete(entry.id);
    }
    entries = entries.filter((entry) => !dangling.includes(entry));
  }
  const kinds = ANNOTATION_KINDS.map((kind) => [
    kind,
    entries.flatMap((entry) => (entry.kind === kind ? [entry.entry] : [])),
  ]);
  return Object.fromEntries(kinds.filter(([, list]) => (list as Entry[]).length > 0));
}
