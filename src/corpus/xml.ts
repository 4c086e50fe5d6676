/** XML files child by child of their root, and what must be escaped when XML is written. */

import { SaxesParser } from "saxes";
import { piecesOf } from "./decode.js";
import type { ReadContext, SourceFile } from "./format.js";

/** An element with everything inside of it. */
export interface XmlElement {
  /** As written, with its prefix if it has one. */
  readonly name: string;
  /** By name as written. Has no prototype. */
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: readonly XmlElement[];
  /** The text directly inside, CDATA sections included; ends of lines are LF, but `&#13;` is CR. */
  readonly text: string;
  /** From 1: where its opening tag ends. */
  readonly line: number;
}

/** A child of the root. */
export interface XmlChild {
  readonly root: Pick<XmlElement, "name" | "attributes">;
  readonly element: XmlElement;
}

/** An element that is being read. */
interface Open extends XmlElement {
  readonly children: XmlElement[];
  text: string;
}

/** Faults after which saxes goes on with what is written there. */
const HARMLESS = [
  "undefined entity.",
  "malformed character entity.",
  "disallowed character.",
  'the string "]]>" is disallowed',
  "documents may contain only one root.",
];

/** Elements nested deeper than this are not read. */
const MAX_DEPTH = 200;

/**
 * The children of the root one by one, so that only one is held: `document` in BioC, every annotation in UIMA's XMI.
 *
 * Entities are XML's own five and numbers. Document types are passed over: nothing is fetched, nothing expands.
 * What is not well-formed is a problem, never thrown: an entity that is not defined is kept as it is written, a child
 * whose tags are broken is lost, and reading goes on with the next. A child inside one of its own name shows that the
 * outer one was not closed.
 */
export async function* xmlChildren(
  file: SourceFile,
  context: Pick<ReadContext, "onProblem">,
): AsyncGenerator<XmlChild> {
  const parser = new SaxesParser();
  const done: XmlChild[] = [];
  let root: XmlChild["root"] | undefined;
  /** Elements open, the root among them, and at how many a child begins. */
  let depth = 0;
  let childDepth = 1;
  /** The child that is being read and the elements open in it; empty while a lost child goes on. */
  let open: Open[] = [];
  let child: Pick<XmlElement, "name" | "line"> | undefined;
  /** Where the last fault was that lost nothing, or no child: one of each is enough. */
  let keptIn: unknown;
  let lostOutside = false;

  const report = (message: string) => ({
    ...{ source: file.path, line: parser.line, code: "malformed" as const },
    message: child ? `in the element that begins on line ${child.line}, ${message}` : message,
  });
  const lose = (why: string) => {
    if (open.length > 0 || (child === undefined && !lostOutside))
      context.onProblem({ ...report(`${why}: it was left out`), lost: true });
    if (child === undefined) lostOutside = true;
    open = [];
  };
  const keep = () => {
    if (keptIn !== (child ?? file) && (child === undefined || open.length > 0))
      context.onProblem(report("something that XML does not allow is kept as it is written"));
    keptIn = child ?? file;
  };
  parser.on("error", ({ message }) => {
    if (HARMLESS.some((fault) => message.includes(fault))) keep();
    else lose("tags or text are malformed");
  });
  parser.on("opentag", ({ name, attributes }) => {
    if (depth > childDepth && name === child?.name) {
      lose("there is no end before the next begins");
      childDepth = depth;
    }
    const element = { name, attributes, children: [], text: "", line: parser.line };
    if (depth === 0) root = { name, attributes };
    else if (depth === childDepth) {
      child = element;
      open = [element];
    } else if (open.length >= MAX_DEPTH) lose(`elements are nested deeper than ${MAX_DEPTH}`);
    else if (open.length > 0) {
      open.at(-1)?.children.push(element);
      open.push(element);
    }
    depth++;
  });
  const addText = (text: string) => {
    const last = open.at(-1);
    if (last !== undefined) last.text += text;
  };
  parser.on("text", addText);
  parser.on("cdata", addText);
  parser.on("closetag", () => {
    const element = open.pop();
    depth--;
    if (depth > childDepth) return;
    if (depth === childDepth && element !== undefined)
      done.push({ root: root as XmlChild["root"], element });
    if (depth < childDepth) childDepth = Math.max(1, depth);
    child = undefined;
  });

  for await (const piece of piecesOf(file, context)) {
    parser.write(piece);
    yield* done.splice(0);
  }
  parser.close();
  yield* done.splice(0);
}

/** What XML 1.0 cannot say, not even by number; a lone surrogate among it. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
const FORBIDDEN = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]|\p{Surrogate}/gu;

/** Whether XML can hold all of `text`. @see https://www.w3.org/TR/xml/#charsets */
export function fitsXml(text: string): boolean {
  return text.search(FORBIDDEN) === -1;
}

/**
 * Text as the content of an element or the value of an attribute, read back the same by every XML parser.
 * What XML cannot hold becomes U+FFFD, one for one: ask {@link fitsXml} before, and say so.
 */
export function escapeXml(text: string): string {
  return text
    .replace(FORBIDDEN, "\ufffd")
    .replace(/[&<>"\r]/g, (character) => ESCAPES[character] as string);
}

/** As {@link escapeXml}, for the value of an attribute, where tabs and ends of lines would turn into spaces. */
export function escapeXmlAttribute(value: string): string {
  return escapeXml(value).replace(/[\t\n]/g, (character) => `&#${character.charCodeAt(0)};`);
}

const ESCAPES: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "\r": "&#13;",
};
