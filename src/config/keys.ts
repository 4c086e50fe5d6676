/** The keys of the configuration as dotted paths: which exist, what each takes, which is nearest to a typo. */
import { closest, distance } from "fastest-levenshtein";
import { z } from "zod";
import { configSchema } from "./schema.js";

function* leavesOf(schema: z.ZodObject, prefix: string): Generator<[string, z.ZodType]> {
  for (const [key, child] of Object.entries(schema.shape)) {
    const path = prefix + key;
    if (child instanceof z.ZodObject) yield* leavesOf(child, `${path}.`);
    else yield [path, child as z.ZodType];
  }
}

/** Schema of every key that holds a value, by its path, in the order of the schema. */
export const LEAVES: ReadonlyMap<string, z.ZodType> = new Map(leavesOf(configSchema, ""));

/** The value of a configuration, or of a part of it, at a path. */
export function valueAt(config: object, path: string): unknown {
  return path
    .split(".")
    .reduce<unknown>((node, key) => (node as Record<string, unknown>)[key], config);
}

const parent = (path: string) => path.slice(0, Math.max(0, path.lastIndexOf(".")));
const last = (path: string) => path.slice(path.lastIndexOf(".") + 1);
const PATHS = new Set([...LEAVES.keys()].flatMap((path) => [path, parent(path)]).filter(Boolean));

/** Keys directly inside a section; empty if `path` is no section. */
export function keysIn(section: string): string[] {
  return [...PATHS].filter((path) => parent(path) === section).map(last);
}

const plain = (text: string) => text.toLowerCase().replace(/[-_]/g, "");
const initials = (name: string) => plain(name.replace(/(?<!^)[a-z]/g, ""));
const unlike = (a: string, b: string) => distance(a, b) / Math.max(a.length, b.length);

/**
 * The key or section that a mistyped path most likely meant: by edit distance of the whole path, or of its last name
 * where it stands in the wrong section (`epochs` for `training.epochs`) or is shortened to initials (`lr`).
 */
export function nearestKey(path: string): string {
  const wanted = plain(path);
  const name = plain(last(path));
  const cost = (key: string) => {
    const byName = initials(last(key)) === name ? 0 : unlike(name, plain(last(key)));
    return Math.min(unlike(wanted, plain(key)), byName + 0.1);
  };
  return [...PATHS].reduce((best, key) => (cost(key) < cost(best) ? key : best));
}

/** The allowed word nearest to a mistyped one; undefined if the key takes no fixed words. */
export function nearestWord(path: string, word: string): string | undefined {
  const words = z.toJSONSchema(LEAVES.get(path) as z.ZodType).enum as string[] | undefined;
  return words && closest(word, words);
}

function bounds(schema: z.core.JSONSchema.JSONSchema): string[] {
  const { minimum, maximum, exclusiveMinimum, exclusiveMaximum } = schema;
  const out: string[] = [];
  if (minimum !== undefined) out.push(`>= ${minimum}`);
  if (exclusiveMinimum !== undefined) out.push(`> ${exclusiveMinimum}`);
  if (maximum !== undefined && maximum < Number.MAX_SAFE_INTEGER) out.push(`<= ${maximum}`);
  if (exclusiveMaximum !== undefined) out.push(`< ${exclusiveMaximum}`);
  return out;
}

function sentence(schema: z.core.JSONSchema.JSONSchema): string {
  if (schema.anyOf)
    return schema.anyOf.map((part) => sentence(part as typeof schema)).join(", or ");
  if (schema.enum) return `one of ${schema.enum.join(", ")}`;
  if (schema.const !== undefined) return String(schema.const);
  if (schema.type === "boolean") return "true or false";
  if (schema.type === "null") return "null";
  if (schema.type === "string") return schema.title ?? "a text";
  const kind = schema.type === "integer" ? "a whole number" : "a number";
  return [kind, bounds(schema).join(" and ")].join(" ").trim();
}

/** What a key takes, in words: `a number > 0 and <= 10`. */
export function allowed(path: string): string {
  return sentence(z.toJSONSchema(LEAVES.get(path) as z.ZodType));
}
