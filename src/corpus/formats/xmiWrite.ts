/** A document as UIMA CAS XMI, in the way of INCEpTION. */

import type { Document } from "../document.js";
import type { WriteContext } from "../format.js";
import { type Annotated, toUima } from "./uimaWrite.js";
import { type DeclaredType, META_TYPE, METADATA, TOKEN } from "./xmiTypes.js";

/** The text is the first structure. */
const SOFA = 1;

/**
 * The content of a file, and the types in it.
 * It is XML 1.0, or 1.1 where the text has control characters, which 1.0 cannot say; U+0000, U+FFFE and U+FFFF, which
 * neither can, become U+FFFD and are a problem.
 */
export function writeXmi(
  document: Document,
  context: WriteContext,
): { readonly content: string; readonly types: readonly DeclaredType[] } {
  const { id, text, words = [], meta } = document;
  const { annotations, arcs } = toUima(document, context);
  const structures: {
    readonly type: string;
    readonly values: Readonly<Record<string, string | number>>;
  }[] = [];
  /** Adds a structure and gives its id. */
  const add = (type: string, values: Readonly<Record<string, string | number>>) =>
    structures.push({ type, values }) + SOFA;
  const whole = { begin: 0, end: text.length };
  const title = { documentTitle: id, documentId: id, isLastSegment: "false" };
  add(METADATA, { ...whole, language: "x-unspecified", ...title });
  for (const { start, end } of words) add(TOKEN, { begin: start, end });
  const ids = new Map<Annotated, number>();
  for (const annotation of annotations) {
    const { layer, features, mention } = annotation;
    const { start, end } = mention;
    ids.set(annotation, add(layer, { begin: start, end, ...Object.fromEntries(features) }));
  }
  for (const { layer, features, source, target } of arcs) {
    const { start, end } = target.mention; // DKPro: a relation stands where its target stands
    const ends = { Governor: Number(ids.get(source)), Dependent: Number(ids.get(target)) };
    add(layer, { begin: start, end, ...ends, ...Object.fromEntries(features) });
  }
  if (meta) add(META_TYPE, { ...whole, json: JSON.stringify(meta) });

  const names = namesFor(structures.map(({ type }) => type));
  const lines = structures.map(({ type, values }, i) =>
    element(names.of(type), { "xmi:id": i + SOFA + 1, sofa: SOFA, ...values }),
  );
  const sofa = { sofaNum: 1, sofaID: "_InitialView", mimeType: "text", sofaString: text };
  const members = structures.map((_, i) => i + SOFA + 1).join(" ");
  const body = [
    element("cas:NULL", { "xmi:id": 0 }),
    ...lines,
    element("cas:Sofa", { "xmi:id": SOFA, ...sofa }),
    element("cas:View", { sofa: SOFA, members }),
  ].join("\n");
  if (
    UNSAYABLE.test([text, ...structures.map(({ values }) => Object.values(values).join())].join())
  )
    context.onProblem({
      ...{ source: id, code: "changed" },
      message: "characters that XML cannot hold (U+0000, U+FFFE, U+FFFF) are written as U+FFFD",
    });
  const version = CONTROLS.test(body) ? "1.1" : "1.0";
  return {
    content: `<?xml version="${version}" encoding="UTF-8"?>\n<xmi:XMI xmlns:xmi="http://www.omg.org/XMI" xmlns:cas="http:///uima/cas.ecore"${names.declarations} xmi:version="2.0">\n${body}\n</xmi:XMI>\n`,
    types: structures
      .filter(({ type }) => type !== METADATA && type !== TOKEN)
      .map(({ type, values }) => ({
        name: type,
        features: Object.keys(values).filter((name) => name !== "begin" && name !== "end"),
      })),
  };
}

/** Names of elements: a prefix for each package, which is the last part of its name. */
function namesFor(types: readonly string[]) {
  const packages = new Map<string, string>();
  for (const type of types) {
    const name = type.slice(0, Math.max(0, type.lastIndexOf(".")));
    if (packages.has(name)) continue;
    const stem = name.slice(name.lastIndexOf(".") + 1) || "noNamespace";
    const taken = new Set(["xmi", "cas", "xml", "xmlns", ...packages.values()]);
    let prefix = stem;
    for (let n = 2; taken.has(prefix); n++) prefix = `${stem}${n}`;
    packages.set(name, prefix);
  }
  return {
    declarations: [...packages]
      .map(([name, prefix]) => {
        const path = (name || "uima.noNamespace").replaceAll(".", "/");
        return ` xmlns:${prefix}="http:///${path}.ecore"`;
      })
      .join(""),
    of: (type: string) => {
      const dot = type.lastIndexOf(".");
      return `${packages.get(type.slice(0, Math.max(0, dot)))}:${type.slice(dot + 1)}`;
    },
  };
}

const element = (name: string, attributes: Readonly<Record<string, string | number>>) =>
  `    <${name}${Object.entries(attributes)
    .map(([key, value]) => ` ${key}="${escapeValue(String(value))}"`)
    .join("")}/>`;

/** Control characters as {@link escapeValue} has them, of which XML 1.0 does not even know the numbers. */
const CONTROLS = /&#(?:[1-8]|1[124-9]|2\d|3[01]);/;
const UNSAYABLE = /[\0\ufffe\uffff]|\p{Surrogate}/u;

/** The value of an attribute in XML 1.0 and 1.1: what would be taken for the end of a line or a space is a number. */
function escapeValue(value: string): string {
  return value.replace(/[\0\ufffe\uffff]|\p{Surrogate}/gu, "\ufffd").replace(
    // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is escaped
    /[&<>"\u0001-\u001f\u007f-\u009f\u2028]/g,
    (character) => ESCAPES[character] ?? `&#${character.charCodeAt(0)};`,
  );
}

const ESCAPES: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
};
