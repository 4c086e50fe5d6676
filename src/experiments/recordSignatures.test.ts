import { describe, expect, test } from "vitest";
import { loadConfig } from "../config/index.js";
import type { CountsByType } from "../evaluation/index.js";
import type { DecoderRecord, RunRecord } from "./record.js";
import { recordSignatures } from "./recordSignatures.js";

/** Ten words of each type in each of six test documents, all predicted; so many are hit. */
const counts = (hits: Readonly<Record<string, readonly number[]>>): CountsByType =>
  Object.fromEntries(
    Object.entries(hits).map(([type, correct]) => [
      type,
      { gold: correct.map(() => 10), predicted: correct.map(() => 10), correct },
    ]),
  );
const GOOD = { Common: [9, 8, 9, 8, 9, 8], Rare: [9, 8, 9, 8, 9, 8] };
const decoder = (hits: Readonly<Record<string, readonly number[]>>) =>
  ({
    counts: { words: counts(hits), mentions: counts(hits), runs: {} },
  }) as unknown as DecoderRecord;

/** A record of what signatures look at. */
function record({
  id = "a",
  seed = 1,
  decoders = { argmax: decoder(GOOD) },
  ...more
}: Partial<RunRecord> & { readonly seed?: number } = {}): RunRecord {
  return {
    id,
    config: { ...loadConfig({}), seed },
    material: { sizes: { train: 40, dev: 10, test: 6 } },
    documents: ["1", "2", "3", "4", "5", "6"],
    training: { Common: { mentions: 300, pieces: 900 }, Rare: { mentions: 5, pieces: 8 } },
    outside: 1000,
    epochs: [
      { epoch: 1, loss: 2, selection: 0.2 },
      { epoch: 2, loss: 1, selection: 0.8 },
    ],
    decoders,
    ...more,
  } as RunRecord;
}
const codesOf = (...of: Parameters<typeof recordSignatures>) =>
  recordSignatures(...of).map(({ code, decoder }) => [code, decoder]);
const LOST = { Common: [7, 6, 7, 6, 6, 6], Rare: GOOD.Rare };

describe("recordSignatures", () => {
  test("finds none in a good run, nor in one beside itself", () => {
    expect(codesOf(record())).toEqual([]);
    expect(codesOf(record(), { baselines: [record()] })).toEqual([]);
  });

  test("names the decoder that shows it", () => {
    const words = Object.fromEntries(
      Object.entries(counts(GOOD)).map(([type, { gold }]) => {
        const zeros = gold.map(() => 0);
        return [type, { gold, predicted: zeros, correct: zeros }];
      }),
    );
    const good = decoder(GOOD);
    const collapsed = { ...good, counts: { ...good.counts, words } };
    expect(codesOf(record({ decoders: { argmax: collapsed, knn: decoder(GOOD) } }))).toEqual([
      ["all-outside", "argmax"],
      ["outvoted", "knn"],
    ]);
  });

  test("votes as decoders of other names say", () => {
    const run = record({ decoders: { near: decoder(GOOD) } });
    const { decode } = run.config;
    const near = (k: number) => ({ ...decode, decoder: "knn", knn: { ...decode.knn, k } }) as const;
    expect(codesOf(run)).toEqual([]);
    expect(codesOf(run, { decoders: { near: near(17) } })).toEqual([["outvoted", "near"]]);
    expect(codesOf(run, { decoders: { near: near(15) } })).toEqual([]);
  });

  test("compares with the baseline on the same documents", () => {
    const lost = record({ id: "b", decoders: { argmax: decoder(LOST) } });
    expect(codesOf(lost, { baselines: [record()] })).toEqual([["lost-majority", "argmax"]]);
    const others = record({ documents: ["1", "2", "3", "4", "5", "7"] });
    expect(codesOf(lost, { baselines: [others] })).toEqual([]);
  });

  test("prefers the baseline of the same seed, and adds up those of others", () => {
    const lost = record({ id: "b", decoders: { argmax: decoder(LOST) } });
    const alike = record({ id: "c", decoders: { argmax: decoder(LOST) } });
    const [two, three] = [2, 3].map((seed) => record({ id: `seed ${seed}`, seed }));
    expect(codesOf(lost, { baselines: [alike, two as RunRecord] })).toEqual([]);
    const [signature] = recordSignatures(lost, { baselines: [two, three] as RunRecord[] });
    // 38 of 60 words against 51 of 60
    expect(signature?.numbers.f1).toBeCloseTo(38 / 60, 12);
    expect(signature?.numbers.baseline).toBeCloseTo(51 / 60, 12);
  });

  test("takes the decoder of the baseline that is named", () => {
    const lost = record({ id: "b", decoders: { near: decoder(LOST) } });
    expect(codesOf(lost, { baselines: [record()] })).toEqual([]);
    expect(codesOf(lost, { baselines: [record()], baselineDecoder: "argmax" })).toEqual([
      ["lost-majority", "near"],
    ]);
  });

  test("tells types of one part from the support in training and the mentions of the test part", () => {
    const hits = { Common: GOOD.Common, New: GOOD.Rare };
    const [unlearned, unscored] = recordSignatures(record({ decoders: { argmax: decoder(hits) } }));
    expect(unlearned).toMatchObject({ types: ["New"], numbers: { mentions: 60 }, decoder: null });
    expect(unscored).toMatchObject({ types: ["Rare"], numbers: { mentions: 5 }, decoder: null });
  });

  test("takes the interval of the dev part from the test part", () => {
    // Macro-F1 is .85 in six documents of .9 or .8 each: standard deviation .0548, t(.975, 5) = 2.5706, reach .0575.
    // For ten dev documents it is .0575 sqrt(6 / 10) = .0445.
    const epochs = (spread: number) => [
      { epoch: 1, loss: 2, selection: 0.8 - spread },
      { epoch: 2, loss: 1, selection: 0.8 },
    ];
    expect(codesOf(record({ epochs: epochs(0.0446) }))).toEqual([]);
    expect(codesOf(record({ epochs: epochs(0.0444) }))).toEqual([["small-dev", null]]);
    const none = [{ epoch: 1, loss: 2, selection: null }];
    const material = { sizes: { train: 40, dev: 0, test: 6 } } as RunRecord["material"];
    expect(codesOf(record({ epochs: none, material }))).toEqual([]);
  });
});
