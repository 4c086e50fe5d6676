/** What is finer than a feature: what each format cannot tell, or must be spared, and why. */

import fc from "fast-check";
import type { Document } from "../../src/corpus/document.js";
import type { ContractOptions } from "./contract.js";

/** Attributes and normalizations as formats have them that write them with what they are of: in its order, numbered. */
function byTarget(document: Document): Document {
  const { mentions, relations = [], events = [], attributes, normalizations } = document;
  const targets = [...mentions, ...relations, ...events].map(({ id }) => id);
  const arranged = <T extends { readonly id: string; readonly target: string }>(
    list: readonly T[],
    prefix: string,
  ) =>
    [...list]
      .sort((a, b) => targets.indexOf(a.target) - targets.indexOf(b.target))
      .map((each, i) => ({ ...each, id: `${prefix}${i + 1}` }));
  return {
    ...document,
    ...(attributes ? { attributes: arranged(attributes, "A") } : {}),
    ...(normalizations ? { normalizations: arranged(normalizations, "N") } : {}),
  };
}

/** What UIMA takes for the name of a feature. */
const IDENTIFIERS = fc.constantFrom("Negated", "Severity", "causes", "dose_of");

/** Relations by the mentions that they join, and attributes by name, as the rows and columns of WebAnno TSV have them. */
function byRowAndColumn(document: Document): Document {
  const { mentions, relations, attributes } = document;
  const places = new Map(mentions.map(({ id }, i) => [id, i]));
  const ends = ({ arguments: parts }: { arguments: readonly { target: string }[] }) =>
    parts.reduce((sum, { target }) => sum * 1000 + (places.get(target) ?? 0), 0);
  const sorted = [...(relations ?? [])].sort((a, b) => ends(a) - ends(b));
  const names = new Map(sorted.map(({ id }, i) => [id, `R${i + 1}`]));
  return byTarget({
    ...document,
    ...(relations ? { relations: sorted.map((each, i) => ({ ...each, id: `R${i + 1}` })) } : {}),
    ...(attributes
      ? {
          attributes: attributes
            .map((each) => ({ ...each, target: names.get(each.target) ?? each.target }))
            .sort((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0)),
        }
      : {}),
  });
}

/** By name of the format; a format that is not here takes anything that its features allow. */
export const LIMITS: Readonly<Record<string, ContractOptions>> = {
  "bioc-json": { ends: "anywhere", adapt: byTarget },
  "bioc-xml": { ends: "anywhere", adapt: byTarget, characters: "xml 1.0" },
  pubannotation: { ends: "anywhere" },
  // A title and an abstract: one end of a line, no more.
  pubtator: { adapt: (document) => oneLineEnd(withoutBars(byTarget(document))) },
  "label-studio": { ends: "anywhere" },
  conll: { adapt: withoutDelimiters },
  webanno: { names: IDENTIFIERS, adapt: byRowAndColumn },
  xmi: {
    ...{ names: IDENTIFIERS, characters: "xml 1.1", ends: "anywhere" },
    adapt: byTarget,
  },
};

/** Ends of lines after the first are spaces. */
function oneLineEnd(document: Document): Document {
  const [title = "", ...rest] = document.text.split("\n");
  return { ...document, text: [title, ...(rest.length > 0 ? [rest.join(" ")] : [])].join("\n") };
}

/** Names of normalizations, if a mention has several, without bars. */
function withoutBars(document: Document): Document {
  const { normalizations } = document;
  if (normalizations === undefined) return document;
  const several = (target: string) =>
    normalizations.filter((other) => other.target === target).length > 1;
  return {
    ...document,
    normalizations: normalizations.map((each) =>
      several(each.target) ? { ...each, text: each.text.replaceAll("|", " ") } : each,
    ),
  };
}

/** No token is the word that parts documents. */
function withoutDelimiters(document: Document): Document {
  return { ...document, text: document.text.replace(/(?<!\S)-DOCSTART-/g, "_DOCSTART_") };
}
