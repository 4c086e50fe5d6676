/** Documents that belong together, so that no split parts them: of one patient, or nearly the same text. */

import { byId, type Document } from "./document.js";
import { CorpusError } from "./error.js";
import { nearDuplicates } from "./nearDuplicates.js";

/** Where the group of a document stands: in its id or in a field of its `meta`. */
export interface GroupSource {
  /** A regular expression with one group in parentheses, which finds the name in the id. */
  readonly group?: string | undefined;
  /** A field, as `patient` or `patient.id`. */
  readonly groupField?: string | undefined;
  /** Whether near duplicates belong together; `keep` unless named. */
  readonly nearDuplicates?: "keep" | "ignore" | undefined;
}

/** Documents by group. */
export interface Grouping {
  /** For each document the id of the first document of its group. */
  readonly groups: ReadonlyMap<string, string>;
  /** Documents without the name of a group, where one was asked for; each is by itself but for near duplicates. */
  readonly unnamed: readonly string[];
  /** Documents with a near duplicate. */
  readonly alike: number;
}

/**
 * Puts documents together that have the same name of a group, or are near duplicates, also through others.
 * @throws CorpusError if the pattern is none with one group, both sources are named, or no document has a name
 */
export function groupDocuments(documents: readonly Document[], source: GroupSource = {}): Grouping {
  const sorted = [...documents].sort(byId);
  const sets = disjointSets(sorted.map(({ id }) => id));
  const nameOf = namer(source);
  const unnamed: string[] = [];
  const firstOf = new Map<string, string>();
  for (const document of nameOf ? sorted : []) {
    const name = nameOf?.(document);
    if (name === undefined) unnamed.push(document.id);
    else if (firstOf.has(name)) sets.join(firstOf.get(name) as string, document.id);
    else firstOf.set(name, document.id);
  }
  if (nameOf && unnamed.length === documents.length) throw nothingNamed(documents, source);
  const alike = new Set<string>();
  if (source.nearDuplicates !== "ignore")
    for (const { a, b } of nearDuplicates(sorted)) {
      sets.join(a, b);
      alike.add(a).add(b);
    }
  return {
    groups: new Map(sorted.map(({ id }) => [id, sets.firstOf(id)])),
    ...{ unnamed, alike: alike.size },
  };
}

type Namer = (document: Document) => string | undefined;

function namer({ group, groupField }: GroupSource): Namer | undefined {
  if (group !== undefined && groupField !== undefined)
    throw new CorpusError(
      {},
      "groups are named by a pattern and by a field",
      "Choose one of --group and --group-field",
    );
  if (group !== undefined) return byPattern(group);
  return groupField === undefined ? undefined : ({ meta }) => fieldOf(meta, groupField);
}

function byPattern(group: string): Namer {
  const pattern = compile(group);
  const named = compile(`${group}|`)?.exec("")?.length;
  if (pattern === undefined || named !== 2)
    throw new CorpusError(
      { source: "--group" },
      pattern === undefined
        ? `${JSON.stringify(group)} is not a regular expression`
        : `${JSON.stringify(group)} has ${(named ?? 1) - 1} groups in parentheses but must have 1`,
      'Put the part of the id that names the patient into parentheses, as in "^(P[0-9]+)"',
    );
  return ({ id }) => pattern.exec(id)?.[1];
}

function compile(source: string): RegExp | undefined {
  try {
    return new RegExp(source, "u");
  } catch {
    return undefined;
  }
}

/** The value of a field, or along a path of fields; only text, numbers and truth values name a group. */
function fieldOf(value: unknown, path: string): string | undefined {
  if (typeof value !== "object" || value === null) return undefined;
  const fields = value as Readonly<Record<string, unknown>>;
  if (Object.hasOwn(fields, path)) {
    const found = fields[path];
    return ["string", "number", "boolean"].includes(typeof found) ? String(found) : undefined;
  }
  const [first = "", ...rest] = path.split(".");
  if (rest.length === 0 || !Object.hasOwn(fields, first)) return undefined;
  return fieldOf(fields[first], rest.join("."));
}

function nothingNamed(documents: readonly Document[], { group, groupField }: GroupSource) {
  const fields = [...new Set(documents.flatMap(({ meta }) => Object.keys(meta ?? {})))].sort();
  return group === undefined
    ? new CorpusError(
        { source: "--group-field" },
        `none of ${documents.length} documents has a field ${groupField} that names a group`,
        fields.length > 0
          ? `Choose one of ${fields.join(", ")}, or a field inside of one, as A.B`
          : "The documents of this format have no further fields: use --group",
      )
    : new CorpusError(
        { source: "--group" },
        `${JSON.stringify(group)} matches none of ${documents.length} ids, such as ${documents[0]?.id}`,
        "Write a regular expression that matches the ids of your documents",
      );
}

/** Sets that can be joined; each is known by the first of its members. */
function disjointSets(members: readonly string[]) {
  const index = new Map(members.map((member, i) => [member, i]));
  const parent = members.map((_, i) => i);
  const root = (member: string) => {
    let i = index.get(member) as number;
    while (parent[i] !== i) {
      parent[i] = parent[parent[i] as number] as number;
      i = parent[i] as number;
    }
    return i;
  };
  return {
    join(a: string, b: string) {
      const [x, y] = [root(a), root(b)];
      parent[Math.max(x, y)] = Math.min(x, y);
    },
    firstOf: (member: string) => members[root(member)] as string,
  };
}
