import { describe, expect, test } from "vitest";
import { createRandom } from "../core/index.js";
import { bcaInterval, bootstrap, expandedInterval, percentileInterval } from "./bootstrap.js";
import type { Sample } from "./jackknife.js";
import { pairedTTest } from "./tTest.js";

const SEED = 20261125;
const random = createRandom(SEED);
const METHODS = [percentileInterval, expandedInterval, bcaInterval];

const meanOfValues = (values: readonly number[]): Sample => ({
  size: values.length,
  statistic: (documents) =>
    documents.reduce((sum, i) => sum + (values[i] as number), 0) / documents.length,
});

const normals = Array.from({ length: 40 }, () => random.normal());

describe("bootstrap", () => {
  test("is the same for the same stream, whatever was drawn before", () => {
    const values = () => bootstrap(meanOfValues(normals), { random, resamples: 50 }).values;
    expect(values()).toEqual(values());
    const other = bootstrap(meanOfValues(normals), { random: random.stream("b"), resamples: 50 });
    expect(other.values).not.toEqual(values());
  });

  test("draws every resample equally often", () => {
    // three documents of value 1, 2 and 4: the sum names the resample but for its order
    const ways = new Map<number, number>();
    for (const a of [1, 2, 4])
      for (const b of [1, 2, 4])
        for (const c of [1, 2, 4]) ways.set(a + b + c, (ways.get(a + b + c) ?? 0) + 1 / 27);
    const resamples = 27_000;
    const { values } = bootstrap(meanOfValues([1, 2, 4]), {
      random: random.stream("ways"),
      resamples,
    });
    for (const [sum, share] of ways) {
      const found = values.filter((value) => Math.round(3 * value) === sum).length;
      const deviation = Math.sqrt(resamples * share * (1 - share));
      expect(Math.abs(found - resamples * share)).toBeLessThan(5 * deviation);
    }
  });

  test("refuses single documents and statistics without a value", () => {
    expect(() => bootstrap(meanOfValues([1]), { random })).toThrow(
      "the number of documents is 1, but it must be at least 2",
    );
    const none: Sample = { size: 3, statistic: () => NaN };
    expect(() => bootstrap(none, { random })).toThrow(
      "the statistic of resample 0 is NaN, but it must be a finite number. Decide which value a score of nothing shall have.",
    );
  });
});

describe("expandedInterval", () => {
  test("of a mean is as wide as Student's, where the percentile interval is narrower", () => {
    const few = normals.slice(0, 8);
    const student = pairedTTest(
      few,
      few.map(() => 0),
    ).interval;
    const resampled = bootstrap(meanOfValues(few), {
      random: random.stream("t"),
      resamples: 40_000,
    });
    const width = ({ low, high }: { low: number; high: number }) => high - low;
    // means of eight values are not quite normal: a twentieth is left
    expect(width(expandedInterval(resampled)) / width(student)).toBeCloseTo(1, 1);
    expect(width(percentileInterval(resampled)) / width(student)).toBeLessThan(0.8);
  });
});

describe("bcaInterval", () => {
  test("follows the scale, and turns with its sign", () => {
    const sample = meanOfValues(normals);
    const turned: Sample = {
      ...sample,
      statistic: (documents) => 2 - 3 * sample.statistic(documents),
    };
    const options = { random: random.stream("scale"), resamples: 999 };
    const plain = bcaInterval(bootstrap(sample, options));
    const other = bcaInterval(bootstrap(turned, options));
    expect(other.low).toBeCloseTo(2 - 3 * plain.high, 10);
    expect(other.high).toBeCloseTo(2 - 3 * plain.low, 10);
  });

  test("of symmetric values is the percentile interval but for the median's Monte-Carlo error", () => {
    const symmetric = normals.flatMap((value) => [value, -value]);
    const resampled = bootstrap(meanOfValues(symmetric), {
      random: random.stream("s"),
      resamples: 40_000,
    });
    const [bca, percentile] = [bcaInterval(resampled), percentileInterval(resampled)];
    expect(bca.low).toBeCloseTo(percentile.low, 2);
    expect(bca.high).toBeCloseTo(percentile.high, 2);
  });

  test("of few symmetric values, where many resamples equal the estimate, stays symmetric", () => {
    const resampled = bootstrap(meanOfValues([-1, -1, 0, 0, 1, 1]), {
      ...{ random: random.stream("ties"), resamples: 40_000 },
    });
    const { low, high } = bcaInterval(resampled);
    expect(low).toBeCloseTo(-high, 10);
  });

  test("moves to the long tail", () => {
    const skewed = normals.map((value) => Math.exp(2 * value));
    const resampled = bootstrap(meanOfValues(skewed), {
      random: random.stream("skew"),
      resamples: 4000,
    });
    const [bca, percentile] = [bcaInterval(resampled), percentileInterval(resampled)];
    expect(bca.low).toBeGreaterThan(percentile.low);
    expect(bca.high).toBeGreaterThan(percentile.high);
  });
});

describe.each(METHODS)("%o", (interval) => {
  test("has no width where nothing varies", () => {
    const resampled = bootstrap(meanOfValues([0, 0, 0]), { random, resamples: 99 });
    expect(interval(resampled)).toEqual({ low: 0, high: 0 });
  });

  test("grows with the level", () => {
    const resampled = bootstrap(meanOfValues(normals), {
      random: random.stream("l"),
      resamples: 999,
    });
    const [narrow, wide] = [
      interval(resampled, { level: 0.5 }),
      interval(resampled, { level: 0.9 }),
    ];
    expect(wide.low).toBeLessThan(narrow.low);
    expect(wide.high).toBeGreaterThan(narrow.high);
    expect(() => interval(resampled, { level: 1 })).toThrow("the level is 1, but it must lie");
  });
});
