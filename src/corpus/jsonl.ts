/** JSON lines, one annotated document each; offsets in UTF-16 units, as `text.slice` takes them. */

import { z } from "zod";
import { type Document, hullOf, type Mention, type Problem } from "./document.js";
import { CorpusError } from "./error.js";
import { splitLines, withoutByteOrderMark } from "./lines.js";

/** A mention that a recognizer found. */
export interface ScoredMention extends Mention {
  /** In [0, 1]. */
  readonly probability: number;
}

const offset = z.number().int().nonnegative();
const record = z.object({
  id: z.string().min(1),
  text: z.string(),
  mentions: z.array(
    z.object({
      start: offset,
      end: offset,
      type: z.string().min(1),
      probability: z.number().min(0).max(1).optional(),
      text: z.string().optional(),
      fragments: z
        .array(z.object({ start: offset, end: offset }))
        .min(2)
        .optional(),
    }),
  ),
});

/**
 * Writes one document as one line: `{"id", "text", "mentions": [{"start", "end", "type", "probability", "text"}]}`,
 * with `fragments` for a discontinuous mention and without `probability` for one that has none.
 */
export function writeJsonl(
  document: Document & { readonly mentions: readonly (Mention | ScoredMention)[] },
): string {
  const { id, text } = document;
  const mentions = document.mentions.map((mention) => ({
    start: mention.start,
    end: mention.end,
    type: mention.type,
    ...("probability" in mention ? { probability: mention.probability } : {}),
    text: text.slice(mention.start, mention.end),
    ...(mention.fragments ? { fragments: mention.fragments } : {}),
  }));
  return `${JSON.stringify({ id, text, mentions })}\n`;
}

/**
 * Reads what {@link writeJsonl} wrote; mentions get the ids T1, T2, ... in order.
 * @throws CorpusError naming the line: no JSON, a field of the wrong kind, an offset past the end
 */
export function parseJsonl(
  content: string,
  { source }: { readonly source: string },
): { documents: Document[]; problems: Problem[] } {
  const documents: Document[] = [];
  const problems: Problem[] = [];
  splitLines(withoutByteOrderMark(content)).forEach((json, index) => {
    if (json.trim() === "") return;
    const at = { source, line: index + 1 };
    const { id, text, mentions: given } = readRecord(json, at);
    const mentions = given.map((mention, i) => {
      const name = `T${i + 1}`;
      const { start, end, type, probability, fragments } = mention;
      for (const span of [mention, ...(fragments ?? [])])
        if (span.end > text.length || span.end <= span.start)
          throw new CorpusError(
            at,
            `mention ${name} runs from ${span.start} to ${span.end} in a text of ${text.length} UTF-16 units`,
            "Give every mention a start before its end, both inside the text",
          );
      const hull = hullOf(fragments ?? [{ start, end }]);
      if (hull.start !== start || hull.end !== end)
        throw new CorpusError(
          at,
          `mention ${name} runs from ${start} to ${end} but its fragments from ${hull.start} to ${hull.end}`,
          "Start and end are those of the first and last fragment",
        );
      if (mention.text !== undefined && mention.text !== text.slice(start, end))
        problems.push({
          ...at,
          code: "quoted-text-differs",
          message: `the text given for mention ${name} differs from the document`,
        });
      return {
        id: name,
        type,
        ...hull,
        ...(probability === undefined ? {} : { probability }),
      };
    });
    documents.push({ id, text, mentions });
  });
  return { documents, problems };
}

function readRecord(json: string, at: { source: string; line: number }): z.infer<typeof record> {
  let value: unknown;
  try {
    value = JSON.parse(json);
  } catch {
    // The parser's own message quotes the line, so it is not passed on.
    throw new CorpusError(at, "line that is no JSON", "Write one JSON object a line");
  }
  const result = record.safeParse(value);
  if (result.success) return result.data;
  const [issue] = result.error.issues;
  throw new CorpusError(
    at,
    `field ${issue?.path.join(".") || "(line)"} is not as expected (${issue?.code})`,
    'Write {"id", "text", "mentions": [{"start", "end", "type"}]}',
  );
}
