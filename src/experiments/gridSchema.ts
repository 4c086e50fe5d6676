/** What GRID.yaml may hold, key by key. */

import { z } from "zod";

/** Names go into paths of settings, tables and plots. */
const name = z.string().regex(/^[\w+-]+$/, "a name may have letters, digits, _, + and - only");
const settings = z.record(z.string(), z.unknown()).nullable();
const text = z.string().min(1);

const named = <T extends z.ZodType>(value: T) =>
  z.record(name, value).refine((entries) => Object.keys(entries).length > 0, "is empty");
const numbers = z
  .array(z.int().min(0))
  .min(1)
  .refine((values) => new Set(values).size === values.length, "names a number twice");

const shares = z
  .record(text, z.number().gt(0).lt(1))
  .refine((types) => !("O" in types), "names O, which is what the other shares leave")
  .refine(
    (types) => Object.values(types).reduce((sum, share) => sum + share, 0) <= 1,
    "has shares of more than 1 in all",
  );

const change = z.discriminatedUnion(
  "kind",
  [
    z.strictObject({ kind: z.literal("redraw-types"), share: z.number().min(0).max(1) }),
    z.strictObject({
      kind: z.literal("random-words"),
      shares: z.union([z.literal("own"), shares]),
    }),
    z.strictObject({ kind: z.literal("split-types"), types: z.int().min(2) }),
  ],
  { error: "must be redraw-types, random-words or split-types" },
);

const TEST = "must be a share below 1, a whole number of documents, or a folder";

const part = z.number().refine((n) => n > 0 && (n < 1 || Number.isInteger(n)), { error: TEST });

const corpus = z.strictObject({
  path: text,
  format: text.optional(),
  read: z.array(text).optional(),
  aside: part.optional(),
  test: z.union([part, text], { error: TEST }).optional(),
  folds: z.int().min(2).optional(),
  train: z.int().min(1).optional(),
  change: change.optional(),
  settings: settings.optional(),
});

const value = z.union([text, z.number()]);

/** The whole file. */
export const gridSchema = z.strictObject({
  name,
  about: z.string().default(""),
  settings: settings.default({}),
  corpora: named(corpus),
  axes: z.record(name, named(settings)).default({}),
  decoders: named(settings).default({ argmax: { decoder: "argmax" } }),
  seeds: numbers.default([1]),
  splits: numbers.default([1]),
  leaveOut: z.array(named(z.union([value, z.array(value)]))).default([]),
  baseline: z.record(name, z.string()).default({}),
});

/**
 * The first thing that is wrong: its path in the file, and what it is.
 * Of a key that may not be there, or has a wrong name, the path ends with it.
 */
export function firstProblem({ issues }: Pick<z.ZodError, "issues">): {
  readonly path: readonly PropertyKey[];
  readonly problem: string;
} {
  const issue = issues[0] as z.core.$ZodIssue;
  const { path, message } = issue;
  if (issue.code === "unrecognized_keys")
    return { path: [...path, issue.keys[0] as string], problem: "is no key of a grid" };
  if (issue.code === "invalid_key") return { path, problem: issue.issues[0]?.message ?? message };
  const alternative = issue.code === "invalid_union" ? issue.errors.at(-1) : undefined;
  if (message !== UNNAMED || !alternative) return { path, problem: message };
  const inner = firstProblem({ issues: alternative });
  return { path: [...path, ...inner.path], problem: inner.problem };
}

/** What zod says of a value that fits none of several schemas; the last one of ours tells more. */
const UNNAMED = "Invalid input";
