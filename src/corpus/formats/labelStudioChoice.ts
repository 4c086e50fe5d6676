/** Which of a Label Studio task's annotations is read. */

import { type Fields, idOf, isFields, listOf, readList } from "./jsonRecords.js";
import type { Tell } from "./offsetMentions.js";

/** The chosen results of a task. */
export interface Choice {
  readonly kind: "annotation" | "prediction" | "none";
  readonly results: readonly unknown[];
  /** Where they stand in the task. */
  readonly at: string;
  /** Annotations that were not chosen, and those that annotators cancelled. */
  readonly others: number;
  readonly cancelled: number;
  /** Whether the task is to be left out: every annotation was cancelled, or none is by the annotator asked for. */
  readonly skipped: boolean;
}

/** The first annotation that was not cancelled, or that of `annotator`; the first prediction where nobody annotated. */
export function chooseAnnotation(
  task: Fields,
  { annotator, tell }: { readonly annotator: string | undefined; readonly tell: Tell },
): Choice {
  if (!isFields(task.data)) return chooseMinimal(task, annotator);
  const lose = (at: string, message: string) =>
    tell({ at, code: "malformed", message, lost: true });
  const entriesOf = (key: string) =>
    readList(task, key, { tell }).flatMap((fields, i) => {
      const at = `${key}[${i}]`;
      if (isFields(fields)) return [{ at, fields }];
      lose(at, "this is no object");
      return [];
    });
  const choose = (
    kind: "annotation" | "prediction",
    { at, fields }: { readonly at: string; readonly fields: Fields },
  ) => {
    if (!Array.isArray(fields.result)) lose(`${at}.result`, "there is no list of results");
    return { kind, results: listOf(fields.result), at: `${at}.result` };
  };
  const key = Array.isArray(task.completions) ? "completions" : "annotations"; // before version 1
  const all = entriesOf(key);
  const finished = all.filter(({ fields }) => fields.was_cancelled !== true);
  const ofAnnotator = finished.filter(
    ({ fields }) => annotator === undefined || isBy(fields.completed_by, annotator),
  );
  const counts = {
    cancelled: all.length - finished.length,
    others: Math.max(0, finished.length - Math.min(1, ofAnnotator.length)),
  };
  const [chosen] = ofAnnotator;
  if (chosen !== undefined) return { ...choose("annotation", chosen), ...counts, skipped: false };
  const [prediction] = all.length === 0 && annotator === undefined ? entriesOf("predictions") : [];
  if (prediction !== undefined)
    return { ...choose("prediction", prediction), ...counts, skipped: false };
  const skipped = all.length > 0 || annotator !== undefined;
  return { kind: "none", results: [], at: key, ...counts, skipped };
}

/** JSON-MIN has a list of regions under the name of each tag, and a record for each annotation. */
function chooseMinimal(task: Fields, annotator: string | undefined): Choice {
  const results = Object.entries(task).flatMap(([name, value]) =>
    listOf(value).some(hasPlace)
      ? listOf(value).map((region) => ({ type: "labels", from_name: name, value: region }))
      : [],
  );
  const skipped = annotator !== undefined && !isBy(task.annotator, annotator);
  return { kind: "annotation", results, at: "", others: 0, cancelled: 0, skipped };
}

const hasPlace = (region: unknown) =>
  isFields(region) && ("start" in region || "end" in region || "labels" in region);

/** `completed_by` is a number, a mail address, or an object with both. */
function isBy(author: unknown, annotator: string): boolean {
  const names = isFields(author) ? [author.id, author.email] : [author];
  return names.some((name) => {
    const id = idOf(name);
    return id === annotator || id?.split(/[\s,]+/).includes(annotator) === true;
  });
}
