/** What is annotated: a plot and a table of all types. */

import {
  type Column,
  count,
  counted,
  decimal,
  html,
  name,
  own,
  percent,
} from "../../../page/index.js";
import type { AuditReport, PartName, TypeSummary } from "../../report.js";
import { rankTypes } from "../../summary.js";
import { legend, plotTypeCounts, type TypeCounts } from "../plots/typeCounts.js";
import type { MakeSection } from "../section.js";
import { table } from "../table.js";

/** Of more types the plot leaves out those between. */
const PLOTTED = { first: 40, last: 20 } as const;
const LISTED = { first: 200, last: 100 } as const;

/** Mentions, documents and sizes of each type, and its mentions in each part. */
export const types: MakeSection = ({ report, draw }) => {
  const rows = rankTypes(report);
  if (rows.length === 0) return undefined;
  const parts = partsOf(report);
  const counts = rows.map(([type, { mentions }]) => ({
    type,
    mentions,
    parts: parts.map((part) => ({ part, mentions: mentionsIn(report, part, type) })),
  }));
  return {
    id: "types",
    title: "Types",
    body: html`${draw({
      id: "type-counts",
      title: "Mentions of each type",
      alternative: `${counted(rows.length, "type")} from ${count(rows[0]?.[1].mentions ?? 0)} mentions down to ${count(rows.at(-1)?.[1].mentions ?? 0)}, on a logarithmic scale. The table below has the numbers.`,
      caption: html`Each step of the scale is ten times the one before. ${
        parts.length > 0
          ? `Signs: ${legend(parts)}; the number is that of all parts.`
          : "The number is that of mentions."
      }${rows.length > PLOTTED.first + PLOTTED.last && ` The ${PLOTTED.first} most and the ${PLOTTED.last} least frequent types are shown.`}`,
      plot: (plot, width) => plotTypeCounts(plot, withGap(counts), width),
    })}${table({
      ...{
        id: "type-table",
        caption: "Types, the most frequent first",
        json: "types",
        rows,
        show: LISTED,
      },
      columns: [
        ...COLUMNS,
        ...parts.map((part) => partColumn(report, part)),
        ...pieceColumns(report),
      ],
    })}
<p class="small">Tokens are the words that mentions of the type touch. Lengths are means of a mention, from its first to its last character.</p>`,
  };
};

type Row = readonly [string, TypeSummary];

const COLUMNS: readonly Column<Row>[] = [
  { head: "Type", kind: "text", cell: ([type]) => name(type) },
  { head: "Mentions", cell: ([, { mentions }]) => count(mentions) },
  { head: "Documents", cell: ([, { documents }]) => count(documents) },
  { head: "Tokens", cell: ([, { tokens }]) => count(tokens) },
  { head: "Share", cell: ([, { share }]) => percent(share, 2) },
  { head: "Mean length, characters", cell: ([, { meanLength }]) => decimal(meanLength, 1) },
  { head: "Mean length, tokens", cell: ([, { meanTokens }]) => decimal(meanTokens, 1) },
  { head: "Different strings", cell: ([, { strings }]) => count(strings) },
];

function partColumn(report: AuditReport, part: PartName): Column<Row> {
  return { head: `Mentions in ${part}`, cell: ([type]) => count(mentionsIn(report, part, type)) };
}

function pieceColumns({ pieces }: AuditReport): readonly Column<Row>[] {
  if (pieces === undefined) return [];
  return [
    { head: "Pieces for a token", cell: ([, { pieces }]) => decimal(pieces?.perToken ?? null) },
  ];
}

function partsOf({ parts }: AuditReport): readonly PartName[] {
  return (["train", "dev", "test"] as const).filter((part) => parts?.[part] !== undefined);
}

function mentionsIn({ parts }: AuditReport, part: PartName, type: string): number {
  return own(parts?.[part]?.types ?? {}, type)?.mentions ?? 0;
}

function withGap(counts: readonly TypeCounts[]): readonly (TypeCounts | undefined)[] {
  const { first, last } = PLOTTED;
  return counts.length <= first + last
    ? counts
    : [...counts.slice(0, first), undefined, ...counts.slice(-last)];
}
