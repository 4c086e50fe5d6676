/** The table: every row, in its order. */

import type { Row } from "../benchmark.js";
import { ANNOTATE_ROWS } from "./annotate.js";
import { AUDIT_ROWS } from "./audit.js";
import { COPIES_ROWS } from "./copies.js";
import { EPOCH_ROWS } from "./epoch.js";
import { START_ROWS } from "./start.js";
import { STEP_ROWS } from "./steps.js";
import { TYPES_ROWS } from "./types.js";

/** All rows. */
export const ROWS: readonly Row[] = [
  ...STEP_ROWS,
  ...EPOCH_ROWS,
  ...COPIES_ROWS,
  ...ANNOTATE_ROWS,
  ...TYPES_ROWS,
  ...START_ROWS,
  ...AUDIT_ROWS,
];
