/** Room `audit`: what a corpus holds and what will be hard, before training. */
export { type Audit, audit } from "./audit.js";
export type { Facts, TypeSummary } from "./facts.js";
export type { Finding } from "./findings.js";
export { renderAudit } from "./render.js";
