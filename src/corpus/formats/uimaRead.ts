/** Annotations as UIMA has them, of WebAnno TSV and XMI alike, to mentions, attributes, relations and events. */

import type { Annotations, Document, Mention, Problem } from "../document.js";
import { said } from "../said.js";
import { UNTYPED } from "./tags.js";
import { lastName, layerNotes, typeFeature } from "./uima.js";

/** Where something stands in its file. */
export type Place = Pick<Problem, "line" | "at">;

/** An annotation of a stretch of text; nothing is checked. */
export interface Annotation {
  readonly place: Place;
  readonly layer: string;
  readonly start: number;
  readonly end: number;
  /** Features with values; those without are left out. */
  readonly features: ReadonlyMap<string, string>;
  /** What slots hold. A target that is not there is undefined. */
  readonly links: readonly {
    readonly feature: string;
    readonly role: string | undefined;
    readonly target: Annotation | undefined;
  }[];
}

/** An arc between two annotations. */
export interface Arc extends Pick<Annotation, "place" | "layer" | "features"> {
  readonly source: Annotation | undefined;
  readonly target: Annotation | undefined;
}

type Mutable<T> = { -readonly [K in keyof T]: T[K] extends readonly (infer E)[] ? E[] : T[K] };

/**
 * What a document has, beyond id and text: mentions in the order of `annotations`, called T1, T2 ...; features that are
 * not the type as attributes; slots as events whose trigger is the mention that has them.
 */
export function fromUima(
  {
    annotations,
    arcs,
  }: { readonly annotations: readonly Annotation[]; readonly arcs: readonly Arc[] },
  {
    text,
    settings,
    tell,
  }: {
    readonly text: string;
    readonly settings: Readonly<Record<string, string>>;
    readonly tell: (problem: Omit<Problem, "source">) => void;
  },
): Omit<Document, "id" | "text"> {
  const mentions: Mention[] = [];
  const parts: Mutable<Required<Pick<Annotations, "attributes" | "relations" | "events">>> = {
    ...{ attributes: [], relations: [], events: [] },
  };
  const ids = new Map<Annotation | undefined, string>();
  const notes = layerNotes("layers");
  const arcNotes = layerNotes("relationLayers");

  /** The type of something; its other features become attributes of `target`. */
  const typeOf = (
    { layer, features }: Pick<Annotation, "layer" | "features">,
    { target, notes: kind }: { readonly target: string; readonly notes: typeof notes },
  ): string => {
    const feature = typeFeature(features.keys(), settings);
    const value = feature === undefined ? "" : (features.get(feature) as string);
    const type = value || lastName(layer) || layer || UNTYPED;
    kind.note(type, value === "" ? { layer } : { layer, feature: feature as string });
    for (const [name, other] of features)
      if (name !== feature || value === "")
        parts.attributes.push({
          ...{ id: `A${parts.attributes.length + 1}`, name, target },
          ...(other === "true" ? {} : { value: other }),
        });
    return type;
  };

  for (const annotation of annotations) {
    const { start, end, place } = annotation;
    const inside = start >= 0 && end <= text.length;
    if (start >= end || !inside) {
      tell({
        ...place,
        ...{ code: inside ? "empty-mention" : "outside-text", lost: true },
        message: `an annotation runs from ${start} to ${end} in a text of ${text.length} UTF-16 units`,
      });
      continue;
    }
    const id = `T${mentions.length + 1}`;
    ids.set(annotation, id);
    mentions.push({ id, type: typeOf(annotation, { target: id, notes }), start, end });
  }
  for (const arc of arcs) {
    const [source, target] = [ids.get(arc.source), ids.get(arc.target)];
    if (source === undefined || target === undefined) {
      tell({
        ...arc.place,
        ...{ code: "dangling-reference", lost: true },
        message: `the ${source === undefined ? "source" : "target"} of a relation is no mention`,
      });
      continue;
    }
    const id = `R${parts.relations.length + 1}`;
    parts.relations.push({
      id,
      type: typeOf(arc, { target: id, notes: arcNotes }),
      arguments: [
        { role: "Arg1", target: source },
        { role: "Arg2", target },
      ],
    });
  }
  for (const annotation of annotations) {
    const trigger = ids.get(annotation);
    if (trigger === undefined) continue;
    for (const type of new Set(annotation.links.map(({ feature }) => feature))) {
      const given = annotation.links.filter(({ feature }) => feature === type);
      const found = given.flatMap(({ role = type, target }) => {
        const id = ids.get(target);
        return id === undefined ? [] : [{ role, target: id }];
      });
      if (found.length < given.length)
        tell({
          ...annotation.place,
          ...{ code: "dangling-reference", lost: true },
          message: `${given.length - found.length} of ${given.length} targets of slot ${said(type)} are no mentions`,
        });
      const id = `E${parts.events.length + 1}`;
      if (found.length > 0) parts.events.push({ id, type, trigger, arguments: found });
    }
  }
  const meta = { ...notes.result(), ...arcNotes.result() };
  const given = Object.entries(parts).filter(([, list]) => list.length > 0);
  return {
    mentions,
    ...(Object.fromEntries(given) as Partial<typeof parts>),
    ...(Object.keys(meta).length > 0 ? { meta } : {}),
  };
}
