/** Markup as a value: what is put into a template is escaped, unless it is markup itself. */

/** Markup that is safe to put into a page. */
export interface Html {
  readonly markup: string;
}

/** What a template takes; nothing is made of `undefined` and `false`. */
export type Child = Html | string | number | undefined | false | readonly Child[];

/**
 * Markup with its holes filled; text in them is escaped for elements and for attributes in double quotes.
 * ```ts
 * html`<td title="${type}">${type}</td>`
 * ```
 */
export function html(strings: TemplateStringsArray, ...children: readonly Child[]): Html {
  return { markup: String.raw({ raw: strings }, ...children.map(toMarkup)) };
}

/** Markup from elsewhere, taken as it is. */
export function trusted(markup: string): Html {
  return { markup };
}

/**
 * Text as a page can show it. HTML has no place for control characters, which become their pictures
 * (U+2400 to U+2421), nor for lone surrogates and what is no character at all, which become U+FFFD.
 */
export function printable(text: string): string {
  return text.replace(/[\p{Cc}\p{Cs}\p{Noncharacter_Code_Point}]/gu, (character) => {
    const code = character.codePointAt(0) as number;
    if (code < 0x20) return String.fromCodePoint(0x2400 + code);
    return code === 0x7f ? "\u2421" : "\ufffd";
  });
}

function toMarkup(child: Child): string {
  if (child === undefined || child === false) return "";
  if (typeof child === "number") return String(child);
  if (typeof child === "string") return escapeText(child);
  return "markup" in child ? child.markup : child.map(toMarkup).join("");
}

const ENTITIES: Readonly<Record<string, string>> = {
  ...{ "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;" },
};

function escapeText(text: string): string {
  return printable(text).replace(/[&<>"']/g, (character) => ENTITIES[character] as string);
}
