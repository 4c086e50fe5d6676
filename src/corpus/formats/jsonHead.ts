/** The beginning of a JSON file, cut anywhere, as records: what recognising a format goes by. */

/** Fields of a record; values are JSON as the file has it, the last one cut where the head is. */
export type HeadRecord = ReadonlyMap<string, string>;

/**
 * The objects at the top of `head`: JSON lines, values one after another, or elements of an array. Objects inside of
 * those are no records. Never throws; what is no JSON gives few records or none.
 */
export function headRecords(head: string): HeadRecord[] {
  const level = /^[\s\ufeff]*\[/.test(head) ? 2 : 1;
  const records: Map<string, string>[] = [];
  let record: Map<string, string> | undefined;
  let depth = 0;
  let string = "";
  let field: { key: string; from: number } | undefined;
  const close = (end: number) => {
    if (field) record?.set(field.key, head.slice(field.from, end).trim());
    field = undefined;
  };
  for (const { 0: token, index } of head.matchAll(TOKEN)) {
    if (token === "{" || token === "[") {
      depth++;
      if (depth !== level) continue;
      record = token === "{" ? new Map() : undefined;
      if (record) records.push(record);
    } else if (token === "}" || token === "]") {
      if (depth === level) close(index);
      depth = Math.max(0, depth - 1);
      if (depth < level) record = undefined;
    } else if (depth !== level || record === undefined) continue;
    else if (token === ",") close(index);
    else if (token === ":" && field === undefined) field = { key: string, from: index + 1 };
    else if (token.startsWith('"')) string = token.slice(1, -1);
  }
  close(head.length);
  return records;
}

const TOKEN = /"(?:[^"\\]|\\[\s\S])*"?|[{}[\]:,]/g;
