/** Signs that training failed, where runs show any. */

import type { Failure } from "../analysis/failures.js";
import { type Block, paragraph } from "../blocks.js";

/** A row a system and signature. */
export function failureBlocks(failures: readonly Failure[], id: string): Block[] {
  if (failures.length === 0) return [paragraph("No run shows a known way to fail.")];
  return [
    {
      ...{ kind: "table", id: `${id}-failures-table`, caption: "Signs of failure" },
      columns: [
        { head: "System" },
        { head: "Sign", text: true },
        { head: "Runs" },
        { head: "What the first of them says", text: true },
      ],
      rows: failures.map(({ system, code, runs, of, message }) => [
        system,
        code,
        `${runs} of ${of}`,
        message,
      ]),
      note: "docs/failures.md explains each sign and its threshold. A system that shows none may fail in other ways.",
      complete: true,
    },
  ];
}
