/** Bytes of a file to text: UTF-8, or what else they are, which is then said. */

import { constants } from "node:buffer";
import type { Problem } from "./document.js";
import { type Encoding, encodingOf, HEAD_BYTES } from "./encoding.js";
import type { ReadContext, SourceFile } from "./format.js";
import { cutPlace, decodeWindows1252, utf8LengthAt } from "./utf8.js";

type Context = Pick<ReadContext, "onProblem">;

/**
 * The text of a file. A byte order mark of UTF-8 is kept as a character, because brat counts it; that of UTF-16 is not.
 *
 * What is not UTF-8 is a problem of code `encoding`: UTF-16 is told by its mark or its zero bytes; of other bytes,
 * Windows-1252 is assumed. Of UTF-32 and binary files, and of those longer than a string, nothing is read, and the text
 * is empty. Half a surrogate pair in UTF-16 becomes U+FFFD, so that texts are always well-formed and offsets stay.
 */
export async function textOf(file: SourceFile, context: Context): Promise<string> {
  const bytes = await file.bytes();
  if (bytes.length > constants.MAX_STRING_LENGTH) {
    context.onProblem({
      source: file.path,
      code: "malformed",
      message: `the file has ${bytes.length} bytes, more than the ${constants.MAX_STRING_LENGTH} that one text can have`,
      lost: true,
    });
    return "";
  }
  const decode = decoderFor(bytes.subarray(0, HEAD_BYTES), file.path, context);
  return decode(bytes) + decode("end");
}

/** The text of the first bytes of a file, for guesses at its format: decoded as by {@link textOf}, but nothing is told. */
export function textOfHead(head: Uint8Array): string {
  return decoderFor(head, "", { onProblem: () => undefined })(head);
}

/**
 * The text of a file in pieces, for parsers of streams; decoded as by {@link textOf}, but without a byte order mark.
 * The first piece is that of the first {@link HEAD_BYTES} bytes. No piece cuts a character.
 */
export async function* piecesOf(file: SourceFile, context: Context): AsyncGenerator<string> {
  let decode: ReturnType<typeof decoderFor> | undefined;
  for await (const bytes of withHead(file.stream())) {
    if (decode === undefined) {
      decode = decoderFor(bytes, file.path, context);
      yield decode(bytes).replace(/^\ufeff/, "");
    } else yield decode(bytes);
  }
  yield decode?.("end") ?? "";
}

/** A line without its end. */
export interface Line {
  /** From 1. */
  readonly line: number;
  readonly text: string;
}

/**
 * Lines of a file one by one, so that a large one need not be held; decoded as by {@link piecesOf}. Ends are LF and CRLF,
 * and CR where the first {@link HEAD_BYTES} bytes have CR but no LF; if they have neither, the first end decides.
 * What follows the last end is a line unless it is empty.
 * A line that is longer than a string is a problem and left out.
 */
export async function* linesOf(file: SourceFile, context: Context): AsyncGenerator<Line> {
  let line = 1;
  let open = ""; // the line that the next piece goes on with; a rope, so that long lines cost nothing twice
  let dropped = false;
  let end: RegExp | undefined;
  let pieces = 0;
  const extend = (part: string) => {
    if (open.length + part.length <= constants.MAX_STRING_LENGTH) open += part;
    else dropped = true;
  };
  const close = (): Line | undefined => {
    const closed = dropped ? undefined : { line, text: open };
    if (dropped)
      context.onProblem({
        ...{ source: file.path, line, code: "malformed", lost: true },
        message: `the line has more than the ${constants.MAX_STRING_LENGTH} characters that one text can have`,
      });
    line++;
    open = "";
    dropped = false;
    return closed;
  };
  for await (const piece of wholeEnds(piecesOf(file, context))) {
    end ??= endOf(piece, { head: pieces++ === 0 });
    let start = 0;
    for (const match of end === undefined ? [] : piece.matchAll(end)) {
      extend(piece.slice(start, match.index));
      start = match.index + match[0].length;
      const closed = close();
      if (closed !== undefined) yield closed;
    }
    extend(piece.slice(start));
  }
  const last = open === "" && !dropped ? undefined : close();
  if (last !== undefined) yield last;
}

/** What ends lines, as far as a piece that holds no part of an end tells. */
function endOf(piece: string, { head }: { readonly head: boolean }): RegExp | undefined {
  const first = /\r\n?|\n/.exec(piece)?.[0];
  if (first === undefined) return undefined;
  return first === "\r" && !(head && piece.includes("\n")) ? /\r\n?|\n/g : /\r?\n/g;
}

/** The same text in pieces that do not end in CR, so that none ends within a CRLF; the last may. */
async function* wholeEnds(pieces: AsyncIterable<string>): AsyncGenerator<string> {
  let held = "";
  for await (const piece of pieces) {
    const whole = held + piece;
    held = whole.endsWith("\r") ? "\r" : "";
    yield held === "" ? whole : whole.slice(0, -1);
  }
  if (held !== "") yield held;
}

/** The same bytes; the first chunk has {@link HEAD_BYTES}, or all. */
async function* withHead(stream: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  let first: Uint8Array[] | undefined = [];
  let length = 0;
  for await (const chunk of stream) {
    if (first === undefined) {
      yield chunk;
      continue;
    }
    first.push(chunk);
    length += chunk.length;
    if (length < HEAD_BYTES) continue;
    const bytes = Buffer.concat(first);
    first = undefined;
    yield bytes.subarray(0, HEAD_BYTES);
    if (length > HEAD_BYTES) yield bytes.subarray(HEAD_BYTES);
  }
  if (first !== undefined) yield Buffer.concat(first);
}

/** Takes the bytes of a file in order and gives their text; what waits for more bytes comes at the end. */
type Decode = (bytes: Uint8Array | "end") => string;

function decoderFor(head: Uint8Array, source: string, { onProblem }: Context): Decode {
  const encoding = encodingOf(head);
  const report = (message: string, rest: Partial<Problem> = {}) =>
    onProblem({ source, code: "encoding", message, ...rest });
  switch (encoding.name) {
    case "UTF-32":
      report("the file is UTF-32, which is not read", { lost: true });
      return () => "";
    case "binary":
      report(`the file is no text: ${encoding.zeros} of its first ${head.length} bytes are 0`, {
        lost: true,
      });
      return () => "";
    case "UTF-16 LE":
    case "UTF-16 BE":
      report(
        `the file is ${encoding.name}, told by its ${encoding.mark > 0 ? "byte order mark" : "zero bytes"}`,
      );
      return utf16Decoder(encoding, report);
    default:
      return utf8Decoder(encoding, report);
  }
}

type Report = (message: string, rest?: Partial<Problem>) => void;

function utf8Decoder(encoding: Encoding & { readonly broken?: number }, report: Report): Decode {
  const strict = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });
  let { name } = encoding;
  let before = 0; // bytes before `waiting`
  let waiting: Uint8Array = new Uint8Array(0);
  let sound = false; // whether characters of several bytes were seen
  let told = false;
  const tell = (at: number) => {
    if (!told)
      report(
        name === "damaged"
          ? `byte ${at} is not UTF-8; bytes like it are read as Windows-1252, all others as UTF-8`
          : `byte ${at} is not UTF-8, so from there on the file is read as Windows-1252`,
        { at: `byte ${at}` },
      );
    told = true;
  };
  /** What is sound, up to where the file turns out to be Windows-1252, or all. */
  const repaired = (bytes: Uint8Array): string => {
    let text = "";
    let start = 0;
    for (let at = 0; at < bytes.length; ) {
      const length = utf8LengthAt(bytes, at);
      if (length !== 0 && length !== "cut") {
        sound ||= length > 1;
        at += length;
        continue;
      }
      if (name === "UTF-8") name = sound ? "damaged" : "Windows-1252";
      tell(before + at);
      text += strict.decode(bytes.subarray(start, at));
      start = name === "damaged" ? at + 1 : bytes.length;
      text += decodeWindows1252(bytes.subarray(at, start));
      at = start;
    }
    return text + strict.decode(bytes.subarray(start));
  };
  return (chunk) => {
    const bytes =
      chunk === "end" ? waiting : waiting.length > 0 ? Buffer.concat([waiting, chunk]) : chunk;
    if (name === "Windows-1252" && told) return decodeWindows1252(bytes);
    const whole = chunk === "end" ? bytes : bytes.subarray(0, cutPlace(bytes));
    waiting = bytes.subarray(whole.length);
    let text: string;
    try {
      text = strict.decode(whole);
      sound ||= text.length < whole.length;
    } catch {
      text = repaired(whole);
    }
    before += whole.length;
    return text;
  };
}

function utf16Decoder(
  { name, mark }: { readonly name: string; readonly mark: number },
  report: Report,
): Decode {
  let skip = mark;
  let waiting = Buffer.alloc(0);
  let told = false;
  return (chunk) => {
    const bytes = chunk === "end" ? waiting : Buffer.concat([waiting, chunk]).subarray(skip);
    if (chunk !== "end") skip = 0;
    let whole = bytes.length & ~1;
    const units = Buffer.from(bytes.subarray(0, whole));
    if (name === "UTF-16 BE") units.swap16();
    let text = units.toString("utf16le");
    if (chunk !== "end" && /[\ud800-\udbff]$/.test(text)) {
      text = text.slice(0, -1);
      whole -= 2;
    }
    waiting = bytes.subarray(whole);
    if (chunk === "end" && waiting.length > 0) text += "\ufffd";
    const sound = text.replace(/\p{Surrogate}/gu, "\ufffd");
    if (!told && (sound !== text || (chunk === "end" && waiting.length > 0))) {
      report("some of its code units are half a character and are read as U+FFFD", { lost: true });
      told = true;
    }
    return sound;
  };
}
