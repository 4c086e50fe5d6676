/** A text with its mentions in colour, each with type and probability. */
import pc from "picocolors";
import { compareSpans } from "../core/index.js";
import type { Document, ScoredMention } from "../corpus/index.js";

const COLOURS = [pc.cyan, pc.green, pc.yellow, pc.magenta, pc.blue, pc.red];

/**
 * Writes `[text|Type .93]` for each mention. Of overlapping mentions the outer is shown in the text and the
 * others below it. Types keep their colour within a text.
 */
export function colourMentions({
  id,
  text,
  mentions,
}: Document & { readonly mentions: readonly ScoredMention[] }): string {
  const types = [...new Set(mentions.map(({ type }) => type))].sort();
  const colour = (type: string) =>
    COLOURS[types.indexOf(type) % COLOURS.length] as (t: string) => string;
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
      text.slice(at, mention.start) + colour(mention.type)(`[${pc.bold(words)}|${label(mention)}]`);
    at = mention.end;
  }
  const below = hidden.map((mention) => {
    const words = text.slice(mention.start, mention.end);
    return `\n  inside: ${colour(mention.type)(`[${words}|${label(mention)}]`)}`;
  });
  return `${pc.dim(`== ${id}`)}\n${shown}${text.slice(at)}${below.join("")}\n`;
}
