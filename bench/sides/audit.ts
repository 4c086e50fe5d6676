/** Times an audit of an invented corpus. usage: audit.js DOCUMENTS */

import { timeAudit } from "../../scripts/auditScale.js";
import { report } from "./report.js";

const documents = Number(process.argv[2]);
report({ documents, auditSeconds: await timeAudit(documents) });
