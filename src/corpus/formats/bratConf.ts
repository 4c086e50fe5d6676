/** The `annotation.conf` that brat needs to open a folder: what types there are, and what they may join. */

import type { Document } from "../document.js";
import { toWord } from "./bratWrite.js";

/** Collects the types of documents as they pass by. */
export interface AnnotationConf {
  add(document: Document): void;
  /** The content of the file. */
  text(): string;
}

/**
 * Names that brat takes in its configuration; it shows other types too, but offers them to nobody.
 * Many characters have a meaning there, and others it replaces by `_`.
 */
const LISTED = /^[\w-]*\w[\w-]*$/;
const VALUE = /^[^\s,|:?*+]+$/;

/**
 * A configuration of these types and those of the documents.
 * @see https://brat.nlplab.org/configuration.html
 */
export function annotationConf(types: Iterable<string> = []): AnnotationConf {
  const entities = new Set(types);
  const relations = new Map<string, string>();
  const events = new Map<string, Set<string>>();
  const attributes = new Map<string, Set<string>>();
  return {
    add(document) {
      for (const { type } of document.mentions) entities.add(type);
      for (const { type, arguments: parts, symmetric } of document.relations ?? []) {
        if (relations.has(type)) continue;
        const [first = "Arg1", second = "Arg2"] = parts.map(({ role }) => role);
        const distinct = LISTED.test(first) && LISTED.test(second) && first !== second;
        const roles = distinct ? [first, second] : ["Arg1", "Arg2"];
        const both = roles.map((role) => `${role}:<ANY>`).join(", ");
        relations.set(type, symmetric ? `${both}, <REL-TYPE>:symmetric-transitive` : both);
      }
      for (const { type, arguments: parts } of document.events ?? [])
        for (const { role } of [{ role: "" }, ...parts]) put(events, type, withoutNumber(role));
      for (const { name, value = "" } of document.attributes ?? []) put(attributes, name, value);
    },
    text: () =>
      [
        "[entities]",
        // A type in two sections would be that of the last for brat.
        ...sorted(
          Array.from(entities).filter((type) => !events.has(type)),
          () => "",
        ),
        "[relations]",
        "<OVERLAP>\tArg1:<ENTITY>, Arg2:<ENTITY>, <OVL-TYPE>:<ANY>",
        ...sorted(relations.keys(), (type) => `\t${relations.get(type)}`),
        "[events]",
        ...sorted(events.keys(), (type) => rolesOf(events.get(type))),
        "[attributes]",
        ...sorted(attributes.keys(), (name) => `\tArg:<ANY>${valuesOf(attributes.get(name))}`),
        "",
      ].join("\n"),
  };
}

function put(map: Map<string, Set<string>>, key: string, value: string): void {
  const values = map.get(key) ?? new Set();
  map.set(key, values.add(value));
}

/** brat numbers the roles that an event has more than once: `Theme`, `Theme2`. */
const withoutNumber = (role: string) => role.replace(/(?<=.)\d+$/, "");

/** Lines of the names that brat takes, in order. */
function sorted(names: Iterable<string>, rest: (name: string) => string): string[] {
  const lines = Array.from(names, (name) => toWord(name) + rest(name)).filter((line) =>
    LISTED.test(line.split("\t", 1)[0] as string),
  );
  return [...new Set(lines)].sort();
}

function rolesOf(roles: ReadonlySet<string> = new Set()): string {
  const listed = [...roles].filter((role) => LISTED.test(role)).sort();
  return listed.length === 0 ? "" : `\t${listed.map((role) => `${role}*:<ANY>`).join(", ")}`;
}

function valuesOf(values: ReadonlySet<string> = new Set()): string {
  const listed = [...values].filter((value) => VALUE.test(value)).sort();
  return listed.length === 0 ? "" : `, Value:${listed.join("|")}`;
}
