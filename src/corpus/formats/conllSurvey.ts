/** A first look at a whole column file: how its tags are to be read, and what it has of sentences and documents. */

import type { Line } from "../decode.js";
import type { Layout } from "./conllLayout.js";
import { createRowReader, type Row } from "./conllRows.js";
import { createTagSurvey, type TagSurvey } from "./tags.js";

/** What there is in a file. */
export interface Survey {
  readonly tags: TagSurvey;
  readonly tokens: number;
  readonly sentences: number;
  /** Whether anything marks documents. */
  readonly delimited: boolean;
  /** Documents by their marks, with what precedes the first. */
  readonly parted: number;
  /** Whether those that have an id have one of their own. */
  readonly documentIds: "unique" | "repeated";
  readonly sentenceIds: "unique" | "repeated";
  readonly comments: number;
}

/** Reads all lines; keeps numbers, tags and ids only. */
export async function surveyOf(lines: AsyncIterable<Line>, layout: Layout): Promise<Survey> {
  const tags = createTagSurvey();
  const count = { tokens: 0, sentences: 0, comments: 0, marks: 0, unmarked: 0 };
  const documents = createIdCheck();
  const sentences = createIdCheck();
  let previous: string | undefined; // tag of the token before in the sentence
  const look = (row: Row) => {
    if (row.kind === "token") {
      if (previous === undefined) count.sentences++;
      if (count.marks === 0) count.unmarked = 1;
      count.tokens++;
      tags.add(row.tag, previous);
      previous = row.tag;
    } else if (row.kind === "blank" || row.kind === "document") previous = undefined;
    if (row.kind === "document") {
      count.marks++;
      documents.add(row.id);
    } else if (row.kind === "id") sentences.add(row.id);
    else if (row.kind === "comment") count.comments++;
  };
  const reader = createRowReader({ layout, tags: tags.distinct });
  for await (const line of lines) reader.read(line).forEach(look);
  reader.end().forEach(look);
  const { tokens, comments } = count;
  return {
    ...{ tags, tokens, sentences: count.sentences, comments },
    ...{ delimited: count.marks > 0, parted: count.marks + count.unmarked },
    ...{ documentIds: documents.result(), sentenceIds: sentences.result() },
  };
}

function createIdCheck() {
  const known = new Set<string>();
  let repeated = false;
  return {
    add(id: string | undefined): void {
      if (id === undefined) return;
      if (known.has(id)) repeated = true;
      known.add(id);
    },
    result: () => (repeated ? "repeated" : "unique") as "unique" | "repeated",
  };
}
