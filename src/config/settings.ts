/** Settings as written by people, in a YAML file or as `path=value`, each with the place where it stands. */
import { isAlias, isMap, isScalar, LineCounter, type Node, parseDocument } from "yaml";
import type { Location } from "../core/index.js";
import { ConfigError } from "./error.js";

/** One value for one dotted path; a later setting of the same path wins. */
export interface Setting {
  readonly path: string;
  readonly value: unknown;
  readonly place: Location;
}

/**
 * Reads the settings of a YAML file.
 * @param file `source` is its name for messages
 * @throws ConfigError if the file is no YAML or no mapping
 */
export function settingsOfFile(file: {
  readonly source: string;
  readonly text: string;
}): Setting[] {
  const lines = new LineCounter();
  const document = parseDocument(file.text, { lineCounter: lines, prettyErrors: false });
  const placeOf = (offset: number): Location => ({
    source: file.source,
    line: lines.linePos(offset).line,
  });
  const broken = document.errors[0];
  if (broken)
    throw new ConfigError(
      placeOf(broken.pos[0]),
      `the YAML cannot be read: ${broken.message.split(";")[0]}`,
      "Correct this line or the one above it",
    );

  const settings: Setting[] = [];
  const walk = (node: Node | null, path: string, offset: number): void => {
    if (isMap<Node, Node | null>(node))
      for (const { key, value } of node.items) {
        const name = isScalar(key) ? String(key.value) : "?";
        walk(value, path === "" ? name : `${path}.${name}`, key.range?.[0] ?? offset);
      }
    else {
      const value = isAlias(node) ? `*${node.source}` : (node?.toJS(document) ?? null);
      if (path !== "" || value !== null) settings.push({ path, value, place: placeOf(offset) });
    }
  };
  walk(document.contents, "", 0);

  const first = settings[0];
  if (first?.path === "")
    throw new ConfigError(
      first.place,
      `the configuration is ${show(first.value)} but must be a mapping`,
      "Write `key: value` lines",
    );
  return settings;
}

/**
 * The value that a text on the command line means: a YAML scalar (number, true, null, text).
 * Anything else stays the text itself.
 */
export function scalarOf(text: string): unknown {
  const { contents, errors } = parseDocument(text);
  return errors.length === 0 && isScalar(contents) ? contents.value : text;
}

/**
 * Reads an override of the command line.
 * @param override `path=value`, e.g. `optimizer.learningRate=1e-4`
 * @throws ConfigError if there is no `=`
 */
export function settingOfOverride(override: string): Setting {
  const equals = override.indexOf("=");
  if (equals < 1)
    throw new ConfigError(
      { source: "--set" },
      `${show(override)} is not of the form path=value`,
      "Write for example --set training.epochs=5",
    );
  return {
    path: override.slice(0, equals).trim(),
    value: scalarOf(override.slice(equals + 1)),
    place: { source: "--set" },
  };
}

/** A value as it stands in a message. */
export function show(value: unknown): string {
  return typeof value === "number" ? String(value) : JSON.stringify(value);
}
