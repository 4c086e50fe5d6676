/** The split file: which document belongs to which part, how that was decided, and of which corpus. */

import { z } from "zod";
import { byId, type Document } from "./document.js";
import { CorpusError } from "./error.js";
import { shortFingerprint } from "./fingerprint.js";
import type { SplitNames } from "./split.js";
import type { Parts } from "./splitPlan.js";

/** The first field of a file that `raretag split` writes. */
const FORMAT = "raretag-split-1";

const ids = z.array(z.string());
const parts = { train: ids.optional(), dev: ids.optional(), test: ids.optional() };
const made = z.looseObject({
  group: z.string().optional(),
  groupField: z.string().optional(),
  nearDuplicates: z.enum(["keep", "ignore"]).optional(),
});
const written = {
  format: z.literal(FORMAT),
  made,
  fingerprints: z.record(z.string(), z.string().regex(/^[0-9a-f]{8}-[0-9a-f]{8}$/)),
};
const schema = z.union([
  z.strictObject(parts),
  z.strictObject({ ...written, ...parts }),
  z.strictObject({
    ...written,
    folds: z.array(z.strictObject({ dev: ids.optional(), test: ids })).min(2),
  }),
]);

/** How a split was made: options by name, with those that say which documents belong together. */
export type SplitMade = z.infer<typeof made>;

/** One way to part a corpus. In a fold `train` is not named: it is all documents of the file that are in no other part. */
export interface SplitFile {
  /** One, or several folds. */
  readonly splits: readonly SplitNames[];
  /** Whether `splits` are folds of a cross-validation. */
  readonly folded: boolean;
  /** Absent in files that were written by hand. */
  readonly made?: SplitMade;
  /** By document; absent in files that were written by hand. */
  readonly fingerprints?: ReadonlyMap<string, string>;
}

/**
 * Reads a split file: what {@link formatSplitFile} writes, or lists of document ids by hand, in JSON or YAML, as
 * `{"train": [...], "dev": [...], "test": [...]}` of which each may be left out. Ids are text, whatever they look like.
 * @throws CorpusError if it has another form
 */
export async function parseSplitFile(text: string, source: string): Promise<SplitFile> {
  const file = await read(text, source);
  if (!("format" in file)) return { splits: [file], folded: false };
  const { made, fingerprints } = file;
  const all = Object.keys(fingerprints);
  const splits =
    "folds" in file
      ? file.folds.map(({ dev = [], test }) => {
          const held = new Set([...dev, ...test]);
          return { train: all.filter((id) => !held.has(id)).sort(), dev, test };
        })
      : [{ train: file.train, dev: file.dev, test: file.test }];
  return {
    ...{ splits, made, folded: "folds" in file },
    fingerprints: new Map(Object.entries(fingerprints)),
  };
}

async function read(text: string, source: string): Promise<z.infer<typeof schema>> {
  try {
    return schema.parse(await parseText(text));
  } catch (cause) {
    throw new CorpusError(
      { source },
      "the split is not of the form train, dev, test, each a list of document ids",
      'Write for example {"train": ["a", "b"], "test": ["c"]}, or make one with raretag split',
      { cause },
    );
  }
}

/** Our own files are JSON; in others, numbers are ids. */
async function parseText(text: string): Promise<unknown> {
  if (text.includes(FORMAT))
    try {
      return JSON.parse(text);
    } catch {
      // then it is YAML
    }
  const { parse } = await import("yaml"); // when it is needed, for a quick start
  return parse(text, { schema: "failsafe" });
}

/** What {@link formatSplitFile} writes. */
export interface NewSplit {
  readonly documents: readonly Document[];
  readonly made: SplitMade;
  /** One, or each of the folds. */
  readonly splits: readonly Parts[];
  readonly folded: boolean;
}

/** JSON with a line for each document in each part, so that versions can be compared; ends in a newline. */
export function formatSplitFile({ documents, made, splits, folded }: NewSplit): string {
  const idsOf = (part: readonly Document[]) => part.map(({ id }) => id);
  const optional = (name: "dev" | "test", part: readonly Document[]) =>
    part.length > 0 ? { [name]: idsOf(part) } : {};
  const folds = splits.map(({ dev, test }) => ({ ...optional("dev", dev), test: idsOf(test) }));
  const { train, dev, test } = splits[0] as Parts;
  const single = { train: idsOf(train), ...optional("dev", dev), ...optional("test", test) };
  const fingerprints = [...documents]
    .sort(byId)
    .map((document) => [document.id, shortFingerprint(document)]);
  const file = {
    ...{ format: FORMAT, made },
    ...(folded ? { folds } : single),
    fingerprints: Object.fromEntries(fingerprints),
  };
  return `${JSON.stringify(file, null, 1)}\n`;
}
