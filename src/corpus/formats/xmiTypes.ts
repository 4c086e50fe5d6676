/** The types of XMI files that we write, and the type system file that declares them. */

import { DEFAULTS, NAMED_ENTITY } from "./uima.js";

/** DKPro's token. */
export const TOKEN = "de.tudarmstadt.ukp.dkpro.core.api.segmentation.type.Token";
/** What INCEpTION and DKPro say of the file. */
export const METADATA = "de.tudarmstadt.ukp.dkpro.core.api.metadata.type.DocumentMetaData";
/** Ours, for other fields of documents; INCEpTION passes over types that it does not know. */
export const META_TYPE = "raretag.Meta";

/** A type with the names of its features; all are strings but the ends of relations. */
export interface DeclaredType {
  readonly name: string;
  readonly features: Iterable<string>;
}

const ALWAYS: readonly DeclaredType[] = [
  { name: TOKEN, features: [] },
  { name: NAMED_ENTITY, features: [DEFAULTS.layers.feature, "identifier"] },
  { name: META_TYPE, features: ["json"] },
];

/**
 * The content of `TypeSystem.xml`, which UIMA needs beside XMI files and INCEpTION takes as layers.
 * @see https://uima.apache.org/d/uimaj-current/references.html#ugr.ref.xml.component_descriptor.type_system
 */
export function typeSystem(declared: Iterable<DeclaredType>): string {
  const types = new Map<string, Set<string>>();
  for (const { name, features } of [...ALWAYS, ...declared])
    types.set(name, new Set([...(types.get(name) ?? []), ...features]));
  const lines = [...types].flatMap(([name, features]) => [
    "    <typeDescription>",
    `      <name>${name}</name>`,
    "      <description/>",
    "      <supertypeName>uima.tcas.Annotation</supertypeName>",
    "      <features>",
    ...[...features].sort().map((feature) => declaration(feature)),
    "      </features>",
    "    </typeDescription>",
  ]);
  return `<?xml version="1.0" encoding="UTF-8"?>
<typeSystemDescription xmlns="http://uima.apache.org/resourceSpecifier">
  <types>
${METADATA_TYPE}
${lines.join("\n")}
  </types>
</typeSystemDescription>
`;
}

const declaration = (
  name: string,
  range = /^(Governor|Dependent)$/.test(name) ? "uima.tcas.Annotation" : "uima.cas.String",
) =>
  `        <featureDescription><name>${name}</name><description/><rangeTypeName>${range}</rangeTypeName></featureDescription>`;

const METADATA_TYPE = `    <typeDescription>
      <name>${METADATA}</name>
      <description/>
      <supertypeName>uima.tcas.DocumentAnnotation</supertypeName>
      <features>
${["documentTitle", "documentId"].map((name) => declaration(name)).join("\n")}
${declaration("isLastSegment", "uima.cas.Boolean")}
      </features>
    </typeDescription>`;
