/** Rows of CSV and TSV files one by one, with their line. */

import { CsvError, parse } from "csv-parse";
import { piecesOf } from "../decode.js";
import type { ReadContext, SourceFile } from "../format.js";

/** A row and the line that it begins on, from 1. */
export interface CsvRow {
  readonly cells: readonly string[];
  readonly line: number;
}

/** Fields may be parted by these; the one that the first line has most of is taken. */
const DELIMITERS = [",", ";", "\t", "|"];
/** Longest row, in bytes: what is longer has an opening quote that is never closed. */
const MAX_ROW = 2 ** 26;
/** Rows that are no CSV, after which reading goes on: each costs another look at the file. */
const MAX_FAULTS = 20;

/** What parts the fields of a file that begins with `head`. */
export function delimiterOf(head: string): string {
  const [first = ""] = head.replace(/"(?:[^"]|"")*"?/g, "").split(/[\r\n]/, 1);
  const count = (delimiter: string) => first.split(delimiter).length;
  return DELIMITERS.reduce((best, each) => (count(each) > count(best) ? each : best));
}

/** Cells of the first row of a text that is cut anywhere. */
export function headerOf(head: string): string[] {
  const delimiter = delimiterOf(head);
  const [first = ""] = head.replace(/^\ufeff/, "").split(/[\r\n]/, 1);
  return first.split(delimiter).map((cell) => cell.replace(/^\s*"?|"?\s*$/g, ""));
}

/**
 * Rows as RFC 4180 has them, the header first; an empty line is a row. A row whose quote is never closed is a problem,
 * and reading goes on after its first line.
 */
export async function* rowsOf(
  file: SourceFile,
  { onProblem }: Pick<ReadContext, "onProblem">,
): AsyncGenerator<CsvRow> {
  let from: Place | undefined = { line: 1, byte: 0 };
  for (let faults = 0; from !== undefined; faults++) {
    const tell = faults === 0 ? onProblem : () => {}; // not again what decoding says
    const fault: Fault | undefined = yield* rowsFrom(from, { file, onProblem: tell });
    const goesOn: boolean = faults < MAX_FAULTS;
    from = goesOn ? fault : undefined;
    if (fault)
      onProblem({
        ...{ source: file.path, line: fault.line, code: "malformed", lost: true },
        message: `the row that begins here${goesOn ? "" : ", and what follows,"} is no CSV (${fault.code})`,
      });
  }
}

/** Where a row begins. */
interface Place {
  readonly line: number;
  /** In UTF-8. */
  readonly byte: number;
}

interface Fault extends Place {
  readonly code: string;
}

/** Rows of the file, or those after the first line of a row at `place`, up to one that is no CSV. */
async function* rowsFrom(
  place: Place,
  { file, onProblem }: { readonly file: SourceFile } & Pick<ReadContext, "onProblem">,
): AsyncGenerator<CsvRow, Fault | undefined> {
  let delimiter: string | undefined;
  let parsing: Parsing | undefined;
  let byte = 0; // of what comes next
  for await (const piece of piecesOf(file, { onProblem })) {
    delimiter ??= delimiterOf(piece);
    const bytes = Buffer.from(piece);
    let rest = bytes.subarray(Math.max(0, place.byte - byte));
    byte += bytes.length;
    if (parsing === undefined) {
      const end = place.byte === 0 ? 0 : endOfLine(rest);
      if (end === undefined) continue;
      rest = rest.subarray(end);
      const line = place.byte === 0 ? 1 : place.line + 1;
      parsing = startParsing({ delimiter, line, byte: byte - rest.length });
    }
    const fault = await parsing.write(rest);
    yield* parsing.take();
    if (fault) return fault;
  }
  const fault = await parsing?.end();
  yield* parsing?.take() ?? [];
  return fault;
}

/** What follows the first line; undefined if it does not end here. */
function endOfLine(bytes: Buffer): number | undefined {
  const [lf, cr] = [bytes.indexOf(LF), bytes.indexOf(CR)];
  if (lf >= 0 && (cr < 0 || cr + 1 >= lf)) return lf + 1;
  return cr >= 0 && cr + 1 < bytes.length ? cr + 1 : undefined;
}

const LF = 10;
const CR = 13;

interface Parsing {
  /** Resolves to a row that is no CSV, after which no more can be written. */
  write(bytes: Uint8Array): Promise<Fault | undefined>;
  end(): Promise<Fault | undefined>;
  /** Rows since the last call. */
  take(): CsvRow[];
}

/**
 * The parser, without a stream after it: that would throw away the rows before an error.
 * @param options.line of the first byte
 * @param options.byte of the file that comes first
 */
function startParsing(options: { delimiter: string } & Place): Parsing {
  let rows: CsvRow[] = [];
  let { line, byte } = options; // where the row begins that is being read
  const lineEnds = findLineEnds(options.byte);
  const parser = parse({
    delimiter: options.delimiter,
    record_delimiter: ["\r\n", "\n", "\r"],
    ...{ relax_column_count: true, relax_quotes: true, max_record_size: MAX_ROW },
    on_record: (cells: string[], { bytes }) => {
      rows.push({ cells, line });
      byte = options.byte + bytes;
      line += lineEnds.takeUpTo(byte);
      return null; // nothing comes out of it
    },
  });
  parser.on("error", () => {}); // told to the callbacks
  const settle = (act: (done: (error?: Error | null) => void) => void) =>
    new Promise<Fault | undefined>((resolve, reject) => {
      act((error) => {
        if (!error) resolve(undefined);
        else if (error instanceof CsvError) resolve({ line, byte, code: error.code });
        else reject(error);
      });
    });
  return {
    write(bytes) {
      lineEnds.add(bytes);
      return settle((done) => parser.write(bytes, done));
    },
    end: () => settle((done) => parser.end(done)),
    take() {
      const taken = rows;
      rows = [];
      return taken;
    },
  };
}

/** Places after LF, CRLF and lone CR. */
function findLineEnds(from: number) {
  const ends: number[] = [];
  let [next, byte, afterCr] = [0, from, false];
  return {
    add(bytes: Uint8Array): void {
      for (let i = 0; i < bytes.length; i++) {
        const each = bytes[i];
        if (afterCr && each !== LF) ends.push(byte);
        byte++;
        if (each === LF) ends.push(byte);
        afterCr = each === CR;
      }
    },
    /** How many there are up to `limit` since the last call. */
    takeUpTo(limit: number): number {
      const first = next;
      while (next < ends.length && (ends[next] as number) <= limit) next++;
      const count = next - first;
      if (next > 4096) {
        ends.splice(0, next);
        next = 0;
      }
      return count;
    },
  };
}
