/** Zip files that may lie about everything, after APPNOTE.TXT sections 4.3.7, 4.3.12, 4.3.14 to 4.3.16 and 4.5.3. */

/** An entry; each field that is not given is told truthfully. */
export interface ZipPart {
  readonly name: string;
  readonly content: Uint8Array;
  readonly method?: number | undefined;
  readonly flags?: number | undefined;
  readonly size?: bigint | undefined;
  readonly storedSize?: bigint | undefined;
  readonly offset?: bigint | undefined;
  /** sizes and offset in the extra field of zip64 */
  readonly wide?: boolean | undefined;
}

/** The end of the file; each field that is not given is told truthfully. */
export interface ZipEnd {
  readonly start?: bigint | undefined;
  readonly length?: bigint | undefined;
  readonly wide?: boolean | undefined;
}

/** Little-endian numbers, each `[value, bytes]`. */
export function numbers(...values: readonly [bigint | number, 1 | 2 | 4 | 8][]): Buffer {
  return Buffer.concat(
    values.map(([value, bytes]) => {
      const field = Buffer.alloc(8);
      field.writeBigUInt64LE(BigInt.asUintN(64, BigInt(value)));
      return field.subarray(0, bytes);
    }),
  );
}

const IN_EXTRA = 0xffffffff;

/** The bytes of a zip file. */
export function zipFile(parts: readonly ZipPart[], end: ZipEnd = {}): Buffer {
  const locals: Buffer[] = [];
  const directory: Buffer[] = [];
  let at = 0;
  for (const { name, content, method = 0, flags = 0, wide, ...lies } of parts) {
    const label = Buffer.from(name);
    const size = lies.size ?? BigInt(content.length);
    const stored = lies.storedSize ?? size;
    const offset = lies.offset ?? BigInt(at);
    const common: [number, 2][] = [
      [45, 2],
      [flags, 2],
      [method, 2],
    ];
    const local = Buffer.concat([
      numbers(
        [0x04034b50, 4],
        ...common,
        [0, 8],
        [stored, 4],
        [size, 4],
        [label.length, 2],
        [0, 2],
      ),
      label,
      content,
    ]);
    const extra = wide ? numbers([1, 2], [24, 2], [size, 8], [stored, 8], [offset, 8]) : "";
    const told = (value: bigint) => (wide ? IN_EXTRA : value);
    directory.push(
      numbers([0x02014b50, 4], [45, 2], ...common, [0, 8], [told(stored), 4], [told(size), 4]),
      numbers([label.length, 2], [extra.length, 2], [0, 8], [0, 2], [told(offset), 4]),
      label,
      Buffer.from(extra as string),
    );
    locals.push(local);
    at += local.length;
  }
  const listing = Buffer.concat(directory);
  const { start = BigInt(at), length = BigInt(listing.length), wide } = end;
  const count = parts.length;
  const end64 = at + listing.length;
  const tail = [
    ...(wide
      ? [
          numbers([0x06064b50, 4], [44, 8], [45, 2], [45, 2], [0, 8], [count, 8], [count, 8]),
          numbers([length, 8], [start, 8], [0x07064b50, 4], [0, 4], [end64, 8], [1, 4]),
        ]
      : []),
    numbers([0x06054b50, 4], [0, 4], [count, 2], [count, 2]),
    numbers([wide ? IN_EXTRA : length, 4], [wide ? IN_EXTRA : start, 4], [0, 2]),
  ];
  return Buffer.concat([...locals, listing, ...tail]);
}
