/** Counts the bytes that code asks for in typed arrays and buffers, by standing in for their constructors. */

const TYPED_ARRAYS = [
  "Uint8Array",
  "Int8Array",
  "Uint16Array",
  "Int16Array",
  "Uint32Array",
  "Int32Array",
  "Float32Array",
  "Float64Array",
  "BigInt64Array",
  "BigUint64Array",
] as const;

let asked = 0;

/** Bytes asked for since the last call. */
export function takeAllocated(): number {
  const bytes = asked;
  asked = 0;
  return bytes;
}

/** Elements that the arguments of a typed array's constructor ask for; none for a view. */
function elementsOf(args: readonly unknown[]): number {
  const [first] = args;
  if (typeof first === "number") return first;
  if (ArrayBuffer.isView(first) || Array.isArray(first))
    return (first as unknown as { length: number }).length;
  return 0;
}

/** Counts from now on. What is refused as too large for any array counts as well. */
export function countAllocations(): void {
  for (const name of TYPED_ARRAYS) {
    const original = globalThis[name];
    const counting = new Proxy(original, {
      construct(target, args, newTarget) {
        asked += elementsOf(args) * original.BYTES_PER_ELEMENT;
        return Reflect.construct(target, args, newTarget) as object;
      },
    });
    Object.defineProperty(globalThis, name, { value: counting });
  }
  Object.defineProperty(globalThis, "ArrayBuffer", {
    value: new Proxy(ArrayBuffer, {
      construct(target, args, newTarget) {
        asked += Number(args[0]);
        return Reflect.construct(target, args, newTarget) as object;
      },
    }),
  });
  for (const name of ["alloc", "allocUnsafe", "allocUnsafeSlow", "from", "concat"] as const) {
    const original = Buffer[name] as (...args: unknown[]) => Buffer;
    Object.defineProperty(Buffer, name, {
      value: (...args: unknown[]) => {
        if (name.startsWith("alloc")) asked += Number(args[0]);
        const buffer = Reflect.apply(original, Buffer, args);
        if (!name.startsWith("alloc") && !(args[0] instanceof ArrayBuffer))
          asked += buffer.byteLength;
        return buffer;
      },
    });
  }
}
