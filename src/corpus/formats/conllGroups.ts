/** Sentences of a column file by document, no more of them in memory than one document has. */

import type { Line } from "../decode.js";
import type { Problem } from "../document.js";
import type { Row, RowReader } from "./conllRows.js";

/** A line with a token. */
export type Token = Extract<Row, { kind: "token" }>;

/** What becomes a document of a file. */
export type Unit = "docstart" | "sentence" | "file" | "block";

/** Told of lines that are left out. */
export type Tell = (line: number, problem: Pick<Problem, "code" | "message" | "lost">) => void;

/** What becomes a document. */
export interface Group {
  readonly id: string | undefined;
  readonly sentences: readonly (readonly Token[])[];
}

/** Sentences by document, no more of them in memory than one has. */
export async function* groupsOf(
  lines: AsyncIterable<Line>,
  {
    reader,
    by,
    block,
    tell,
  }: { reader: RowReader; by: Unit; block: number | undefined; tell: Tell },
): AsyncGenerator<Group> {
  const collector = createCollector({ by, block, tell });
  for await (const line of lines) for (const row of reader.read(line)) yield* collector.take(row);
  for (const row of reader.end()) yield* collector.take(row);
  yield* collector.end();
}

/** Collects rows until they make a document. */
function createCollector({ by, block, tell }: { by: Unit; block: number | undefined; tell: Tell }) {
  const most = by === "sentence" ? 1 : by === "block" ? block : undefined;
  let sentences: Token[][] = [];
  let open: Token[] | undefined;
  let id: string | undefined; // of the document, or of the sentence that comes
  let marked = false;
  const close = (): Group[] => {
    const group = { id, sentences };
    // What precedes the first mark is a document only if there is something.
    const isDocument = marked || sentences.length > 0;
    if (isDocument) id = undefined;
    sentences = [];
    open = undefined;
    marked = false;
    return isDocument ? [group] : [];
  };
  return {
    take(row: Row): readonly Group[] {
      if (row.kind === "token") {
        if (open) open.push(row);
        else {
          open = [row];
          sentences.push(open);
        }
      } else if (row.kind === "malformed")
        tell(row.line, { code: "malformed", message: row.message, lost: true });
      else if (row.kind === "id" && by === "sentence") id = row.id;
      else if (row.kind === "blank" || row.kind === "document") {
        open = undefined;
        const isStart = row.kind === "document" && by === "docstart";
        const groups = isStart || sentences.length === most ? close() : [];
        if (isStart) {
          marked = true;
          id = row.id;
        }
        return groups;
      }
      return [];
    },
    end: close,
  };
}
