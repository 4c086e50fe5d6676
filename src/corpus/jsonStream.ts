/** JSON files value by value: arrays, arrays inside an object, JSON lines, values one after another. */

import { piecesOf } from "./decode.js";
import type { Problem } from "./document.js";
import type { ReadContext, SourceFile } from "./format.js";
import { splitJson } from "./jsonSplitter.js";
import { said } from "./said.js";

/** A value and where it stands. */
export interface JsonElement {
  readonly value: unknown;
  /** To be spread into a problem. In an array, `at` is such as `[3]` or `documents[3]`; `line` is where it begins. */
  readonly place: Pick<Problem, "source" | "line" | "at">;
  /** Of an element of an array in an object: the fields of the object that stand before the array. */
  readonly around?: Readonly<Record<string, unknown>>;
}

/**
 * The values of a JSON file one by one, so that only one is held: elements of a top-level array; elements of an array
 * in a top-level object; or else top-level values, as in JSON lines, pretty-printed or not.
 *
 * Nothing is thrown for content. A value that is no JSON is a problem with `lost`, and reading goes on after it: at the
 * next comma if its brackets match, else at the next line that is indented as it was. Strings with raw tabs or ends of
 * lines, and numbers such as NaN (read as null), which many programs write, are only a problem.
 * @param options.arrays keys of a top-level object whose arrays are taken apart; fields after them are a notice
 */
export async function* jsonElements(
  file: SourceFile,
  { onProblem, onNotice }: Pick<ReadContext, "onProblem" | "onNotice">,
  { arrays = [] }: { readonly arrays?: readonly string[] } = {},
): AsyncGenerator<JsonElement> {
  const splitter = splitJson({ arrays });
  let around: Record<string, unknown> | undefined;

  function* elements(pieces: ReturnType<typeof splitter.write>): Generator<JsonElement> {
    for (const piece of pieces) {
      const { line, at } = piece;
      const place = { source: file.path, line, ...(at === undefined ? {} : { at }) };
      if (piece.kind === "fault") {
        const lost = piece.lost ? { lost: true as const } : {};
        onProblem({ ...place, code: "malformed", message: piece.message, ...lost });
        continue;
      }
      const read = parse(piece.text);
      if (read === undefined) {
        const message = `${at ?? "this"} is no valid JSON and was left out`;
        onProblem({ ...place, code: "malformed", message, lost: true });
        continue;
      }
      if (read.repaired)
        onProblem({
          ...{ ...place, code: "malformed" },
          message: "raw control characters or numbers such as NaN, which JSON does not allow",
        });
      const { value } = read;
      if (piece.kind === "before") around = { ...(value as Record<string, unknown>) };
      else if (piece.kind === "after") {
        const known = around ?? {};
        const late = Object.keys(value as object).filter((key) => !Object.hasOwn(known, key));
        if (late.length > 0)
          onNotice(
            `Fields after the list of documents were left aside: ${late.map(said).join(", ")}`,
          );
        around = undefined;
      } else yield { value, place, ...(around && at !== undefined ? { around } : {}) };
    }
  }
  for await (const piece of piecesOf(file, { onProblem })) yield* elements(splitter.write(piece));
  yield* elements(splitter.end());
}

/** The value of a text; repaired if needed; undefined if that does not help. */
function parse(text: string): { value: unknown; repaired: boolean } | undefined {
  try {
    return { value: JSON.parse(text), repaired: false };
  } catch {
    try {
      return { value: JSON.parse(text.replace(REPAIRABLE, repair)), repaired: true };
    } catch {
      return undefined;
    }
  }
}

const REPAIRABLE = /"[^"\\]*(?:\\[\s\S][^"\\]*)*"|-?\bInfinity\b|\bNaN\b/g;

function repair(match: string): string {
  if (!match.startsWith('"')) return "null";
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
  return match.replace(/[\u0000-\u001f]/g, (character) => JSON.stringify(character).slice(1, -1));
}
