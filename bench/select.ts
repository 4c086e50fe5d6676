/** Which rows `--only` names. */

import type { Measurement, Row } from "./benchmark.js";

/**
 * Rows by name, or else by the first words of their names: `step` is every step, `step-tiny` those of one size.
 * @param only names, each perhaps several with commas between; none is all rows
 * @throws RangeError for a name that fits no row
 */
export function selectRows(rows: readonly Row[], only: readonly string[]): readonly Row[] {
  const wanted = only.flatMap((names) => names.split(",")).filter((name) => name !== "");
  if (wanted.length === 0) return rows;
  const isName = (name: string) => rows.some((row) => row.name === name);
  const fits = (row: Row, name: string) =>
    isName(name) ? row.name === name : row.name.startsWith(`${name}-`);
  for (const name of wanted)
    if (!rows.some((row) => fits(row, name)))
      throw new RangeError(
        `no row is called ${name}. Rows: ${rows.map((row) => row.name).join(", ")}`,
      );
  return rows.filter((row) => wanted.some((name) => fits(row, name)));
}

/** Rows by the measurement that they share, which is then taken once. */
export function byMeasurement(rows: readonly Row[]): ReadonlyMap<Measurement, readonly Row[]> {
  const groups = new Map<Measurement, readonly Row[]>();
  for (const row of rows)
    groups.set(row.measurement, [...(groups.get(row.measurement) ?? []), row]);
  return groups;
}
