/** What no reader may give, whatever its files hold. */

import { type Document, spansOf } from "../../src/corpus/document.js";

/** Whether annotations refer to ids that the document does not have; readers must tell those. */
export function hasDangling({ mentions, triggers = [], ...others }: Document): boolean {
  const { attributes = [], relations = [], events = [], normalizations = [], notes = [] } = others;
  const ids = new Set([...mentions, ...triggers, ...relations, ...events].map(({ id }) => id));
  const targets = [
    ...[...attributes, ...normalizations, ...notes].map(({ target }) => target),
    ...[...relations, ...events].flatMap((entry) => entry.arguments.map(({ target }) => target)),
    ...events.map(({ trigger }) => trigger),
  ];
  return targets.some((target) => target !== undefined && !ids.has(target));
}

/** What is wrong with a document, in words that do not depend on it. */
export function faultsOf({
  id,
  text,
  mentions,
  triggers = [],
  words = [],
  ...others
}: Document): string[] {
  const faults: string[] = [];
  const fits = ({ start, end }: { start: number; end: number }) =>
    Number.isInteger(start) && 0 <= start && start < end && end <= text.length;
  if (typeof id !== "string" || id === "") faults.push("a document without id");
  if (typeof text !== "string") faults.push("a document without text");
  for (const mention of [...mentions, ...triggers]) {
    const spans = spansOf(mention);
    if (!spans.every(fits)) faults.push("a mention outside of the text, or empty");
    if (spans.some(({ start }, i) => start <= (spans[i - 1]?.end ?? -1)))
      faults.push("fragments that are not sorted, or touch");
    if (spans[0]?.start !== mention.start || spans.at(-1)?.end !== mention.end)
      faults.push("a hull that is none");
    if (mention.fragments?.length === 1) faults.push("one fragment");
    if (typeof mention.type !== "string" || mention.type === "")
      faults.push("a mention without type");
    if (typeof mention.id !== "string" || mention.id === "") faults.push("a mention without id");
    const { probability = 0 } = mention as { probability?: unknown };
    if (!(typeof probability === "number" && probability >= 0 && probability <= 1))
      faults.push("a probability that is none");
  }
  if (!words.every(fits) || words.some(({ start }, i) => start < (words[i - 1]?.end ?? 0)))
    faults.push("words outside of the text, empty, overlapping or not sorted");
  const { attributes = [], relations = [], events = [], normalizations = [], notes = [] } = others;
  const lists = [mentions, triggers, attributes, relations, events, normalizations, notes];
  const ids = lists.flatMap((list) => list.map((entry) => entry.id));
  if (new Set(ids).size < ids.length) faults.push("an id given twice");
  return faults;
}
