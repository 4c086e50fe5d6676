/** Room `statistics`: whether a difference is there, how large it is, and how sure that is. */

export {
  type Bootstrap,
  bcaInterval,
  bootstrap,
  expandedInterval,
  percentileInterval,
} from "./bootstrap.js";
export {
  type Calibration,
  type CalibrationOptions,
  calibrationByType,
  calibrationOf,
  type Forecast,
  type ForecastTally,
  type ReliabilityBin,
  tallyForecasts,
} from "./calibration.js";
export { comparePaired, type PairedComparison } from "./comparePaired.js";
export { benjaminiHochberg, holm } from "./corrections.js";
export { klDivergence, totalVariation } from "./divergence.js";
export { cliffsDelta, cohensDz, hedgesGz } from "./effectSizes.js";
export { StatisticsError } from "./error.js";
export type { Interval, IntervalOptions } from "./interval.js";
export { type DocumentStatistic, jackknifeTTest, type Sample } from "./jackknife.js";
export {
  type Counts,
  type PairedCounts,
  type PairedDifference,
  pairedCounts,
  type Score,
} from "./pairedCounts.js";
export { type Exchange, type RandomisationResult, randomisationTest } from "./randomisation.js";
export { type PairedHits, type ShareDifference, shareDifference } from "./shareDifference.js";
export type { StudentResult } from "./studentT.js";
export { correctedResampledTTest, pairedTTest } from "./tTest.js";
export { type WilcoxonResult, wilcoxon } from "./wilcoxon.js";
export {
  type Hits,
  type Proportion,
  type RepeatedTrials,
  wilson,
  wilsonByDocument,
} from "./wilson.js";
