/** Tables and values in plain text. */

/** The first column flush left, the others flush right. Nothing in a cell can paint on the terminal. */
export function alignColumns(rows: readonly (readonly string[])[]): string[] {
  const cells = rows.map((row) => row.map(printable));
  const widths = (cells[0] ?? []).map((_, column) =>
    cells.reduce((width, row) => Math.max(width, (row[column] ?? "").length), 0),
  );
  return cells.map((row) =>
    row
      .map((cell, i) =>
        i === 0 ? cell.padEnd(widths[i] as number) : cell.padStart(widths[i] as number),
      )
      .join("  ")
      .trimEnd(),
  );
}

/** Names come from files: a control character in one must not reach the terminal. */
export function printable(text: string): string {
  return text.replace(/\p{C}/gu, "?");
}

/** A share, such as `12.30 %`. */
export function percent(share: number): string {
  return `${(100 * share).toFixed(2)} %`;
}
