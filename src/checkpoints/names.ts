/**
 * Names of BERT's parameters in checkpoints. Ours are those of Hugging Face's
 * BertForTokenClassification; this table leads other spellings of them back to these.
 */

/** Spellings found in the wild, each with ours; applied in this order. */
const SPELLINGS: readonly {
  readonly found: RegExp;
  readonly ours: string;
  readonly why: string;
}[] = [
  { found: /^module\./, ours: "", why: "saved from torch's DataParallel" },
  { found: /^(?=(embeddings|encoder|pooler)\.)/, ours: "bert.", why: "a bare BertModel" },
  { found: /LayerNorm\.gamma$/, ours: "LayerNorm.weight", why: "converted from TensorFlow" },
  { found: /LayerNorm\.beta$/, ours: "LayerNorm.bias", why: "converted from TensorFlow" },
];

/** What encoders carry beside the parameters that token classification uses. */
const KNOWN_UNUSED: readonly RegExp[] = [
  /^bert\.pooler\./,
  /^cls\./, // heads of pre-training
  /^classifier\./, // a head for other labels, unless it is expected
  /^bert\.embeddings\.(position_ids|token_type_ids)$/, // 0, 1, 2, ...
];

/** Whether a parameter belongs to the head, which an encoder need not have. */
export function isHeadName(name: string): boolean {
  return name.startsWith("classifier.");
}

/** Our name of a parameter that a checkpoint names `found`. Our own names stay as they are. */
export function ourName(found: string): string {
  return SPELLINGS.reduce((name, spelling) => name.replace(spelling.found, spelling.ours), found);
}

/** A parameter whose shapes differ. */
export interface ShapeMismatch {
  /** as in the checkpoint */
  readonly name: string;
  readonly found: readonly number[];
  readonly expected: readonly number[];
}

/** How the tensors of a checkpoint serve a model. Every found name is in exactly one list. */
export interface NameMatch {
  /** our name -> name in the checkpoint */
  readonly mapping: ReadonlyMap<string, string>;
  /** expected but absent, by our name; never the head's */
  readonly missing: readonly string[];
  /** right name, wrong shape */
  readonly mismatched: readonly ShapeMismatch[];
  /** two of the checkpoint that mean one of ours: the second */
  readonly repeated: readonly string[];
  /** unknown, by the checkpoint's name */
  readonly unexpected: readonly string[];
  /** known and of no use here, by the checkpoint's name */
  readonly ignored: readonly string[];
}

/**
 * Matches the tensors of a checkpoint with the parameters of a model.
 * @param found shapes by name in the checkpoint
 * @param expected shapes by our name; `classifier.*` may be absent from the checkpoint
 */
export function matchNames({
  found,
  expected,
}: {
  found: ReadonlyMap<string, readonly number[]>;
  expected: ReadonlyMap<string, readonly number[]>;
}): NameMatch {
  const mapping = new Map<string, string>();
  const mismatched: ShapeMismatch[] = [];
  const repeated: string[] = [];
  const unexpected: string[] = [];
  const ignored: string[] = [];
  const seen = new Set<string>();
  for (const [name, shape] of found) {
    const ours = ourName(name);
    const wanted = expected.get(ours);
    if (wanted === undefined)
      (KNOWN_UNUSED.some((pattern) => pattern.test(ours)) ? ignored : unexpected).push(name);
    else if (seen.has(ours)) repeated.push(name);
    else if (shape.length === wanted.length && shape.every((dim, axis) => dim === wanted[axis]))
      mapping.set(ours, name);
    else mismatched.push({ name, found: shape, expected: wanted });
    if (wanted !== undefined) seen.add(ours);
  }
  const missing = [...expected.keys()].filter((name) => !seen.has(name) && !isHeadName(name));
  return { mapping, missing, mismatched, repeated, unexpected, ignored };
}
