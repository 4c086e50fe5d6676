/** One XMI file to documents: one for each view with a text. */

import type { Span } from "../../core/index.js";
import type { Document, Problem } from "../document.js";
import type { ReadContext, SourceFile } from "../format.js";
import { said } from "../said.js";
import { type XmlElement, xmlChildren } from "../xml.js";
import { parseFields } from "./jsonRecords.js";
import { soundWords } from "./soundWords.js";
import { isMentionLayer, layerLeftAside, saidLayer } from "./uima.js";
import { type Annotation, type Arc, fromUima } from "./uimaRead.js";
import { META_TYPE, TOKEN } from "./xmiTypes.js";

type Tell = (problem: Omit<Problem, "source">) => void;

/** A feature structure: an annotation if it has a place in a text, else a link, a list or the like. */
interface Structure {
  readonly id: string;
  readonly type: string;
  readonly sofa: string;
  /** The features that are an annotation's place, and `sofa`, are not among them. */
  readonly features: ReadonlyMap<string, string>;
  readonly begin: number;
  readonly end: number;
  readonly line: number;
}

/** A text that annotations are about. */
interface Sofa {
  readonly id: string;
  readonly name: string;
  readonly text: string | undefined;
}

/** What is kept of a file. */
interface Content {
  readonly structures: readonly Structure[];
  readonly byId: ReadonlyMap<string, Structure>;
  readonly sofas: readonly Sofa[];
  /** Ids of what is indexed, by the id of the text; texts without a list have everything. */
  readonly members: ReadonlyMap<string, ReadonlySet<string>>;
}

/** Reads a file; undefined if it holds no XMI. What cannot be read is a problem. */
export async function* readXmi(file: SourceFile, context: ReadContext): AsyncGenerator<Document> {
  const tell: Tell = (problem) => context.onProblem({ source: file.path, ...problem });
  const content = await contentOf(file, { ...context, tell });
  if (content === undefined) return;
  const { settings } = context;
  const withText = content.sofas.filter(({ text }) => text !== undefined);
  const annotated = content.structures.filter(
    ({ type, sofa, begin }) =>
      (sofa !== "" || !Number.isNaN(begin)) && isMentionLayer(type, settings),
  );
  const lost = annotated.filter(({ sofa }) => !withText.some(({ id }) => id === sofa)).length;
  if (lost > 0 || withText.length === 0)
    tell({
      ...{ code: "missing-text", lost: true },
      message: `${lost} annotations are about none of the ${withText.length} texts in the file`,
    });
  for (const [i, sofa] of withText.entries()) {
    const id = i === 0 ? file.key : `${file.key}.${sofa.name}`;
    yield documentOf({ ...sofa, text: sofa.text as string }, { ...context, content, id, tell });
  }
}

async function contentOf(
  file: SourceFile,
  { tell, ...context }: ReadContext & { readonly tell: Tell },
): Promise<Content | undefined> {
  const structures: Structure[] = [];
  const byId = new Map<string, Structure>();
  const sofas: Sofa[] = [];
  const members = new Map<string, Set<string>>();
  let types: ((name: string) => string) | undefined;
  for await (const { root, element } of xmlChildren(file, context)) {
    if (types === undefined) {
      if (lastPart(root.name) === "typeSystemDescription") return undefined;
      if (lastPart(root.name) !== "XMI") {
        tell({
          code: "malformed",
          message: `the root is ${said(root.name)} and not xmi:XMI`,
          lost: true,
        });
        return undefined;
      }
      types = typesOf(root.attributes);
    }
    const type = types(element.name);
    const { attributes, line } = element;
    if (type === "uima.cas.Sofa")
      sofas.push({
        id: attributes["xmi:id"] ?? "",
        name: attributes.sofaID ?? "",
        text: attributes.sofaString,
      });
    else if (type === "uima.cas.View")
      members.set(attributes.sofa ?? "", new Set((attributes.members ?? "").split(" ")));
    else if (type !== "uima.cas.NULL") {
      const structure = structureOf(element, type);
      structures.push(structure);
      if (structure.id === "")
        tell({ line, code: "missing-id", message: `a ${saidLayer(type)} has no xmi:id` });
      else if (byId.has(structure.id))
        tell({
          ...{ line, code: "duplicate-id" },
          message: `xmi:id ${said(structure.id)} was given before, and references mean the first`,
        });
      else byId.set(structure.id, structure);
    }
  }
  return { structures, byId, sofas, members };
}

const lastPart = (name: string) => name.slice(name.indexOf(":") + 1);

/** Full names of types from those of elements: `xmlns:type4="http:///a/b.ecore"` makes `type4:C` into `a.b.C`. */
function typesOf(attributes: Readonly<Record<string, string>>): (name: string) => string {
  const packages = new Map<string, string>();
  for (const [name, uri] of Object.entries(attributes)) {
    const path = /^http:\/\/\/(.*)\.ecore$/.exec(uri)?.[1];
    if (name.startsWith("xmlns:") && path !== undefined)
      packages.set(name.slice("xmlns:".length), path.replaceAll("/", "."));
  }
  return (name) => {
    const colon = name.indexOf(":");
    const prefix = name.slice(0, Math.max(0, colon));
    const found = packages.get(prefix) ?? prefix;
    return found === "" || found === "uima.noNamespace"
      ? lastPart(name)
      : `${found}.${lastPart(name)}`;
  };
}

/** Features are attributes; those of several values may be child elements. */
function structureOf({ attributes, children, line }: XmlElement, type: string): Structure {
  const { "xmi:id": id = "", sofa = "", begin, end, ...others } = attributes;
  const features = new Map(Object.entries(others));
  for (const { name, text } of children) {
    const before = features.get(name);
    features.set(name, before === undefined ? text : `${before} ${text}`);
  }
  return { id, type, sofa, features, begin: offsetOf(begin), end: offsetOf(end), line };
}

/** NaN for what is no offset. */
const offsetOf = (value: string | undefined) =>
  value !== undefined && /^\d{1,10}$/.test(value) ? Number(value) : Number.NaN;

function documentOf(
  { id: sofa, text }: { readonly id: string; readonly text: string },
  {
    content,
    id,
    settings,
    onNotice,
    tell,
  }: ReadContext & { readonly content: Content; readonly id: string; readonly tell: Tell },
): Document {
  const annotations = new Map<Structure, Annotation>();
  const arcs: Structure[] = [];
  const tokens: Span[] = [];
  let given: Readonly<Record<string, unknown>> = {};
  let unindexed = 0;
  const members = content.members.get(sofa);
  const of = (reference: string | undefined) => {
    const structure = content.byId.get(reference ?? "");
    return structure && annotations.get(structure);
  };
  for (const structure of content.structures) {
    const { type, features, begin, end, line } = structure;
    if (structure.sofa !== sofa) continue;
    const indexed = !members || structure.id === "" || members.has(structure.id);
    const isArc = features.has("Governor") && features.has("Dependent");
    if (type === META_TYPE) {
      const read = parseFields(features.get("json") ?? "");
      if (read === undefined) {
        const message = "the other fields of the document are no object of JSON";
        tell({ line, code: "malformed", message, lost: true });
      } else given = read;
    } else if (type === TOKEN) tokens.push({ start: begin, end });
    else if (isArc && indexed) arcs.push(structure);
    else if (!isArc && !isMentionLayer(type, settings)) {
      if (!SILENT.test(type)) onNotice(layerLeftAside(type));
    } else if (!indexed) unindexed++;
    else if (Number.isNaN(begin) || Number.isNaN(end))
      tell({
        line,
        code: "malformed",
        message: `a ${saidLayer(type)} has no begin and end that are offsets`,
        lost: true,
      });
    else {
      const own = new Map([...features].filter(([, value]) => !isLinks(value, content)));
      const links: Annotation["links"][number][] = [];
      const place = { line };
      annotations.set(structure, { place, layer: type, start: begin, end, features: own, links });
    }
  }
  for (const [{ features }, { links }] of annotations)
    for (const [feature, value] of features)
      if (isLinks(value, content))
        for (const reference of value.split(" ")) {
          const link = content.byId.get(reference)?.features;
          const target = of(link?.get("target"));
          (links as (typeof links)[number][]).push({ feature, role: link?.get("role"), target });
        }
  const read = arcs.flatMap((arc): Arc[] => {
    const { Governor, Dependent, ...others } = Object.fromEntries(arc.features);
    const ends = [Governor, Dependent].map((reference) => content.byId.get(reference ?? ""));
    const aside = ends.find((structure) => structure && !isMentionLayer(structure.type, settings));
    if (aside) {
      onNotice(layerLeftAside(arc.type));
      return [];
    }
    const [source, target] = [of(Governor), of(Dependent)];
    const features = new Map(Object.entries(others));
    return [{ place: { line: arc.line }, layer: arc.type, features, source, target }];
  });
  if (unindexed > 0)
    tell({
      ...{ code: "malformed", lost: true },
      message: `${unindexed} annotations are not among the members of their view`,
    });
  const { meta, ...rest } = fromUima(
    { annotations: [...annotations.values()], arcs: read },
    { text, settings, tell },
  );
  const words = soundWords(tokens, { text, tell });
  const allMeta = { ...given, ...meta };
  return {
    ...{ id, text, ...rest },
    ...(words.length > 0 ? { words } : {}),
    ...(Object.keys(allMeta).length > 0 ? { meta: allMeta } : {}),
  };
}

/** Types that every file has and that say nothing of the text. */
const SILENT =
  /^uima\.|\.(DocumentMetaData|Sentence|CASMetadata|TagsetDescription|TagDescription|LayerDefinition|FeatureDefinition)$/;

/** Whether a value is a list of references to links of INCEpTION, which have a target and no place. */
function isLinks(value: string, { byId }: Content): boolean {
  const references = value.split(" ");
  return references.every((reference) => {
    const structure = byId.get(reference);
    return structure?.features.has("target") === true && Number.isNaN(structure.begin);
  });
}
