/** A text with its mentions in colour, each with type and probability. */
import pc from "picocolors";
import { compareSpans } from "../core/index.js";
import type { Document, ScoredMention } from "../corpus/index.js";

const PLAIN = pc.createColors(false);
const NAMES = ["cyan", "green", "yellow", "magenta", "blue", "red"] as const;

/**
 * Writes `[text|Type .93]` for each mention. Of overlapping mentions the outer is shown in the text and the
 * others below it. Types keep their colour within a text.
 * @param ink `colour` is for a terminal, and plain if standard output is none
 */
export function colourMentions(
  { id, text, mentions }: Document & { readonly mentions: readonly ScoredMention[] },
  { ink = "colour" }: { ink?: "colour" | "plain" } = {},
): string {
  const pen = ink === "plain" ? PLAIN : pc;
  const types = [...new Set(mentions.map(({ type }) => type))].sort();
  const colour = (type: string) =>
    pen[NAMES[types.indexOf(type) % NAMES.length] as (typeof NAMES)[number]];
  const label = ({ type, probability }: ScoredMention) =>
    `${type} ${probability.toFixed(2).replace(/^0/, "")}`;
  const hidden: ScoredMention[] = [];
  let shown = "";
  let at = 0;
  for (const mention of [...mentions].sort(compareSpans)) {
    if (mention.start < at) {
      hidden.push(mention);
      continue;
    }
    const words = text.slice(mention.start, mention.end);
    shown +=
      text.slice(at, mention.start) +
      colour(mention.type)(`[${pen.bold(words)}|${label(mention)}]`);
    at = mention.end;
  }
  const below = hidden.map((mention) => {
    const words = text.slice(mention.start, mention.end);
    return `\n  inside: ${colour(mention.type)(`[${words}|${label(mention)}]`)}`;
  });
  return `${pen.dim(`== ${id}`)}\n${shown}${text.slice(at)}${below.join("")}\n`;
}
