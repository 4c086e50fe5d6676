/** Generated documents for the formats of UIMA, WebAnno TSV and XMI. */

import fc from "fast-check";
import type { Document } from "../../src/corpus/document.js";

/** What moves offsets, or means something in one of the formats. */
const character = fc.constantFrom(
  ...[
    "a",
    "b",
    " ",
    "  ",
    "\n",
    "\n\n",
    "\r\n",
    "\r",
    "\t",
    "e\u0301",
    "🩺",
    "\ufeff",
    "\u2028",
    "\u0085",
  ],
  ...["\u200b", "\\", "\\n", "_", "*", "[1]", "|", "#Text=", "\u0001", "\v", "\f", "."],
);
/** Documents with any spans of any text, and attributes and relations of mentions. */
export const annotatedDocuments = fc
  .record({
    text: fc.array(character, { maxLength: 25 }).map((parts) => parts.join("")),
    places: fc.array(
      fc.tuple(
        fc.nat(60),
        fc.nat(60),
        fc.constantFrom("Sign", "a b", "a|b;[2]->*_\\", "\r\n\t", "*", "_", "true"),
      ),
      { maxLength: 6 },
    ),
    cuts: fc.option(fc.uniqueArray(fc.nat(60), { maxLength: 12 }), { nil: undefined }),
    links: fc.array(fc.tuple(fc.nat(5), fc.nat(5)), { maxLength: 3 }),
    values: fc.array(
      fc.tuple(
        fc.nat(5),
        fc.constantFrom("negated", "dose"),
        fc.option(fc.constantFrom("x|y", "*", ""), { nil: undefined }),
      ),
      { maxLength: 4 },
    ),
  })
  .map(({ text, places, cuts, links, values }): Document => {
    const bounds = [0];
    for (const point of text) bounds.push((bounds.at(-1) as number) + point.length);
    const bound = (n: number) => bounds[n % bounds.length] as number;
    const mentions = places.flatMap(([a, b, type]) => {
      const [start, end] = [bound(a), bound(b)].sort((x, y) => x - y) as [number, number];
      return start < end ? [{ start, end, type }] : [];
    });
    const ends = [...new Set((cuts ?? []).map(bound))].sort((a, b) => a - b);
    const words = ends.flatMap((end, i) =>
      i % 3 === 0 || end === 0 ? [] : [{ start: ends[i - 1] ?? 0, end }],
    );
    const target = (n: number) => `T${(n % mentions.length) + 1}`;
    const relations =
      mentions.length === 0
        ? []
        : links.map(([a, b]) => ({
            type: "part|of",
            arguments: [
              { role: "Arg1", target: target(a) },
              { role: "Arg2", target: target(b) },
            ],
          }));
    const seen = new Set<string>();
    const attributes = (mentions.length === 0 ? [] : values)
      .map(([n, name, value]) => ({
        name,
        target: target(n),
        ...(value === undefined ? {} : { value }),
      }))
      .filter(({ name, target }) => !seen.has(name + target) && seen.add(name + target));
    return {
      id: "a/1",
      text,
      mentions: mentions.map((mention, i) => ({ id: `T${i + 1}`, ...mention })),
      ...(words.length > 0 ? { words } : {}),
      ...(relations.length > 0
        ? { relations: relations.map((r, i) => ({ id: `R${i + 1}`, ...r })) }
        : {}),
      ...(attributes.length > 0
        ? { attributes: attributes.map((a, i) => ({ id: `A${i + 1}`, ...a })) }
        : {}),
      ...(text.length % 2 === 0 ? { meta: { note: text, n: 1 } } : {}),
    };
  });
/** A document without the order and the ids of attributes and relations, which UIMA does not have. */
export const unordered = ({ attributes = [], relations = [], ...document }: Document) => ({
  ...document,
  attributes: attributes
    .map(({ id: _, ...rest }) => JSON.stringify(rest, Object.keys(rest).sort()))
    .sort(),
  relations: relations.map(({ id: _, ...rest }) => JSON.stringify(rest)).sort(),
});
