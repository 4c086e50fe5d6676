/** The failure signatures that the record of a run shows, by itself and beside a baseline. */

import type { CountsByType } from "../evaluation/index.js";
import {
  allOutside,
  lostMajority,
  oneSidedTypes,
  outvoted,
  overweighted,
  reachOf,
  type Signature,
  smallDev,
} from "../signatures/index.js";
import type { DecodeSettings } from "./job.js";
import type { DecoderRecord, RunRecord } from "./record.js";

/** A signature of a run. */
export interface RunSignature extends Signature {
  /** Name of the decoder that shows it; null for what no decoder changes. */
  readonly decoder: string | null;
}

/** What a record does not hold. */
export interface RecordContext {
  /**
   * Records of the baseline. Those of the same test documents count, of them those of the same seed where there are any;
   * several are added up.
   */
  readonly baselines?: readonly RunRecord[];
  /** Its decoder; the same as of the run unless given. */
  readonly baselineDecoder?: string | undefined;
  /** Settings of decoders by name; one called `knn` votes as the configuration of the run says unless given. */
  readonly decoders?: Readonly<Record<string, DecodeSettings>>;
}

/**
 * Looks for signatures. Over-fitting is not among them: a record has no scores of training documents.
 * @returns those of the run first, then those of its decoders in their order
 */
export function recordSignatures(record: RunRecord, context: RecordContext = {}): RunSignature[] {
  const named = (decoder: string | null, found: readonly Signature[]) =>
    found.map((signature) => ({ ...signature, decoder }));
  return [
    ...named(null, [...signaturesOfParts(record), ...signaturesOfChoice(record)]),
    ...Object.keys(record.decoders).flatMap((name) =>
      named(name, signaturesOfDecoder(record, name, context)),
    ),
  ];
}

function signaturesOfParts({ training, decoders }: RunRecord): Signature[] {
  const [first] = Object.values(decoders);
  const found = Object.entries(first?.counts.mentions ?? {}).map(
    ([type, { gold }]) => [type, sum(gold)] as const,
  );
  return oneSidedTypes({
    train: Object.fromEntries(
      Object.entries(training).map(([type, { mentions }]) => [type, mentions]),
    ),
    test: Object.fromEntries(found.filter(([, mentions]) => mentions > 0)),
  });
}

/**
 * The record has no counts of the dev part. Its documents are drawn like those of the test part, so its interval is that of the
 * test part, wider by the root of how many times fewer documents it has.
 */
function signaturesOfChoice({ config, material, epochs, decoders }: RunRecord): Signature[] {
  const { dev, test } = material.sizes;
  const chosenBy = decoders[config.decode.decoder] ?? Object.values(decoders)[0];
  const { selection } = config.training;
  const reach = chosenBy && reachOf(chosenBy.counts, selection);
  return smallDev({
    ...{ documents: dev, selection },
    values: epochs.flatMap(({ selection: value }) => value ?? []),
    reach: reach === undefined ? undefined : reach * Math.sqrt(test / dev),
  });
}

function signaturesOfDecoder(
  record: RunRecord,
  name: string,
  { baselines = [], baselineDecoder = name, decoders = {} }: RecordContext,
): Signature[] {
  const { config, training, outside } = record;
  const { objective } = config;
  const { words } = (record.decoders[name] as DecoderRecord).counts;
  const pieces = Object.fromEntries(
    Object.entries(training).map(([type, of]) => [type, of.pieces]),
  );
  const { decoder, knn } = decoders[name] ?? { ...config.decode, decoder: name };
  const compared = comparable(record, baselines).flatMap((other) => {
    const isItself = other.id === record.id && baselineDecoder === name;
    const counts = other.decoders[baselineDecoder]?.counts;
    return isItself || !counts ? [] : [counts.words];
  });
  return [
    ...allOutside({ words, part: "test", decoder: name, objective }),
    ...overweighted({ words, part: "test", pieces, objective }),
    ...(decoder === "knn" ? outvoted({ knn, pieces, outside }) : []),
    ...(compared.length === 0
      ? []
      : lostMajority({
          words: pooled(compared.map(() => words)),
          baseline: pooled(compared),
          pieces,
        })),
  ];
}

/** Baselines of the same documents, and of the same seed where there are any. */
function comparable(record: RunRecord, baselines: readonly RunRecord[]): readonly RunRecord[] {
  const alike = baselines.filter(({ documents }) => documents.join() === record.documents.join());
  const paired = alike.filter(({ config }) => config.seed === record.config.seed);
  return paired.length > 0 ? paired : alike;
}

/** Counts of several runs on the same documents, added document by document. */
function pooled(runs: readonly CountsByType[]): CountsByType {
  const types = [...new Set(runs.flatMap((counts) => Object.keys(counts)))];
  return Object.fromEntries(
    types.map((type) => {
      const all = runs.flatMap((counts) => counts[type] ?? []);
      const of = (name: "gold" | "predicted" | "correct") =>
        (all[0]?.[name] ?? []).map((_, i) => sum(all.map((counts) => counts[name][i] as number)));
      return [type, { gold: of("gold"), predicted: of("predicted"), correct: of("correct") }];
    }),
  );
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
