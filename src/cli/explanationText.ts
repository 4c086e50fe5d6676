/** An explanation for people: the words in colour, the strongest of them in a table, and what both decoders say. */
import pc from "picocolors";
import type { Span } from "../core/index.js";
import type { Document } from "../corpus/index.js";
import type {
  Attribution,
  Decision,
  ExplainedWord,
  Explanation,
  TypeShare,
} from "../explain/index.js";

/** Words, and neighbours of a word, that are listed. */
const LISTED = 10;
/** Characters of the longest bar. */
const BAR = 20;
/** Words with less than this share of the strongest attribution are not coloured. */
const FAINT = 0.1;

/**
 * Draws an explanation. The mention stands in brackets; what speaks for the type is green, what speaks against it
 * magenta, and in the table one has a plus and the other a minus. Without a terminal there is no colour.
 */
export function explanationText(explanation: Explanation, { id, text }: Document): string {
  const { start, end, type, against, probability, decoder, decisions } = explanation;
  const rival = against === null ? "by itself" : `against ${against}`;
  return [
    pc.dim(`== ${id} ${start}-${end}`),
    `${pc.bold(type)} ${rival}: probability ${share(probability)} by ${decoder}`,
    "",
    passage(explanation, text),
    "",
    ...table(explanation, text),
    ...decisions.flatMap((decision) => decisionLines(decision, text)),
    "",
  ].join("\n");
}

/** An explanation with the text of each of its words, and of the mention. */
export function withText(explanation: Explanation, text: string) {
  const quote = <T extends Span>(span: T) => ({ ...span, text: text.slice(span.start, span.end) });
  return {
    ...quote(explanation),
    context: explanation.context.map((word) => ({
      ...quote(word),
      pieces: word.pieces.map(quote),
    })),
    decisions: explanation.decisions.map(quote),
  };
}

function passage({ context }: Explanation, text: string): string {
  const strongest = strengthOf(context);
  let shown = "";
  let at = context[0]?.start ?? 0;
  for (const [i, word] of context.entries()) {
    const start = Math.max(at, word.start); // two words may share a character that normalisation splits
    const opens = word.inMention && !context[i - 1]?.inMention;
    const closes = word.inMention && !context[i + 1]?.inMention;
    const words = inked(word, text.slice(start, word.end), strongest);
    shown += text.slice(at, start) + (opens ? "[" : "") + words + (closes ? "]" : "");
    at = word.end;
  }
  return shown;
}

function inked({ attribution }: Attribution, words: string, strongest: number): string {
  if (Math.abs(attribution) < FAINT * strongest) return words;
  const ink = attribution > 0 ? pc.green : pc.magenta;
  return Math.abs(attribution) > strongest / 2 ? ink(pc.bold(words)) : ink(words);
}

const strengthOf = (words: readonly Attribution[]) =>
  Math.max(...words.map(({ attribution }) => Math.abs(attribution)));

function table({ context, completeness }: Explanation, text: string): string[] {
  const { value, baselineValue, gap, steps, baseline } = completeness;
  const strongest = strengthOf(context);
  const sorted = context.toSorted((a, b) => Math.abs(b.attribution) - Math.abs(a.attribution));
  const listed = sorted.slice(0, LISTED);
  const others = sorted.slice(LISTED);
  const rest = others.reduce((sum, { attribution }) => sum + attribution, 0);
  const words = listed.map(({ start, end }) => oneLine(text.slice(start, end)));
  const width = Math.max(10, ...words.map((word) => word.length));
  const row = (word: ExplainedWord, i: number) => {
    const bar = "#".repeat(Math.max(1, Math.round((BAR * Math.abs(word.attribution)) / strongest)));
    const mark = word.inMention ? "*" : " ";
    const place = `${word.start}-${word.end}`;
    const ink = word.attribution > 0 ? pc.green : pc.magenta;
    return `${mark} ${(words[i] as string).padEnd(width)} ${place.padStart(13)} ${signed(word.attribution).padStart(8)}  ${ink(bar)}`;
  };
  return [
    pc.dim(`  ${"word".padEnd(width)} ${"place".padStart(13)} ${"logits".padStart(8)}`),
    ...listed.map(row),
    ...(others.length > 0
      ? [
          `  ${`${others.length} others`.padEnd(width)} ${"".padStart(13)} ${signed(rest).padStart(8)}`,
        ]
      : []),
    pc.dim(
      `  from ${baselineValue.toFixed(2)} with every word blank (${baseline}) to ${value.toFixed(2)}; ${steps} steps, gap ${gap.toFixed(3)}; * words of the mention`,
    ),
  ];
}

function decisionLines({ start, end, shares, neighbours }: Decision, text: string): string[] {
  const list = (found: readonly TypeShare[]) =>
    found
      .slice(0, 3)
      .map(({ type, share: p }) => `${type} ${share(p)}`)
      .join(", ");
  return [
    "",
    `${oneLine(text.slice(start, end))} ${pc.dim(`${start}-${end}`)}`,
    `  argmax: ${list(shares.argmax)}`,
    `  knn:    ${list(shares.knn)}`,
    pc.dim(`  nearest training tokens, of ${neighbours.length}`),
    ...neighbours
      .slice(0, LISTED)
      .map(
        ({ documentId, start, end, className, distance }) =>
          `    ${className.padEnd(24)} ${distance.toFixed(3).padStart(8)}  ${documentId} ${start}-${end}`,
      ),
  ];
}

const share = (value: number) => value.toFixed(2).replace(/^0/, "");
const signed = (value: number) => `${value < 0 ? "-" : "+"}${Math.abs(value).toFixed(3)}`;
const oneLine = (words: string) => words.replace(/\s+/g, " ");
