/** Documents as PubAnnotation imports them: one JSON file each. */

import type { Document } from "../document.js";
import type { WriteContext } from "../format.js";
import { said } from "../said.js";
import { countCodePoints } from "./codePointSpans.js";
import { idOf, metaFor } from "./jsonRecords.js";

/** Fields that are read; all others are kept in `meta`. */
export const KNOWN: readonly string[] = [
  ...["text", "sourceid", "tracks"],
  ...["denotations", "relations", "attributes", "modifications"],
];

/**
 * One document. Spans of a discontinuous mention are a bag. Where offsets in other units would differ, as TextAE's do,
 * mentions have their text beside them, which PubAnnotation passes over.
 */
export function formatPubAnnotation(document: Document, context: WriteContext): string {
  const { id, text, meta = {}, attributes = [] } = document;
  const { sourceid, divid, ...rest } = meta;
  const divided = `${idOf(sourceid)}-${idOf(divid)}` === id;
  const quoted = /[\ud800-\udfff]|\r\n/.test(text);
  const denotations = countCodePoints(document, context).map(({ mention, spans, quote }) => {
    const bag = spans.map(({ start, end }) => ({ begin: start, end }));
    return {
      ...{ id: mention.id, span: bag.length === 1 ? bag[0] : bag, obj: mention.type },
      ...(quoted ? { text: quote } : {}),
    };
  });
  const ids = new Set(denotations.map((denotation) => denotation.id));
  const relations = relationsOf(document, ids, context);
  for (const relation of relations) ids.add(relation.id);
  const kept = attributes.filter(({ target }) => ids.has(target));
  const source = { sourceid: divided ? sourceid : id, ...(divided ? { divid } : {}) };
  const others = metaFor({ ...document, meta: divided ? rest : meta }, KNOWN, context);
  return `${JSON.stringify({
    ...others,
    ...{ ...source, text, denotations },
    ...(relations.length > 0 ? { relations } : {}),
    ...(kept.length > 0
      ? {
          attributes: kept.map(({ id: own, name, target, value }) => ({
            ...{ id: own, subj: target, pred: name, obj: value ?? true },
          })),
        }
      : {}),
  })}\n`;
}

/**
 * Relations have a subject and an object. What two roles cannot say, such as other roles than brat's, stands beside
 * them, in a field that PubAnnotation passes over.
 */
function relationsOf(
  { id: source, relations = [] }: Document,
  mentions: ReadonlySet<string>,
  { onProblem }: WriteContext,
) {
  const ids = new Set([...mentions, ...relations.map(({ id }) => id)]);
  return relations.flatMap(({ id, type, symmetric, arguments: parts }) => {
    const [first, second] = parts;
    if (
      first === undefined ||
      second === undefined ||
      parts.some(({ target }) => !ids.has(target))
    ) {
      const message = `relation ${said(id)} has ${parts.length} arguments, of which two at least must be mentions or relations`;
      onProblem({ source, code: "does-not-fit", message, lost: true });
      return [];
    }
    const plain = parts.length === 2 && first.role === "Arg1" && second.role === "Arg2";
    return [
      {
        ...{ id, subj: first.target, pred: type, obj: second.target },
        ...(plain ? {} : { arguments: parts }),
        ...(symmetric ? { symmetric } : {}),
      },
    ];
  });
}
