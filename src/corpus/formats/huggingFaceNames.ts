/** Names of numbered tags: from a setting, or from the files that Hugging Face keeps beside the data. */

import { textOf } from "../decode.js";
import type { ReadContext, SourceFile } from "../format.js";
import { isFields } from "./jsonRecords.js";

/** Files that can hold names, in the order in which they are asked. */
const SOURCES = [
  ...[
    "dataset_info.json",
    "dataset_infos.json",
    "features.json",
    "labels.json",
    "label_names.json",
  ],
  ...["label2id.json", "id2label.json", "config.json", "README.md"],
  ...["labels.txt", "label.txt", "label_list.txt", "classes.txt"],
];

/** The names, and the files that hold no documents. */
export async function findNames(
  files: readonly SourceFile[],
  { labels, context }: { readonly labels: string | undefined; readonly context: ReadContext },
): Promise<{ names: readonly string[] | undefined; sources: ReadonlySet<SourceFile> }> {
  const rank = ({ path }: SourceFile) => SOURCES.indexOf(path.split(/[\\/]/).at(-1) ?? "");
  const sources = files.filter((file) => rank(file) >= 0).sort((a, b) => rank(a) - rank(b));
  const set = new Set(sources);
  if (labels !== undefined)
    return { names: labels.split(",").map((name) => name.trim()), sources: set };
  for (const file of sources) {
    const names = await namesIn(await textOf(file, context), file.extension);
    if (names === undefined) continue;
    context.onNotice(`tags that are numbers have the names in ${file.path}`);
    return { names, sources: set };
  }
  return { names: undefined, sources: set };
}

/** Names that a text lists; undefined if it lists none. */
export async function namesIn(
  text: string,
  extension: string,
): Promise<readonly string[] | undefined> {
  const content = text.replace(/^\ufeff/, "");
  if (extension === ".txt") {
    const lines = content.split(/\r\n?|\n/).map((line) => line.trim());
    return lines.filter((line) => line !== "");
  }
  try {
    if (extension === ".md") {
      const front = /^---\r?\n([\s\S]*?)\r?\n---/.exec(content)?.[1];
      if (front === undefined) return undefined;
      const { parse } = await import("yaml"); // when it is needed, for a quick start
      return search(parse(front));
    }
    return search(JSON.parse(content));
  } catch {
    return undefined; // some other file of that name
  }
}

/**
 * Looks for names that are tags, at any depth: `names` of a class label, `id2label`, or a list of texts. Those with a
 * prefix of a scheme come first, then those of a feature that is called like named entities.
 */
function search(value: unknown): readonly string[] | undefined {
  const rank = ({ path, names }: { readonly path: string; readonly names: readonly string[] }) =>
    (names.some((name) => PREFIXED.test(name)) ? 2 : 0) + (/ner|entit/i.test(path) ? 1 : 0);
  return [...candidates(value, "")].sort((a, b) => rank(b) - rank(a))[0]?.names;
}

const PREFIXED = /^[BIESLU]-/;

function* candidates(value: unknown, path: string): Generator<{ path: string; names: string[] }> {
  const names = listed(value);
  if (names?.includes("O") || names?.some((name) => PREFIXED.test(name))) yield { path, names };
  else if (isFields(value) || Array.isArray(value))
    for (const [key, child] of Object.entries(value)) {
      const name = isFields(value) && typeof value.name === "string" ? `.${value.name}` : "";
      yield* candidates(child, `${path}${name}.${key}`);
    }
}

/** `["O", "B-X"]`, `{"0": "O", "1": "B-X"}` or `{"O": 0, "B-X": 1}`. */
function listed(value: unknown): string[] | undefined {
  if (Array.isArray(value)) return value.length > 0 && value.every(isText) ? value : undefined;
  if (!isFields(value)) return undefined;
  const entries = Object.entries(value);
  if (entries.length === 0) return undefined;
  const numbered = entries.map(([key, child]): [unknown, unknown] =>
    typeof child === "number" ? [child, key] : [Number(key), child],
  );
  const names: string[] = [];
  for (const [number, name] of numbered) {
    if (!Number.isSafeInteger(number) || !isText(name)) return undefined;
    names[number as number] = name;
  }
  return names.length === entries.length ? names : undefined;
}

const isText = (value: unknown): value is string => typeof value === "string";
