/** Layers of UIMA and what they are to documents: which hold mentions, and which feature is the type. */

import { said } from "../said.js";

/** Built into INCEpTION, WebAnno and DKPro; its features are `value` and `identifier`. */
export const NAMED_ENTITY = "de.tudarmstadt.ukp.dkpro.core.api.ner.type.NamedEntity";
const RELATION = "webanno.custom.Relation";

/** Where a type is kept: a layer, and the feature whose value it is; without one the layer is the type. */
export interface LayerRef {
  readonly layer: string;
  readonly feature?: string;
}

/** Where types go that were not read from a layer, by the kind of what has them. */
export const DEFAULTS = {
  layers: { layer: NAMED_ENTITY, feature: "value" },
  relationLayers: { layer: RELATION, feature: "value" },
} as const satisfies Record<string, LayerRef>;

/** Fields of `meta` that say which layers the types of a document are kept in. */
export type LayerField = keyof typeof DEFAULTS;

/** Settings of readers of layers. */
export const LAYER_SETTINGS = {
  layers:
    "layers whose annotations are mentions, by comma, full or last names; all but linguistic ones if not given",
  feature: "the feature that is the type; value, label, type, class or category if not given",
} as const;

type Settings = Readonly<Record<string, string>>;

/** Layers of taggers, parsers and file converters, and UIMA's own. */
const LINGUISTIC =
  /^(uima\.|org\.dkpro\.core\.api\.|de\.tudarmstadt\.ukp\.(dkpro\.core\.api\.(?!ner\.)|clarin\.webanno\.|inception\.)|org\.apache\.ctakes\.typesystem\.type\.(?!textsem\.))/;

/** Whether the annotations of a layer are read as mentions. */
export function isMentionLayer(layer: string, settings: Settings): boolean {
  const wanted = settings.layers?.split(",").map((name) => name.trim());
  return wanted === undefined
    ? !LINGUISTIC.test(layer)
    : wanted.includes(layer) || wanted.includes(lastName(layer));
}

/** One sentence on a layer that is not read. */
export const layerLeftAside = (layer: string): string =>
  isLayerName(layer)
    ? `layer ${layer} is left aside; --read layers=${lastName(layer)} reads it`
    : `layer ${said(layer)} is left aside`;

/** A layer in messages. */
export const saidLayer = (layer: string): string => (isLayerName(layer) ? layer : said(layer));

/** Whether it is a name as UIMA has them, so that it can be shown and typed. */
const isLayerName = (layer: string): boolean =>
  layer.length <= 150 && /^[A-Za-z_]\w*(\.[A-Za-z_]\w*)*$/.test(layer);

/** `webanno.custom.Drug` is `Drug`. */
export const lastName = (layer: string): string => layer.slice(layer.lastIndexOf(".") + 1);

const TYPE_FEATURES = ["value", "label", "type", "class", "category"];

/** The feature among those of an annotation that is its type. */
export function typeFeature(features: Iterable<string>, settings: Settings): string | undefined {
  const names = [...features];
  if (settings.feature !== undefined) return names.find((name) => name === settings.feature);
  const ranks = names.map((name) => TYPE_FEATURES.indexOf(name.toLowerCase()));
  const best = Math.min(...ranks.filter((rank) => rank >= 0));
  return names[ranks.indexOf(best)];
}

const written = ({ layer, feature }: LayerRef) =>
  feature === undefined ? layer : `${layer}|${feature}`;

/** Collects where the types of a document were found. */
export function layerNotes(field: LayerField) {
  const refs = new Map<string, string>();
  return {
    note(type: string, ref: LayerRef): void {
      if (!refs.has(type)) refs.set(type, written(ref));
    },
    /** For `meta`; empty if all are where they go anyway. */
    result(): Readonly<Record<string, unknown>> {
      const usual = written(DEFAULTS[field]);
      return [...refs.values()].every((ref) => ref === usual)
        ? {}
        : { [field]: Object.fromEntries(refs) };
    },
  };
}

/** Names that features cannot have, because UIMA or INCEpTION uses them. */
export const RESERVED: ReadonlySet<string> = new Set([
  ...["begin", "end", "sofa", "Governor", "Dependent"],
]);

const NAME = "[A-Za-z_]\\w*";
const WRITTEN = new RegExp(`^(${NAME}(?:\\.${NAME})*)(?:\\|(${NAME}))?$`);

/** Where to keep a type: as `meta` has it; if the document has but one place, there; else the usual one. */
export function layerOf(
  type: string,
  {
    meta,
    field,
  }: {
    readonly meta: Settings | Readonly<Record<string, unknown>> | undefined;
    readonly field: LayerField;
  },
): LayerRef {
  const refs = meta?.[field];
  if (typeof refs !== "object" || refs === null) return DEFAULTS[field];
  const all = new Set(Object.values(refs));
  const ref: unknown = Object.hasOwn(refs, type)
    ? (refs as Settings)[type]
    : all.size === 1
      ? [...all][0]
      : undefined;
  const match = typeof ref === "string" ? WRITTEN.exec(ref) : null;
  const [, layer, feature] = (match ?? []) as (string | undefined)[];
  if (layer === undefined || layer.startsWith("uima.")) return DEFAULTS[field];
  if (feature === undefined) return { layer };
  return RESERVED.has(feature) ? DEFAULTS[field] : { layer, feature };
}
