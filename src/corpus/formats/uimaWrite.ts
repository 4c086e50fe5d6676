/** Documents to annotations as UIMA has them, for WebAnno TSV and XMI alike. */

import type { Document, Mention, Problem } from "../document.js";
import { said } from "../said.js";
import { type LayerField, layerOf, RESERVED, typeFeature } from "./uima.js";

/** Something with features, on a layer. */
export interface Featured {
  readonly layer: string;
  readonly features: ReadonlyMap<string, string>;
}

/** A mention as an annotation. */
export interface Annotated extends Featured {
  readonly mention: Mention;
}

/** A relation as an arc between two of the annotations. */
export interface Related extends Featured {
  readonly source: Annotated;
  readonly target: Annotated;
}

/**
 * The mentions of a document, with their hulls, and its relations.
 * Relations are from their first to their second argument; what cannot be an arc is a problem. So is a name of an
 * attribute that is none for a feature.
 */
export function toUima(
  document: Document,
  { onProblem }: { readonly onProblem: (problem: Problem) => void },
): { readonly annotations: readonly Annotated[]; readonly arcs: readonly Related[] } {
  const { id: source, meta, attributes = [] } = document;
  const byTarget = new Map<string, (typeof attributes)[number][]>();
  for (const attribute of attributes)
    byTarget.set(attribute.target, [...(byTarget.get(attribute.target) ?? []), attribute]);
  const lose = (message: string) =>
    onProblem({ source, code: "does-not-fit", message, lost: true });
  const change = (message: string) => onProblem({ source, code: "changed", message });

  const featured = (
    { id, type }: { readonly id: string; readonly type: string },
    field: LayerField,
  ): Featured => {
    const { layer, feature } = layerOf(type, { meta, field });
    const features = new Map(feature === undefined ? [] : [[feature, type]]);
    for (const { name, value } of byTarget.get(id) ?? []) {
      const fitting = featureName(name, feature);
      if (features.has(fitting))
        lose(
          `${said(id)} has attribute ${said(fitting)} more than once, and a feature has one value`,
        );
      else features.set(fitting, value ?? "true");
      if (fitting !== name) change(`attribute ${said(name)} is written as ${said(fitting)}`);
      if (value === "true")
        change(`attribute ${said(fitting)} of ${said(id)} is true, which reads as a flag`);
    }
    return { layer, features };
  };

  const annotations = document.mentions.map((mention) => ({
    mention,
    ...featured(mention, "layers"),
  }));
  const byId = new Map(annotations.map((annotation) => [annotation.mention.id, annotation]));
  const arcs = (document.relations ?? []).flatMap((relation) => {
    const { id, arguments: parts, symmetric } = relation;
    const [first, second] = parts.map(({ target }) => byId.get(target));
    if (parts.length !== 2 || !first || !second) {
      lose(`relation ${said(id)} has ${parts.length} arguments, and an arc joins two mentions`);
      return [];
    }
    const roles = parts.map(({ role }) => role);
    if (roles.join(" ") !== "Arg1 Arg2")
      change(
        `the roles ${roles.map(said).join(" and ")} of relation ${said(id)} are written as source and target`,
      );
    if (symmetric) change(`relation ${said(id)} has no direction and is written with one`);
    return [{ ...featured(relation, "relationLayers"), source: first, target: second }];
  });
  return { annotations, arcs };
}

/** A name that UIMA takes (letters, digits and `_`) and that is not taken for the type, which is in `feature`. */
function featureName(name: string, feature: string | undefined): string {
  const word = name.replace(/[^A-Za-z0-9_]/g, "_").replace(/^(?![A-Za-z])/, "f");
  const names = feature === undefined ? [word] : [feature, word];
  const clashes = word === feature || typeFeature(names, {}) === word;
  return clashes || RESERVED.has(word) ? `${word}_` : word;
}
