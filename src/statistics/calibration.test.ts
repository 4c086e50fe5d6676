import { describe, expect, test } from "vitest";
import { createRandom } from "../core/index.js";
import { calibrationByType, calibrationOf, type Forecast, tallyForecasts } from "./calibration.js";

const forecast = (probability: number, came: boolean): Forecast => ({ probability, came });

describe("calibrationOf", () => {
  test("is the mean distance of bins and the mean square of forecasts", () => {
    const { n, ece, brier, bins } = calibrationOf(
      [forecast(0.95, true), forecast(0.91, false), forecast(0.55, true), forecast(0.6, true)],
      { bins: 10 },
    );
    // (.9, 1]: mean .93, half came true; (.5, .6]: mean .575, all came true
    expect(n).toBe(4);
    expect(ece).toBeCloseTo((2 * 0.43 + 2 * 0.425) / 4, 12);
    expect(brier).toBeCloseTo((0.05 ** 2 + 0.91 ** 2 + 0.45 ** 2 + 0.4 ** 2) / 4, 12);
    expect(bins[9]?.predicted).toBeCloseTo(0.93, 12);
    expect(bins[9]?.observed).toMatchObject({ share: 0.5, n: 2 });
    expect(bins[5]?.observed).toMatchObject({ share: 1, n: 2, high: 1 });
    const empty = { from: 0, to: 0.1, predicted: null };
    expect(bins[0]).toEqual({ ...empty, observed: { share: null, n: 0, low: 0, high: 1 } });
  });

  test("limits belong to the bin below, whatever rounding says", () => {
    for (const bins of [3, 7, 10, 15, 25, 29])
      for (let i = 0; i <= bins; i++) {
        const { bins: found } = calibrationOf([forecast(i / bins, true)], { bins });
        expect(found.findIndex(({ observed }) => observed.n === 1)).toBe(Math.max(0, i - 1));
      }
  });

  test("of certain forecasts that come true is perfect, and the opposite the worst", () => {
    const right = [forecast(1, true), forecast(0, false)];
    expect(calibrationOf(right)).toMatchObject({ ece: 0, brier: 0 });
    const wrong = [forecast(0, true), forecast(1, false)];
    expect(calibrationOf(wrong)).toMatchObject({ ece: 1, brier: 1 });
  });

  test("of nothing has no scores", () => {
    expect(calibrationOf([])).toMatchObject({ n: 0, ece: null, brier: null });
  });

  test("refuses what is no probability, and no bins", () => {
    expect(() => calibrationOf([forecast(0.5, true), forecast(NaN, true)])).toThrow(
      "probabilities[1] is NaN, but every value must lie in [0, 1]",
    );
    expect(() => calibrationOf([forecast(95, true)])).toThrow("probabilities[0] is 95");
    expect(() => calibrationOf([], { bins: 0 })).toThrow("0 bins were asked for");
  });
});

describe("calibrationByType", () => {
  test("keeps types apart, sorted by name", () => {
    const found = calibrationByType([
      { type: "B", ...forecast(1, false) },
      { type: "A", ...forecast(1, true) },
      { type: "B", ...forecast(1, true) },
    ]);
    expect(Object.entries(found).map(([type, { n, ece }]) => [type, n, ece])).toEqual([
      ["A", 1, 0],
      ["B", 2, 0.5],
    ]);
  });
});

describe("tallyForecasts", () => {
  test("of forecasts one by one is the calibration of all, as its formula has it", () => {
    const random = createRandom(5);
    const forecasts = Array.from({ length: 500 }, () =>
      forecast(random.below(101) / 100, random.next() < 0.4),
    );
    for (const bins of [1, 4, 10]) {
      const tally = tallyForecasts({ bins });
      for (const one of forecasts) tally.add(one);
      const { n, ece, brier, bins: found } = tally.calibration({ level: 0.9 });
      const inBin = (i: number) =>
        forecasts.filter(
          ({ probability: p }) => (p > i / bins || (i === 0 && p === 0)) && p <= (i + 1) / bins,
        );
      const groups = Array.from({ length: bins }, (_, i) => inBin(i));
      const mean = (values: number[]) => values.reduce((sum, v) => sum + v, 0) / values.length;
      const gaps = groups.map((group) => {
        const observed = mean(group.map(({ came }) => (came ? 1 : 0)));
        return (
          group.length * Math.abs(mean(group.map(({ probability }) => probability)) - observed)
        );
      });
      expect(n).toBe(500);
      expect(ece).toBeCloseTo(gaps.reduce((sum, gap) => sum + gap, 0) / 500, 12);
      expect(brier).toBeCloseTo(mean(forecasts.map((f) => (f.probability - +f.came) ** 2)), 12);
      expect(found.map(({ observed }) => observed.n)).toEqual(groups.map(({ length }) => length));
      expect(tally.calibration({ level: 0.9 })).toEqual(
        calibrationOf(forecasts, { bins, level: 0.9 }),
      );
    }
  });

  test("refuses what is no probability at once", () => {
    expect(() => tallyForecasts().add(forecast(1.01, true))).toThrow("probabilities[0] is 1.01");
    expect(() => tallyForecasts().add(forecast(Number.NaN, true))).toThrow(
      "probabilities[0] is NaN",
    );
    expect(() => tallyForecasts({ bins: 1.5 })).toThrow("1.5 bins were asked for");
  });
});
