/** What `objective: auto` chooses from: objectives and decodings, as plain data. */

import { type AskedConfig, type Config, withSettings } from "../../config/index.js";

/** An objective that is trained. */
export interface Candidate {
  readonly name: string;
  /** The keys of `objective` that have an effect with it; all others stay as the recipe has them. */
  readonly objective: Partial<Config["objective"]> & Pick<Config["objective"], "name">;
}

const FUSED: Candidate["objective"] = {
  name: "btl",
  others: "ignored",
  copies: "present",
  schedule: "fused",
  head: "softmax",
  reduction: "mean",
  loss: "cross-entropy",
};

/** The simplest first. Readings of `btl` are those that do not collapse by argmax (docs/objectives.md). */
export const CANDIDATES: readonly Candidate[] = [
  { name: "atl", objective: { name: "atl", weights: "none", loss: "cross-entropy" } },
  {
    name: "atl, logit-adjusted",
    objective: { name: "atl", weights: "none", loss: "logit-adjusted", tau: 1 },
  },
  { name: "btl, unweighted", objective: { ...FUSED, weights: "none" } },
  { name: "btl", objective: { ...FUSED, weights: "prior", strength: 1 } },
];

/** Decodings by name, all scored from one training; the simplest first, and the one that needs the datastore last. */
export const DECODINGS = {
  argmax: { decoder: "argmax", prior: 0 },
  "argmax, prior off": { decoder: "argmax", prior: 1 },
  knn: { decoder: "knn", prior: 0 },
} as const satisfies Readonly<Record<string, Pick<Config["decode"], "decoder" | "prior">>>;

/** Name of a decoding. */
export type DecodingName = keyof typeof DECODINGS;

/** An objective with a decoding of it, by their names. */
export interface System {
  readonly objective: string;
  readonly decoding: DecodingName;
}

/** Every system, the simplest first: a simple decoding counts more, as it is paid for with every text. */
export const SYSTEMS: readonly System[] = (Object.keys(DECODINGS) as DecodingName[]).flatMap(
  (decoding) => CANDIDATES.map(({ name }) => ({ objective: name, decoding })),
);

/** The configuration of a user who had asked for the system. */
export function settledConfig(
  asked: AskedConfig,
  { candidate, decoding }: { readonly candidate: Candidate; readonly decoding: DecodingName },
): Config {
  const paths = (section: string, values: object) =>
    Object.entries(values).map(([key, value]) => [`${section}.${key}`, value]);
  return withSettings(
    asked,
    Object.fromEntries([
      ...paths("objective", candidate.objective),
      ...paths("decode", DECODINGS[decoding]),
    ]),
  );
}
