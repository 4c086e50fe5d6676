/** Predictions beside the gold: documents paired by id, mentions in the same text, words counted. */

import { type Document, formatNamed } from "../../../corpus/index.js";
import { countDocuments, type ScoredDocument } from "../../../evaluation/index.js";
import { ExperimentError } from "../../error.js";
import type { SystemCounts } from "../analysis/scores.js";
import { firstDifference, relocate } from "./relocate.js";
import { wordClasses, wordsOf } from "./wordClasses.js";

/** Documents with mentions, of people or of a tool. */
export interface AnnotatedSet {
  /** For messages and tables. */
  readonly name: string;
  /** Format of its files. */
  readonly format: string;
  /** Sorted by id. */
  readonly documents: readonly Document[];
}

/** Ids that a message names. */
const NAMED = 8;

/**
 * Counts what each set of predictions has in common with the gold.
 * @throws ExperimentError if documents are missing or have another text
 */
export function scoreSets(gold: AnnotatedSet, sets: readonly AnnotatedSet[]): SystemCounts[] {
  const documents = gold.documents.map(({ id }) => id);
  const predicted = sets.map((set) => pairWith(gold, set));
  const types = [...new Set([gold.documents, ...predicted].flat().flatMap(typesIn))].sort();
  const words = gold.documents.map(wordsOf);
  return predicted.map((ofSet) => {
    const scored = gold.documents.map((document, d): ScoredDocument => {
      const prediction = ofSet[d] as Document;
      const options = { words: words[d] ?? [], types };
      const classes = {
        gold: wordClasses(document, options),
        predicted: wordClasses(prediction, options),
      };
      return {
        ...{ document: document.id, gold: document.mentions, predicted: prediction.mentions },
        // Without a tokenizer a word is one piece.
        ...{ words: classes, pieces: classes },
      };
    });
    return {
      ...{ documents, repeats: documents.map(() => 1) },
      counts: countDocuments(scored, types),
    };
  });
}

function typesIn({ mentions }: Document): string[] {
  return mentions.map(({ type }) => type);
}

/** The documents of the gold with the mentions of a set. */
function pairWith(gold: AnnotatedSet, set: AnnotatedSet): Document[] {
  const byId = new Map(set.documents.map((document) => [document.id, document]));
  const missing = gold.documents.filter(({ id }) => !byId.has(id));
  const known = new Set(gold.documents.map(({ id }) => id));
  const unknown = set.documents.filter(({ id }) => !known.has(id));
  const problems = [
    ...(missing.length > 0 ? [`it lacks ${named(missing)} of the gold`] : []),
    ...(unknown.length > 0 ? [`it has ${named(unknown)} that the gold has not`] : []),
  ];
  if (problems.length > 0)
    throw new ExperimentError(
      { source: set.name },
      `${set.documents.length} documents do not pair with ${gold.documents.length}: ${problems.join(", and ")}`,
      "Give predictions of the documents of the gold, under the same ids",
    );
  const strict = [gold, set].every(({ format }) => formatNamed(format)?.holds.has("text"));
  return gold.documents.map((document) => {
    const prediction = byId.get(document.id) as Document;
    const texts = { from: prediction.text, to: document.text };
    const mentions =
      texts.from === texts.to
        ? prediction.mentions
        : strict
          ? undefined
          : relocate(prediction.mentions, texts);
    if (mentions) return { ...document, mentions };
    const at = firstDifference(texts.from, texts.to, { visible: !strict });
    throw new ExperimentError(
      { source: set.name },
      `the text of document ${JSON.stringify(document.id)} has ${texts.from.length} characters and that of the gold ${texts.to.length}; ${strict ? "" : "white space aside, "}they differ from character ${at} of the gold on`,
      "Predict the texts of the gold as they are",
    );
  });
}

function named(documents: readonly Document[]): string {
  const ids = documents.slice(0, NAMED).map(({ id }) => JSON.stringify(id));
  const more = documents.length - ids.length;
  return `${documents.length} (${ids.join(", ")}${more > 0 ? ` and ${more} more` : ""})`;
}
