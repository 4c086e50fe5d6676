/** MessagePack as spaCy writes it: a reader that allocates no more than the bytes hold, whatever their headers claim. */

/** What MessagePack can say; extension types are their bytes. Keys of maps may be bytes. */
export type Packed =
  | null
  | boolean
  | number
  | bigint
  | string
  | Uint8Array
  | readonly Packed[]
  | PackedMap;

/** A map; of a key given twice the last value counts. */
export interface PackedMap extends ReadonlyMap<Packed, Packed> {}

const MAX_DEPTH = 64;

/**
 * The first value of `bytes`. Byte strings are views of it, not copies.
 * @throws RangeError if the bytes end early, nest deeper than 64, or hold the one code that means nothing
 * @see https://github.com/msgpack/msgpack/blob/master/spec.md
 */
export function unpack(bytes: Uint8Array): Packed {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let at = 0;
  /** Moves on by `size` bytes and says where they begin. */
  const take = (size: number): number => {
    at += size;
    if (at > bytes.length) throw new RangeError(`it ends within a value at byte ${bytes.length}`);
    return at - size;
  };
  const size = (width: 1 | 2 | 4): number => {
    const start = take(width);
    if (width === 1) return view.getUint8(start);
    return width === 2 ? view.getUint16(start) : view.getUint32(start);
  };
  const binary = (length: number) => {
    const start = take(length);
    return bytes.subarray(start, start + length);
  };
  const string = (length: number) => UTF8.decode(binary(length));
  const array = (length: number, depth: number) => {
    const values: Packed[] = []; // grows with what is there: a header may claim four thousand million
    for (let i = 0; i < length; i++) values.push(value(depth));
    return values;
  };
  const map = (length: number, depth: number) => {
    const entries = new Map<Packed, Packed>();
    for (let i = 0; i < length; i++) entries.set(value(depth), value(depth));
    return entries;
  };
  const value = (depth: number): Packed => {
    if (depth > MAX_DEPTH) throw new RangeError(`it nests deeper than ${MAX_DEPTH}`);
    const code = view.getUint8(take(1));
    if (code < 0x80) return code;
    if (code < 0x90) return map(code & 15, depth + 1);
    if (code < 0xa0) return array(code & 15, depth + 1);
    if (code < 0xc0) return string(code & 31);
    if (code >= 0xe0) return code - 256;
    switch (code) {
      case 0xc0:
        return null;
      case 0xc2:
        return false;
      case 0xc3:
        return true;
      case 0xc4:
        return binary(size(1));
      case 0xc5:
        return binary(size(2));
      case 0xc6:
        return binary(size(4));
      case 0xc7:
        return binary(size(1) + 1).subarray(1);
      case 0xc8:
        return binary(size(2) + 1).subarray(1);
      case 0xc9:
        return binary(size(4) + 1).subarray(1);
      case 0xca:
        return view.getFloat32(take(4));
      case 0xcb:
        return view.getFloat64(take(8));
      case 0xcc:
        return size(1);
      case 0xcd:
        return size(2);
      case 0xce:
        return size(4);
      case 0xcf:
        return view.getBigUint64(take(8));
      case 0xd0:
        return view.getInt8(take(1));
      case 0xd1:
        return view.getInt16(take(2));
      case 0xd2:
        return view.getInt32(take(4));
      case 0xd3:
        return view.getBigInt64(take(8));
      case 0xd4:
      case 0xd5:
      case 0xd6:
      case 0xd7:
      case 0xd8:
        return binary(2 ** (code - 0xd4) + 1).subarray(1);
      case 0xd9:
        return string(size(1));
      case 0xda:
        return string(size(2));
      case 0xdb:
        return string(size(4));
      case 0xdc:
        return array(size(2), depth + 1);
      case 0xdd:
        return array(size(4), depth + 1);
      case 0xde:
        return map(size(2), depth + 1);
      case 0xdf:
        return map(size(4), depth + 1);
      default:
        throw new RangeError(`byte ${at - 1} begins no value`);
    }
  };
  return value(0);
}

const UTF8 = new TextDecoder("utf-8", { ignoreBOM: true });
