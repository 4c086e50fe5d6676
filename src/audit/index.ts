/** Room `audit`: what a corpus holds and what will be hard, before training. */
export { type AuditedCorpus, type AuditOptions, audit } from "./audit.js";
export { FINDING_CODES, type FindingCode, SEVERITIES, type Severity } from "./codes.js";
export { type PageOptions, renderPage } from "./page.js";
export type { AuditEncoder } from "./prepare.js";
export { renderAudit } from "./render.js";
export type * from "./report.js";
