/** Room `signatures`: known failures of training, told from the numbers that show them. */
export { allOutside, type Finds } from "./allOutside.js";
export { type AgainstBaseline, lostMajority } from "./lostMajority.js";
export { type MentionsOfParts, oneSidedTypes } from "./oneSidedTypes.js";
export { type Electorate, outvoted } from "./outvoted.js";
export { overfitting, type TrainAndDev } from "./overfitting.js";
export { overweighted, type RareFinds } from "./overweighted.js";
export {
  lineOf,
  type Severity,
  SIGNATURES,
  type Signature,
  type SignatureCode,
} from "./signature.js";
export { type Choice, reachOf, smallDev } from "./smallDev.js";
