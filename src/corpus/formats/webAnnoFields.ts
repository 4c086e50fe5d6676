/** What stands between the tabs of WebAnno TSV: escapes, stacks of values, and the numbers behind them. */

/** Comments of ours, which INCEpTION passes over: tokens that are no words of the document, and its other fields. */
export const COMMENTS = { fillers: "#raretag.fillers=", meta: "#raretag.meta=" } as const;

/** Control characters with a letter of their own; others follow their backslash as they are, but VT stays bare. */
const LETTERS: Readonly<Record<string, string>> = {
  "\t": "t",
  "\n": "n",
  "\f": "f",
  "\r": "r",
  "\b": "b",
};
const CONTROLS: Readonly<Record<string, string>> = Object.fromEntries(
  Object.entries(LETTERS).map(([character, letter]) => [letter, character]),
);

/** A line of text as `#Text=` has it since version 3.2. */
export function escapeText(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is escaped
  return text.replace(/[\u0000-\u000a\u000c-\u001f\\]/g, (found) => `\\${LETTERS[found] ?? found}`);
}

/** Undoes {@link escapeText}; before version 3.2 texts have the escapes of Java. */
export function unescapeText(text: string, { minor }: { readonly minor: number }): string {
  if (minor < 2)
    return text.replace(
      /\\(?:u+([0-9a-fA-F]{4})|([0-3]?[0-7]{1,2})|([\s\S]?))/g,
      (_, hex?: string, octal?: string, other = "") =>
        hex !== undefined
          ? String.fromCharCode(Number.parseInt(hex, 16))
          : octal !== undefined
            ? String.fromCharCode(Number.parseInt(octal, 8))
            : (CONTROLS[other] ?? other),
    );
  return text.replace(
    // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is escaped
    /\\([\u0000-\u0007\u000e-\u001ftnfrb\\])/g,
    (_, found: string) => CONTROLS[found] ?? found,
  );
}

/** A value as a column has it. CR is not among WebAnno's escapes, but would end the line. */
export function escapeValue(value: string): string {
  return value.replace(/->|[\\[\]|_;*\t\n\r]/g, (found) => `\\${LETTERS[found] ?? found}`);
}

/** Undoes {@link escapeValue}. */
export function unescapeValue(value: string): string {
  return value.replace(/\\(->|[\\[\]|_;*tnr])/g, (_, found: string) => CONTROLS[found] ?? found);
}

/** Cuts at every `separator` that has no backslash before it. */
export function splitEscaped(field: string, separator: "|" | ";"): string[] {
  const parts = [""];
  for (const [token] of field.matchAll(/\\[\s\S]|[\s\S]/g))
    if (token === separator) parts.push("");
    else parts[parts.length - 1] += token;
  return parts;
}

/** `PER[3]` is `PER` and 3: the number tells annotations of several tokens, or on one token, apart. */
export function splitNumber(part: string): { readonly value: string; readonly number?: number } {
  const match = /^((?:\\[\s\S]|[^\\])*?)\[(\d{1,9})\]$/.exec(part);
  return match ? { value: match[1] as string, number: Number(match[2]) } : { value: part };
}

/** The value, or undefined for `*` (an annotation without a value) and `_` (none). */
export const readValue = (raw: string): string | undefined =>
  raw === "*" || raw === "_" ? undefined : unescapeValue(raw);

/** A column of a file. */
export type Column =
  | { readonly kind: "feature"; readonly name: string }
  /** The annotation as such, where its layer has no features. */
  | { readonly kind: "placeholder" }
  /** Roles of links, and in the next column their targets. */
  | { readonly kind: "roles"; readonly name: string }
  | { readonly kind: "targets"; readonly name: string; readonly layer: string }
  /** Where a relation comes from, and the layer that it joins. */
  | { readonly kind: "source"; readonly layer: string };

/** A layer as the header declares it; its columns stand next to each other. */
export interface DeclaredLayer {
  readonly kind: "span" | "relation" | "chain";
  readonly name: string;
  readonly columns: readonly Column[];
}

const KINDS = { SP: "span", RL: "relation", CH: "chain" } as const;

/** A line of the header; undefined if it declares no layer. */
export function parseLayer(line: string): DeclaredLayer | undefined {
  const [, letters, rest = ""] = /^#T_(SP|RL|CH)=(.*)$/.exec(line) ?? [];
  if (letters === undefined) return undefined;
  const kind = KINDS[letters as keyof typeof KINDS];
  const [name = "", ...declared] = rest.split("|");
  let slot = "";
  const columns = declared
    .filter((column) => column !== "")
    .map((column): Column => {
      if (kind === "relation" && column.startsWith("BT_"))
        return { kind: "source", layer: column.slice(3) };
      const role = /^ROLE_[^:]*:(.+?)_(?:[\w$]+\.)*[\w$]*$/.exec(column);
      if (kind === "span" && role) {
        slot = role[1] as string;
        return { kind: "roles", name: slot };
      }
      if (kind === "span" && column.includes("."))
        return { kind: "targets", name: slot, layer: column };
      return { kind: "feature", name: column };
    });
  return { kind, name, columns: columns.length > 0 ? columns : [{ kind: "placeholder" }] };
}
