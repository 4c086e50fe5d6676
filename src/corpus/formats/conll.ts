/** CoNLL column files: a token a line, its tag in a column of its own, a blank line between sentences. */

import { CorpusError } from "../error.js";
import type { Format } from "../format.js";
import { withoutByteOrderMark } from "../lines.js";
import { fieldsOf, findLayout } from "./conllLayout.js";
import { type ConllOptions, DOCUMENT_UNITS, readColumns } from "./conllRead.js";
import { isPlain } from "./conllRows.js";
import { createTagSurvey, looksLikeTag, schemeNamed, TAG_SCHEMES } from "./tags.js";
import { writeColumns } from "./writeConll.js";

/** Extensions that column files of tags have, and no others. */
const OWN = [".conll", ".iob", ".iob1", ".iob2", ".bio", ".bioes", ".io"];

const SEVERAL = 10;

/** The format `conll`: CoNLL-2003 and what resembles it. */
export const conll: Format = {
  name: "conll",
  title: "CoNLL columns",
  extensions: [...OWN, ".tsv"],
  looksLike({ extension }, head) {
    const lines = withoutByteOrderMark(head).split(/\r\n|\n|\r/);
    const isOther = /^\ufeff?\s*(?:#FORMAT=WebAnno|T\d+\t\S+ \d+ \d+[;\t]|\{\s*"|\[\s*[{"[])/.test(
      head,
    );
    if (isOther) return false;
    const plain = lines.filter(isPlain);
    const beginsPlain = plain[0] === lines.find((line) => line.trim() !== "");
    return looksLikeColumns(plain, { extension, beginsPlain });
  },
  async *read(files, context) {
    const options = parseSettings(context.settings);
    for (const file of files) yield* readColumns(file, options, context);
  },
  settings: {
    token: "column of the token, from 1, or negative from the end; found unless named",
    tag: "column of the tag, from 1, or negative from the end; found unless named",
    scheme: `${TAG_SCHEMES.join(", ")}; found unless named`,
    documents: `what becomes a document: ${DOCUMENT_UNITS.join(", ")}; auto takes -DOCSTART- lines where there are any, else sentences`,
    block: "sentences that make a document where nothing parts documents",
  },
  holds: new Set(["words"]),
  writer: { layout: "file", extension: ".conll", write: writeColumns },
};

/**
 * Columns of equal number in nearly all lines, one of them of tags; bare types where the name says so.
 * @param options.beginsPlain whether the first line of the file is among them, which then must be one of these lines:
 * texts in XML and CSV can be of such lines too
 */
function looksLikeColumns(
  lines: readonly string[],
  { extension, beginsPlain }: { readonly extension: string; readonly beginsPlain: boolean },
): boolean {
  const sample = lines.slice(0, 200);
  const layout = findLayout(sample);
  if (layout === undefined) return false;
  const rows = sample.map((line) => fieldsOf(line, layout.separator));
  const [first = []] = rows;
  const isTagged = first.length === layout.columns && looksLikeTag(first[layout.tag] as string);
  const isBare = layout.separator === "tab" || OWN.includes(extension);
  const isOdd = first.length !== layout.columns || /^[<{[]/.test(sample[0] ?? "") || !isBare;
  if (beginsPlain && !isTagged && isOdd) return false;
  const regular = rows.filter(({ length }) => length === layout.columns);
  if (regular.length < rows.length * 0.9) return false;
  // In a few lines of another format, a word such as O can be in the same place by chance.
  if (layout.tag !== layout.columns - 1 && rows.length < SEVERAL) return false;
  const tags = regular.map((fields) => fields[layout.tag] as string);
  const isSure = tags.some((tag) => tag === "O" || /^[BIESLUMW]-./.test(tag));
  if (tags.filter(looksLikeTag).length >= tags.length * 0.9)
    return isSure || layout.separator === "tab";
  const survey = createTagSurvey();
  for (const tag of tags) survey.add(tag, undefined);
  return OWN.includes(extension) && tags.includes("O") && survey.reading(undefined) !== undefined;
}

/** @throws CorpusError for a value that a setting does not have */
function parseSettings(settings: Readonly<Record<string, string>>): ConllOptions {
  const refuse = (name: string, choices: string): never => {
    throw new CorpusError(
      { source: "--read" },
      `${name} is ${JSON.stringify(settings[name])}`,
      `It can be ${choices}`,
    );
  };
  const whole = (name: string, { least }: { least: number }) => {
    const value = settings[name] === undefined ? undefined : Number(settings[name]);
    if (value === undefined || (Number.isInteger(value) && value >= least && value !== 0))
      return value;
    return refuse(
      name,
      least > 0 ? `a whole number from ${least}` : "a column from 1, or negative from the end",
    );
  };
  const { scheme, documents = "auto" } = settings;
  const unit = DOCUMENT_UNITS.find((known) => known === documents);
  const known = scheme === undefined || scheme === "auto" ? undefined : schemeNamed(scheme);
  if (scheme !== undefined && scheme !== "auto" && known === undefined)
    refuse("scheme", ["auto", ...TAG_SCHEMES].join(", "));
  return {
    token: whole("token", { least: -1000 }),
    tag: whole("tag", { least: -1000 }),
    block: whole("block", { least: 1 }),
    scheme: known,
    documents: unit ?? refuse("documents", DOCUMENT_UNITS.join(", ")),
  };
}
