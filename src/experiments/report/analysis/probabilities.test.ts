import { describe, expect, test } from "vitest";
import type { CalibrationRecord, ClassProbability, DecoderRecord } from "../../record.js";
import { poolCalibration, poolShares } from "./probabilities.js";

type Bin = readonly [words: number, probability: number | null, right: number];
const calibration = (brier: number, ...bins: Bin[]): CalibrationRecord => ({
  bins: bins.map(([words, probability, right]) => ({ words, probability, right })),
  ...{ ece: 0, brier, types: {} },
});

describe("poolCalibration", () => {
  const a = calibration(0.2, [10, 0.2, 4], [30, 0.9, 24], [0, null, 0]);
  const b = calibration(0.1, [0, null, 0], [10, 0.7, 8], [10, 1, 9]);

  test("pools the words of bins, and makes the errors of what is pooled", () => {
    const found = poolCalibration([a, b]);
    const bins = [
      { words: 10, probability: 0.2, right: 0.4 },
      { words: 40, probability: 34 / 40, right: 32 / 40 },
      { words: 10, probability: 1, right: 0.9 },
    ];
    expect(found?.words).toBe(60);
    found?.bins.forEach((bin, i) => {
      expect(bin.words).toBe(bins[i]?.words);
      expect(bin.probability).toBeCloseTo(bins[i]?.probability as number, 12);
      expect(bin.right).toBeCloseTo(bins[i]?.right as number, 12);
    });
    expect(found?.ece).toBeCloseTo((10 * 0.2 + 40 * 0.05 + 10 * 0.1) / 60, 12);
    expect(found?.brier).toBeCloseTo((40 * 0.2 + 20 * 0.1) / 60, 12);
  });

  test("there is none without words", () => {
    expect(poolCalibration([calibration(0, [0, null, 0])])).toBeUndefined();
  });
});

describe("poolShares", () => {
  const record = (words: number, shares: Record<string, ClassProbability>) =>
    ({ shares, calibration: calibration(0, [words, 0.5, 0]) }) as unknown as DecoderRecord;
  const pooled = poolShares([
    record(100, {
      O: { gold: 0.9, predicted: 0.8, probability: 0.85 },
      Rash: { gold: 0.1, predicted: 0.2, probability: 0.15 },
    }),
    record(300, {
      O: { gold: 0.7, predicted: 1, probability: 0.75 },
      Pain: { gold: 0.3, predicted: 0, probability: 0.25 },
    }),
  ]);

  test("weighs runs by their words", () => {
    const expected = [
      ["O", 0.75, 0.95, 0.775],
      ["Pain", 0.225, 0, 0.1875],
      ["Rash", 0.025, 0.05, 0.0375],
    ] as const;
    expect(pooled?.words).toBe(400);
    expect(pooled?.classes.map(({ name }) => name)).toEqual(expected.map(([name]) => name));
    pooled?.classes.forEach(({ gold, predicted, probability }, i) => {
      const [, ...values] = expected[i] as (typeof expected)[number];
      [gold, predicted, probability].forEach((value, v) => {
        expect(value).toBeCloseTo(values[v] as number, 12);
      });
    });
  });

  test("measures how far predictions are from the gold, by the formulas", () => {
    expect(pooled?.predicted).toMatchObject({ kl: null, never: 1 });
    expect(pooled?.predicted.totalVariation).toBeCloseTo((0.2 + 0.225 + 0.025) / 2, 12);
    const kl =
      0.75 * Math.log(0.75 / 0.775) +
      0.225 * Math.log(0.225 / 0.1875) +
      0.025 * Math.log(0.025 / 0.0375);
    expect(pooled?.probability.kl).toBeCloseTo(kl, 12);
    expect(pooled?.probability.never).toBe(0);
  });

  test("there are none without words", () => {
    expect(poolShares([])).toBeUndefined();
  });
});
