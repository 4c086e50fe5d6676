/** Where the values of a JSON text begin and end; what they hold is left to JSON.parse. */

/** A piece of a JSON text. */
export type JsonPiece =
  | {
      /**
       * `value`: a top-level value, or with `at` an element of an array. `before`: an object up to an array in it, which
       * is written as empty; `after`: the object as a whole, when its end has come.
       */
      readonly kind: "value" | "before" | "after";
      readonly text: string;
      /** From 1: where it begins. */
      readonly line: number;
      readonly at?: string;
    }
  | {
      readonly kind: "fault";
      readonly message: string;
      readonly lost: boolean;
      readonly line: number;
      readonly at?: string;
    };

/** Values nested deeper than this are left out: what recurses over them would overflow the stack. */
const MAX_DEPTH = 500;
/** Values with more UTF-16 units than this are left out: a string can have little more. */
const MAX_LENGTH = 2 ** 28;

/** The value that is being read. */
interface Open {
  /** What came before this piece of the file. */
  text: string;
  readonly line: number;
  readonly first: string;
  /** White space between the start of the line and the value; undefined where there is more. */
  readonly indent: string | undefined;
  /** Whether elements of an array in it were given already. */
  readonly split: boolean;
}

/**
 * Splits a text that comes in pieces; `write` and `end` return what became complete. Commas between values may be
 * missing or too many. A value whose brackets do not match is given up, and so is one without end: a line that begins
 * like it, where no value can begin, is taken for the next.
 * @param options.arrays keys of a top-level object whose arrays are split into elements
 */
export function splitJson({ arrays }: { readonly arrays: readonly string[] }) {
  let pieces: JsonPiece[] = [];
  let open: Open | undefined;
  /** The object around the array whose elements are being read. */
  let outer: Open | undefined;
  /** Name of that array, empty for a top-level one; undefined outside of both. */
  let array: string | undefined;
  let index = 0;
  /** Brackets that are open inside of the value. */
  let stack: string[] = [];
  let string: "no" | "text" | "key" = "no";
  let escaped = false;
  /** The key that is being read, or was read last, of a top-level object; in quotes. */
  let key = "";
  /** The last character outside of strings that is no white space; a quote after a string. */
  let last = "";
  /** A value that was given up. */
  let lost: Open | undefined;
  /** Whether anything was passed over since. */
  let skipped = false;
  let line = 1;
  /** White space since the start of the line; undefined after anything else. */
  let indent: string | undefined = "";

  const place = (at: number) => (array === undefined ? {} : { at: `${array}[${at}]` });
  const fault = (message: string, rest: { readonly lost: boolean; readonly line: number }) =>
    pieces.push({ kind: "fault", message, ...rest, ...place(index) });
  const giveUp = (why: string) => {
    if (open === undefined) return;
    fault(`the value that begins here was left out: ${why}`, { lost: true, line: open.line });
    lost = open;
    skipped = false;
    index++;
    open = undefined;
    stack = [];
    string = "no";
  };
  const close = (rest: string) => {
    if (open === undefined) return;
    const kind = open.split ? "after" : "value";
    pieces.push({ kind, text: open.text + rest, line: open.line, ...place(index++) });
    open = undefined;
  };
  /** Whether this is directly inside of a top-level object that may have an array to be split. */
  const atTop = () =>
    arrays.length > 0 && array === undefined && stack.length === 1 && stack[0] === "{";
  /** Whether the first character of a line cannot go on with the value, but begins one like it. */
  const beginsAnother = (character: string, value: Open) =>
    character === value.first &&
    "{[".includes(character) &&
    indent === value.indent &&
    (value === lost || string !== "no" || !",:[".includes(last));

  function write(piece: string): JsonPiece[] {
    pieces = [];
    /** Where in this piece the open value, and its key, begin. */
    let from = 0;
    let keyFrom = 0;
    for (let i = 0; i < piece.length; i++) {
      const character = piece[i] as string;
      if (character === "\n") {
        line++;
        indent = "";
        escaped = false;
        if (open !== undefined && stack.length === 0 && string === "no")
          close(piece.slice(from, i));
        continue;
      }
      if (indent !== undefined) {
        if (character === " " || character === "\t" || character === "\r") {
          indent += character;
          continue;
        }
        const value = open ?? lost;
        if (value !== undefined && beginsAnother(character, value)) {
          giveUp("it has no end");
          lost = undefined;
        }
      }
      const before = indent;
      indent = undefined;
      if (lost !== undefined) {
        skipped = true;
        i = lineEnd(piece, i);
      } else if (string !== "no") {
        if (escaped) escaped = false;
        else if (character === "\\") escaped = true;
        else if (character === '"') {
          if (string === "key") key += piece.slice(keyFrom, i + 1);
          string = "no";
          last = '"';
          if (stack.length === 0) close(piece.slice(from, i + 1));
        } else i = stringEnd(piece, i);
      } else if (open === undefined) {
        if (character === "[" && array === undefined) {
          array = "";
          index = 0;
        } else if (character === "]" && array !== undefined) {
          array = undefined;
          open = outer;
          if (outer !== undefined) stack = ["{"];
          outer = undefined;
          from = i;
          last = "]";
        } else if ("]}:".includes(character))
          fault(`a ${character} that closes or joins nothing`, { lost: false, line });
        else if (!", \t\r".includes(character)) {
          open = { text: "", line, first: character, indent: before, split: false };
          from = i;
          last = character;
          if (character === "{" || character === "[") stack = [character];
          else if (character === '"') string = "text";
        }
      } else if (stack.length === 0) {
        if (",]}".includes(character)) close(piece.slice(from, i--));
      } else if (character === '"') {
        string = "text";
        if (atTop() && "{,".includes(last)) {
          string = "key";
          key = "";
          keyFrom = i;
        }
      } else if (character === "{" || character === "[") {
        const name = key.slice(1, -1);
        if (atTop() && character === "[" && last === ":" && arrays.includes(name)) {
          outer = { ...open, text: open.text + piece.slice(from, i + 1), split: true };
          pieces.push({ kind: "before", text: `${outer.text}]}`, line: open.line });
          open = undefined;
          stack = [];
          array = name;
          index = 0;
        } else if (stack.push(character) > MAX_DEPTH)
          giveUp(`it is nested deeper than ${MAX_DEPTH}`);
        last = character;
      } else if (character === "}" || character === "]") {
        last = character;
        if (stack.pop() !== (character === "}" ? "{" : "[")) giveUp("its brackets do not match");
        else if (stack.length === 0) close(piece.slice(from, i + 1));
      } else if (!" \t\r".includes(character)) last = character;
    }
    if (open !== undefined) open.text += piece.slice(from);
    if (string === "key") key += piece.slice(keyFrom);
    if ((open?.text.length ?? 0) > MAX_LENGTH) giveUp(`it is longer than ${MAX_LENGTH} characters`);
    return pieces;
  }

  function end(): JsonPiece[] {
    pieces = [];
    if (open !== undefined && stack.length === 0 && string === "no") close("");
    if (open !== undefined) giveUp("the file ends inside of it");
    else if (lost !== undefined && skipped)
      fault("what follows the value that begins here was not read", {
        ...{ lost: true, line: lost.line },
      });
    else if (array !== undefined) fault("the file ends inside of this array", { lost: true, line });
    return pieces;
  }
  return { write, end };
}

/** The last place before the next line, or before the end of the piece. */
function lineEnd(piece: string, from: number): number {
  const next = piece.indexOf("\n", from);
  return (next === -1 ? piece.length : next) - 1;
}

/** The last place from here on where a string goes on with nothing special. */
function stringEnd(piece: string, from: number): number {
  SPECIAL.lastIndex = from;
  return (SPECIAL.exec(piece)?.index ?? piece.length) - 1;
}

const SPECIAL = /["\\\n]/g;
