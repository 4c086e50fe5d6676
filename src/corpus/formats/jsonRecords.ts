/** Records of JSON formats to documents and back: ids, other fields, relations. */

import { saidMissing } from "../annotationIds.js";
import type { Annotations, Document } from "../document.js";
import type { ReadContext, SourceFile, WriteContext } from "../format.js";
import { type JsonElement, jsonElements } from "../jsonStream.js";
import { said } from "../said.js";
import { type Tell, uniqueIds } from "./offsetMentions.js";

/** A JSON object. */
export type Fields = Readonly<Record<string, unknown>>;

/** Whether a value is an object, not an array. */
export function isFields(value: unknown): value is Fields {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** The object that a text is as JSON; undefined if it is none. */
export function parseFields(json: string): Fields | undefined {
  try {
    const value: unknown = JSON.parse(json);
    return isFields(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

/** A list, or none. */
export function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

/** A list of a record, empty if it is not there; what is there and is no list is told. */
export function readList(
  fields: Fields,
  key: string,
  { at = key, tell }: { readonly at?: string; readonly tell: Tell },
): readonly unknown[] {
  const value = fields[key] ?? [];
  if (!Array.isArray(value))
    tell({ at, code: "malformed", message: "this is no list", lost: true });
  return listOf(value);
}

/** The first of `keys` under which a record has a list, else the first under which it has something. */
export function keyOfList<K extends string>(fields: Fields, keys: readonly K[]): K | undefined {
  return (
    keys.find((key) => Array.isArray(fields[key])) ??
    keys.find((key) => fields[key] !== undefined && fields[key] !== null)
  );
}

/** A text or whole number as an id; undefined if it is none. */
export function idOf(value: unknown): string | undefined {
  if (typeof value === "string" && value !== "") return value;
  return typeof value === "number" && Number.isFinite(value) ? String(value) : undefined;
}

/** A record of a file, with what reports its problems and what it is called if it has no id. */
export interface ReadRecord extends JsonElement {
  readonly tell: Tell;
  readonly file: SourceFile;
  /** File and number, from 1. */
  readonly fallbackId: string;
}

/** Every value of the files. An empty file is no JSON, but may be JSON lines. */
export async function* readRecords(
  files: readonly SourceFile[],
  context: ReadContext,
  options?: Parameters<typeof jsonElements>[2],
): AsyncGenerator<ReadRecord> {
  for (const file of files) {
    let n = 0;
    for await (const element of jsonElements(file, context, options)) {
      const { at: outer, ...place } = element.place;
      yield {
        ...element,
        file,
        fallbackId: `${file.key}-${++n}`,
        tell: ({ at: inner, ...problem }) => {
          const at =
            outer !== undefined && inner !== undefined ? `${outer}.${inner}` : (inner ?? outer);
          context.onProblem({ ...place, ...(at === undefined ? {} : { at }), ...problem });
        },
      };
    }
    if (n === 0 && file.extension === ".json" && (await isEmpty(file)))
      context.onProblem({
        ...{ source: file.path, code: "malformed", lost: true },
        message: "the file is empty",
      });
  }
}

async function isEmpty(file: SourceFile): Promise<boolean> {
  for await (const chunk of file.stream()) if (chunk.length > 0) return false;
  return true;
}

/** What {@link Document} calls `meta`: fields that are not in `known`; nothing if there are none. */
export function metaOf(fields: Fields, known: readonly string[]): Pick<Document, "meta"> {
  const others = Object.entries(fields).filter(([key]) => !known.includes(key));
  return others.length > 0 ? { meta: Object.fromEntries(others) } : {};
}

/** Other fields of a document to be written beside those of the format; one called like those is a problem. */
export function metaFor(
  { id, meta = {} }: Document,
  known: readonly string[],
  { onProblem }: WriteContext,
): Fields {
  for (const key of known)
    if (Object.hasOwn(meta, key))
      onProblem({
        ...{ source: id, code: "does-not-fit", lost: true },
        message: `its other field ${said(key)} is called like one of the format`,
      });
  return metaOf(meta, known).meta ?? {};
}

/** A relation between two mentions. */
export interface BinaryRelation {
  readonly id?: string | undefined;
  readonly type: string;
  readonly from: string;
  readonly to: string;
  readonly symmetric?: boolean;
}

/** Roles of {@link BinaryRelation}s, as brat calls them. */
const ROLES = ["Arg1", "Arg2"] as const;

/** Relations of a record; one to a mention that is not there is a problem and left out. */
export function readRelations(
  given: readonly (BinaryRelation & { readonly at: string })[],
  {
    mentions,
    tell,
  }: { readonly mentions: readonly { readonly id: string }[]; readonly tell: Tell },
): Pick<Annotations, "relations"> {
  const ids = new Set(mentions.map(({ id }) => id));
  const uniqueId = uniqueIds(tell, ids);
  const relations = given.flatMap(({ at, id, type, from, to, symmetric }, i) => {
    const missing = [from, to].find((target) => !ids.has(target));
    if (missing !== undefined) {
      const message = `it refers to ${saidMissing(missing)}, which is no mention that was read`;
      tell({ at, code: "dangling-reference", message, lost: true });
      return [];
    }
    const [first, second] = ROLES;
    const parts = [
      { role: first, target: from },
      { role: second, target: to },
    ];
    const called = uniqueId(id ?? `R${i + 1}`, at);
    return [
      { id: called, type, arguments: parts, ...(symmetric ? { symmetric: true as const } : {}) },
    ];
  });
  return relations.length > 0 ? { relations } : {};
}

/** Relations to be written; one that is not between two mentions is a problem and left out. */
export function relationsFor(
  { id: source, mentions, relations = [] }: Document,
  { onProblem }: WriteContext,
): (BinaryRelation & { readonly id: string; readonly numbered: boolean })[] {
  const ids = new Set(mentions.map(({ id }) => id));
  const fitting = relations.filter((relation) => {
    const targets = relation.arguments.filter(({ target }) => ids.has(target));
    if (targets.length === 2 && relation.arguments.length === 2) return true;
    const message = `relation ${said(relation.id)} has ${relation.arguments.length} arguments, ${targets.length} of them mentions; there is room for two mentions`;
    onProblem({ source, code: "does-not-fit", message, lost: true });
    return false;
  });
  return fitting.map(({ id, type, arguments: parts, symmetric }, i) => {
    if (parts.some(({ role }, n) => role !== ROLES[n]))
      onProblem({
        ...{ source, code: "does-not-fit", lost: true },
        message: `roles of relation ${said(id)} are ${parts.map(({ role }) => said(role)).join(" and ")}; they become ${ROLES.join(" and ")}`,
      });
    const [from, to] = parts.map(({ target }) => target) as [string, string];
    return {
      ...{ id, type, from, to, numbered: id === `R${i + 1}` },
      ...(symmetric ? { symmetric } : {}),
    };
  });
}
