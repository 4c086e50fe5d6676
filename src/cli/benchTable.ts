/** Draws tables that read well both on a terminal and as Markdown. */

/**
 * A Markdown table with its columns aligned: the first to the left, the others to the right unless named.
 * @param left columns, besides the first, that hold words
 */
export function markdownTable(
  header: readonly string[],
  rows: readonly (readonly string[])[],
  { left = [] }: { readonly left?: readonly number[] } = {},
): string {
  const cells = [header, ...rows].map((row) => row.map((cell) => cell.replaceAll("|", "\\|")));
  const widths = header.map((_, column) =>
    Math.max(3, ...cells.map((row) => (row[column] ?? "").length)),
  );
  const isLeft = (column: number) => column === 0 || left.includes(column);
  const rule = widths.map((width, column) =>
    isLeft(column) ? "-".repeat(width) : `${"-".repeat(width - 1)}:`,
  );
  const lines = [cells[0] as string[], rule, ...cells.slice(1)].map((row) =>
    widths.map((width, column) => {
      const cell = row[column] ?? "";
      return isLeft(column) ? cell.padEnd(width) : cell.padStart(width);
    }),
  );
  return lines.map((row) => `| ${row.join(" | ")} |`).join("\n");
}
