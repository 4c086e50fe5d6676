/**
 * Label Studio's JSON and JSON-MIN exports of tasks with one text, which count code points since version 1.5.
 *
 * What it writes needs a labeling configuration with `<Text name="text" value="$text"/>`, `<Labels name="label"
 * toName="text">` and a `<Label>` for each type.
 * @see https://labelstud.io/guide/task_format
 */

import type { Document } from "../document.js";
import type { Format, WriteContext } from "../format.js";
import { headRecords } from "./jsonHead.js";
import { type Fields, isFields, metaFor, readRecords, relationsFor } from "./jsonRecords.js";
import { type Choice, chooseAnnotation } from "./labelStudioChoice.js";
import { readTask } from "./labelStudioTask.js";
import { placeMentions } from "./offsetMentions.js";

/** The format `label-studio`. */
export const labelStudio: Format = {
  name: "label-studio",
  title: "Label Studio JSON",
  extensions: [".json", ".jsonl"],
  looksLike: (_file, head) => headRecords(head).some(looksLikeRecord),
  settings: {
    annotator:
      "whose annotations to read: the number or mail address that `completed_by` gives; the first if not given",
    text: "key of the text in `data`, if there are several",
  },
  async *read(files, context) {
    const leftOut = new Map<string, number>();
    const count = (what: string, n = 1) => {
      if (n > 0) leftOut.set(what, (leftOut.get(what) ?? 0) + n);
    };
    let previous: unknown;
    for await (const record of readRecords(files, context)) {
      const task = isFields(record.value) ? record.value : {};
      if (!isFields(task.data) && LISTS.some((key) => Array.isArray(task[key]))) {
        const message = "a task without data, which holds its text";
        record.tell({ at: "data", code: "missing-text", message, lost: true });
        continue;
      }
      const { annotator, text } = context.settings;
      const minimal = !isFields(task.data);
      if (minimal && task.id !== undefined && task.id === previous && annotator === undefined) {
        count("more annotations of a task");
        continue;
      }
      previous = minimal ? task.id : undefined;
      const choice: Choice = chooseAnnotation(task, { annotator, tell: record.tell });
      count("more annotations of a task", choice.others);
      count("annotations that were cancelled", choice.cancelled);
      if (choice.skipped) {
        count("tasks without an annotation that was asked for");
        continue;
      }
      if (choice.kind === "none") count("tasks that nobody annotated, read without mentions");
      const document = readTask(task, {
        ...record,
        choice,
        textKey: text,
        onNotice: context.onNotice,
      });
      if (document) yield document;
    }
    for (const [what, n] of leftOut) context.onNotice(`${what}: ${n}`);
  },
  holds: new Set([
    ...(["text", "overlaps", "mention ids", "types", "probabilities"] as const),
    ...(["relations", "meta"] as const),
  ]),
  writer: {
    layout: "file",
    extension: ".json",
    async *write(documents, context) {
      let separator = "[\n";
      for await (const document of documents) {
        yield { content: `${separator}${JSON.stringify(taskOf(document, context))}` };
        separator = ",\n";
      }
      yield { content: separator === "[\n" ? "[]\n" : "\n]\n" };
    },
  },
};

/** Lists of results of a task. */
const LISTS = ["annotations", "completions", "predictions"] as const;

function looksLikeRecord(record: ReadonlyMap<string, string>): boolean {
  const lists = LISTS.some((key) => record.get(key)?.startsWith("["));
  if (record.get("data")?.startsWith("{")) return lists;
  const values = [...record.values()].map((value) => value.replace(/\s/g, ""));
  return (
    record.has("annotation_id") ||
    values.some((value) => /^\[\{[^[\]]*"(labels|hypertextlabels)":\[/.test(value))
  );
}

/** Fields of `data` that are not other fields of the document. */
const KNOWN = ["text", "id"] as const;

function taskOf(document: Document, context: WriteContext): Fields {
  const { id, text } = document;
  const placed = placeMentions(document, { unit: "code points", onProblem: context.onProblem });
  const tag = { from_name: "label", to_name: "text", type: "labels" };
  const regions = placed.map(({ mention, start, end, quote, probability }) => ({
    ...{ id: mention.id, ...tag, value: { start, end, text: quote, labels: [mention.type] } },
    ...(probability === undefined ? {} : { score: probability }),
  }));
  const relations = relationsFor(document, context).map(
    ({ id: relationId, type, from, to, symmetric, numbered }) => ({
      ...{ type: "relation", from_id: from, to_id: to, labels: [type] },
      direction: symmetric ? "bi" : "right",
      ...(numbered ? {} : { id: relationId }),
    }),
  );
  const result = [...regions, ...relations];
  const scores = placed.flatMap(({ probability }) => probability ?? []);
  const predicted = placed.length > 0 && scores.length === placed.length;
  const score = scores.reduce((sum, each) => sum + each, 0) / scores.length;
  return {
    data: { id, text, ...metaFor(document, KNOWN, context) },
    ...(predicted
      ? { predictions: [{ model_version: "raretag", score, result }] }
      : { annotations: [{ result }] }),
  };
}
