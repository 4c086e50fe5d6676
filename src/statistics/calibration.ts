/** Whether probabilities mean what they say: reliability, expected calibration error, Brier score. */

import { requireProbabilities } from "./checks.js";
import { StatisticsError } from "./error.js";
import type { IntervalOptions } from "./interval.js";
import { type Proportion, wilson } from "./wilson.js";

/** A probability that was given to something, and whether it came true. */
export interface Forecast {
  readonly probability: number;
  readonly came: boolean;
}

/** The forecasts whose probabilities lie between two limits. */
export interface ReliabilityBin {
  /** Above `from`, or equal in the first bin, up to `to`. */
  readonly from: number;
  readonly to: number;
  /** Mean of the probabilities; null in an empty bin. */
  readonly predicted: number | null;
  /** Share that came true, with Wilson's interval. */
  readonly observed: Proportion;
}

/** How far forecasts are from what came true. Scores are null without forecasts. */
export interface Calibration {
  readonly n: number;
  /** Mean over forecasts of |predicted - observed| of their bin. Biased upwards with few forecasts. */
  readonly ece: number | null;
  /** Mean of (probability - outcome)^2. */
  readonly brier: number | null;
  readonly bins: readonly ReliabilityBin[];
}

/** How calibration is looked at. */
export interface CalibrationOptions extends IntervalOptions {
  /** How many bins of equal width: 10 unless given. */
  readonly bins?: number | undefined;
}

/** Forecasts of which only sums are kept, by bin of equal width. */
export interface ForecastTally {
  /** @throws StatisticsError if the probability is outside of [0, 1] */
  add(forecast: Forecast): void;
  calibration(options?: IntervalOptions): Calibration;
}

/**
 * Starts without forecasts.
 * @throws StatisticsError without bins
 */
export function tallyForecasts({
  bins = 10,
}: Pick<CalibrationOptions, "bins"> = {}): ForecastTally {
  if (!(Number.isSafeInteger(bins) && bins >= 1))
    throw new StatisticsError(
      {},
      `${bins} bins were asked for`,
      "Ask for a whole number from 1 on",
    );
  const sums = Array.from({ length: bins }, () => ({ trials: 0, hits: 0, probability: 0 }));
  let [n, squares] = [0, 0];
  return {
    add({ probability, came }) {
      if (!(probability >= 0 && probability <= 1))
        requireProbabilities([probability], "probabilities");
      const sum = sums[binOf(probability, bins)] as (typeof sums)[number];
      sum.trials++;
      sum.hits += came ? 1 : 0;
      sum.probability += probability;
      squares += (probability - (came ? 1 : 0)) ** 2;
      n++;
    },
    calibration({ level } = {}) {
      const apart = sums.reduce(
        (sum, { hits, probability }) => sum + Math.abs(probability - hits),
        0,
      );
      return {
        n,
        ece: n === 0 ? null : apart / n,
        brier: n === 0 ? null : squares / n,
        bins: sums.map(({ trials, hits, probability }, i) => ({
          from: i / bins,
          to: (i + 1) / bins,
          predicted: trials === 0 ? null : probability / trials,
          observed: wilson({ hits, trials }, { level }),
        })),
      };
    },
  };
}

/**
 * Sorts forecasts into bins of equal width and compares each bin's mean probability with what came true.
 * @throws StatisticsError if a probability is outside of [0, 1], or without bins
 * @see Brier 1950; Naeini et al. 2015, Obtaining well calibrated probabilities using Bayesian binning
 */
export function calibrationOf(
  forecasts: readonly Forecast[],
  { bins, level }: CalibrationOptions = {},
): Calibration {
  const tally = tallyForecasts({ bins });
  requireProbabilities(
    forecasts.map(({ probability }) => probability),
    "probabilities",
  );
  for (const forecast of forecasts) tally.add(forecast);
  return tally.calibration({ level });
}

/**
 * Calibration of each type, sorted by name.
 * @throws StatisticsError as {@link calibrationOf}
 */
export function calibrationByType(
  forecasts: readonly (Forecast & { readonly type: string })[],
  options: CalibrationOptions = {},
): Readonly<Record<string, Calibration>> {
  const groups = new Map<string, Forecast[]>();
  for (const forecast of forecasts) {
    const group = groups.get(forecast.type);
    if (group) group.push(forecast);
    else groups.set(forecast.type, [forecast]);
  }
  return Object.fromEntries(
    [...groups]
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([type, group]) => [type, calibrationOf(group, options)]),
  );
}

/** The bin (i/bins, (i+1)/bins] of a probability, the first with its lower limit. Rounding moves nothing across a limit. */
function binOf(probability: number, bins: number): number {
  const bin = Math.max(0, Math.ceil(probability * bins) - 1);
  return bin > 0 && probability <= bin / bins ? bin - 1 : bin;
}
