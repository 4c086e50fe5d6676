/** The lines of a WebAnno TSV file, sorted: layers, sentences and tokens. */

import { linesOf } from "../decode.js";
import type { Problem } from "../document.js";
import type { ReadContext, SourceFile } from "../format.js";
import { parseFields } from "./jsonRecords.js";
import { COMMENTS, type DeclaredLayer, parseLayer, unescapeText } from "./webAnnoFields.js";
import type { Sentence, Unit } from "./webAnnoText.js";

/** What the lines of a file say. */
export interface Content {
  /** Of version 3.x. */
  readonly minor: number;
  readonly layers: readonly DeclaredLayer[];
  readonly sentences: readonly Sentence[];
  /** Tokens that a writer of ours made up. */
  readonly fillers: ReadonlySet<Unit>;
  readonly meta: Readonly<Record<string, unknown>>;
}

interface OpenSentence extends Sentence {
  readonly lines: string[];
  readonly units: Unit[];
  /** Numbers of tokens that are fillers. */
  fillers: readonly string[] | "all";
}

/** Reads a file line by line. Lines that are not as the format has them are problems. */
export async function contentOf(
  file: SourceFile,
  {
    tell,
    ...context
  }: Pick<ReadContext, "onProblem"> & { readonly tell: (problem: Omit<Problem, "source">) => void },
): Promise<Content> {
  const layers: DeclaredLayer[] = [];
  const sentences: OpenSentence[] = [];
  const fillers = new Set<Unit>();
  let meta: Content["meta"] = {};
  let minor = 3;
  let columns = 0;
  let open: OpenSentence | undefined;
  for await (const { line, text } of linesOf(file, context)) {
    if (text === "") {
      open = undefined;
      continue;
    }
    const lose = (message: string) => tell({ line, code: "malformed", message, lost: true });
    if (open === undefined || (text.startsWith("#") && open.units.length > 0)) {
      open = { line, lines: [], units: [], fillers: [] };
      sentences.push(open);
    }
    const after = (prefix: string) =>
      text.startsWith(prefix) ? unescapeText(text.slice(prefix.length), { minor }) : undefined;
    const layer = parseLayer(text);
    const textLine = after("#Text=");
    const fillerNumbers = after(COMMENTS.fillers);
    const json = after(COMMENTS.meta);
    if (textLine !== undefined) open.lines.push(textLine);
    else if (text.startsWith("#FORMAT=")) {
      const version = /^#FORMAT=.* 3\.(\d+)$/.exec(text)?.[1];
      if (version === undefined) lose("this is not the header of WebAnno TSV 3");
      else minor = Number(version);
    } else if (layer) {
      layers.push(layer);
      columns += layer.columns.length;
    } else if (fillerNumbers !== undefined)
      open.fillers = fillerNumbers === "*" ? "all" : fillerNumbers.split(",");
    else if (json !== undefined) {
      const read = parseFields(json);
      if (read === undefined) lose("the other fields of the document are no object of JSON");
      else meta = read;
    } else if (text.startsWith("#")) {
      if (!text.startsWith("#Sentence.id=")) lose("a line of unknown kind begins with #");
    } else {
      const unit = parseUnit(text, { line, columns, lose });
      if (unit === undefined) continue;
      if (open.lines.length === 0 && open.units.length === 0)
        tell({
          ...{ line, code: "missing-text" },
          message: "a sentence has no #Text line, so its text is that of its tokens",
        });
      open.units.push(unit);
      const number = unit.name.slice(unit.name.indexOf("-") + 1);
      if (!unit.isPart && (open.fillers === "all" || open.fillers.includes(number)))
        fillers.add(unit);
    }
  }
  const given = sentences.filter(({ lines, units }) => lines.length + units.length > 0);
  return { minor, layers, sentences: given, fillers, meta };
}

/** The line of a token, or of a part of one; INCEpTION ends it with a tab. */
function parseUnit(
  text: string,
  {
    line,
    columns,
    lose,
  }: { readonly line: number; readonly columns: number; readonly lose: (message: string) => void },
): Unit | undefined {
  const [name = "", offsets = "", quote = "", ...fields] = text.split("\t");
  const named = /^\d+-\d+(\.\d+)?$/.exec(name);
  const placed = /^(\d{1,15})-(\d{1,15})$/.exec(offsets);
  if (!named || !placed) {
    lose("this is no line of a token, which begins with sentence-token<tab>begin-end<tab>text");
    return undefined;
  }
  const given = fields.at(-1) === "" ? fields.length - 1 : fields.length;
  if (given < columns || fields.slice(columns).some((field) => field !== ""))
    lose(`the token has ${given} columns of annotations, and the header declares ${columns}`);
  const [begin, end] = [Number(placed[1]), Number(placed[2])];
  return { line, name, quote, fields, isPart: named[1] !== undefined, begin, end };
}
