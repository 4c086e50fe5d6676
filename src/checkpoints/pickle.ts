/**
 * A reader of Python pickles (protocols 2 to 5) that executes nothing: it rebuilds plain data, and
 * hands the few globals of an allow-list to functions of ours. Any other global is refused by name.
 * Values refer to each other as they do in Python, so no depth of nesting costs stack.
 * @see https://github.com/python/cpython/blob/main/Lib/pickletools.py
 */

import { CheckpointError, COPY_AGAIN, quoted } from "./error.js";

/** What a pickle can hold; `T` is what the functions of the allow-list build. */
export type PickleValue<T> =
  | null
  | boolean
  | number
  | bigint
  | string
  | Uint8Array
  | PickleValue<T>[]
  | Set<PickleValue<T>>
  | PickleDict<T>
  | PickleTuple<T>
  | PickleGlobal<T>
  | PickleBuilt<T>;

/** A dict, or an OrderedDict. */
export type PickleDict<T> = Map<PickleValue<T>, PickleValue<T>>;

/** A tuple. */
export interface PickleTuple<T> {
  readonly kind: "tuple";
  readonly items: readonly PickleValue<T>[];
}

/** A global of the allow-list. */
export interface PickleGlobal<T> {
  readonly kind: "global";
  readonly name: string;
  readonly construct: Construct<T> | undefined;
}

/** What a function of the allow-list, or a persistent id, stands for. */
export interface PickleBuilt<T> {
  readonly kind: "built";
  readonly value: T;
}

/** Stops with an error about the pickle. */
export type Fail = (problem: string, advice?: string) => never;

/** Our own stand-in for calling a global of Python. */
export type Construct<T> = (args: readonly PickleValue<T>[], fail: Fail) => PickleValue<T>;

/** How to read a pickle. */
export interface PickleOptions<T> {
  readonly bytes: Uint8Array;
  /** where the pickle starts in `bytes` */
  readonly start?: number;
  /** names the file in messages */
  readonly source: string;
  /** allow-list by `module.name`; undefined marks a global that may be named but not called */
  readonly globals?: ReadonlyMap<string, Construct<T> | undefined>;
  /** builds what a persistent id stands for; without it they are refused */
  readonly persistent?: (id: PickleValue<T>, fail: Fail) => T;
}

const UTF8 = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });
const LONGEST_INTEGER = 255; // bytes; torch needs 10
/**
 * A tensor of a state_dict takes some 40. Each may build a value of some hundred bytes in memory, so a
 * file of one-byte opcodes could otherwise fill it.
 */
const MOST_STEPS = 1_000_000;
const ADVICE_UNSAFE =
  "Nothing of it was run. Take a safetensors version of the model, or save its plain state_dict again where you trust it";

interface Machine<T> extends PickleOptions<T> {
  readonly fail: Fail;
  readonly view: DataView;
  /** next byte to read */
  at: number;
  stack: PickleValue<T>[];
  /** stacks below the open marks */
  readonly marked: PickleValue<T>[][];
  readonly memo: Map<number, PickleValue<T>>;
}

/** Advances over `length` bytes and says where they started. */
function advance<T>(m: Machine<T>, length: number): number {
  const start = m.at;
  if (length > m.bytes.length - start)
    m.fail(`the pickle needs ${length} bytes but ${m.bytes.length - start} are left`);
  m.at += length;
  return start;
}

const u8 = <T>(m: Machine<T>) => m.view.getUint8(advance(m, 1));
const u16 = <T>(m: Machine<T>) => m.view.getUint16(advance(m, 2), true);
const u32 = <T>(m: Machine<T>) => m.view.getUint32(advance(m, 4), true);
const i32 = <T>(m: Machine<T>) => m.view.getInt32(advance(m, 4), true);
const u64 = <T>(m: Machine<T>) => Number(m.view.getBigUint64(advance(m, 8), true));

function raw<T>(m: Machine<T>, length: number): Uint8Array {
  const start = advance(m, length);
  return m.bytes.subarray(start, start + length);
}

function text<T>(m: Machine<T>, length: number): string {
  const bytes = raw(m, length);
  try {
    return UTF8.decode(bytes);
  } catch {
    return m.fail("the pickle holds a string that is not UTF-8");
  }
}

function line<T>(m: Machine<T>): string {
  const end = m.bytes.indexOf(0x0a, m.at);
  if (end < 0) m.fail("the pickle ends within a name");
  const value = text(m, end - m.at);
  m.at++;
  return value;
}

/** A little-endian two's complement integer: a number where that is exact, else a bigint. */
function integer<T>(m: Machine<T>, length: number): number | bigint {
  if (length > LONGEST_INTEGER)
    m.fail(`the pickle holds an integer of ${length} bytes but ${LONGEST_INTEGER} are read`);
  const hex = Buffer.from(raw(m, length)).reverse().toString("hex");
  const value = length === 0 ? 0n : BigInt.asIntN(8 * length, BigInt(`0x${hex}`));
  const small = Number(value);
  return Number.isSafeInteger(small) ? small : value;
}

function pop<T>(m: Machine<T>): PickleValue<T> {
  const value = m.stack.pop();
  return value === undefined ? m.fail("the pickle takes more values than it gave") : value;
}

/** The value below the ones just taken, which stays where it is. */
function top<T>(m: Machine<T>): PickleValue<T> {
  const value = m.stack.at(-1);
  return value === undefined ? m.fail("the pickle takes more values than it gave") : value;
}

function openMark<T>(m: Machine<T>): void {
  m.marked.push(m.stack);
  m.stack = [];
}

/** The values since the last mark. */
function popMark<T>(m: Machine<T>): PickleValue<T>[] {
  const below = m.marked.pop();
  if (below === undefined) return m.fail("the pickle closes a mark that it did not open");
  const items = m.stack;
  m.stack = below;
  return items;
}

function popMany<T>(m: Machine<T>, count: number): PickleTuple<T> {
  if (m.stack.length < count) m.fail("the pickle takes more values than it gave");
  return { kind: "tuple", items: m.stack.splice(m.stack.length - count) };
}

function recall<T>(m: Machine<T>, index: number): PickleValue<T> {
  const value = m.memo.get(index);
  return value === undefined
    ? m.fail(`the pickle recalls value ${index} before storing it`)
    : value;
}

function setItems<T>(m: Machine<T>, items: readonly PickleValue<T>[]): void {
  const target = top(m);
  if (!(target instanceof Map)) m.fail("the pickle sets a key of something that is no dict");
  if (items.length % 2 === 1) m.fail("the pickle gives a key without a value");
  for (let i = 0; i < items.length; i += 2)
    target.set(items[i] as PickleValue<T>, items[i + 1] as PickleValue<T>);
}

function append<T>(m: Machine<T>, items: readonly PickleValue<T>[]): void {
  const target = top(m);
  if (!Array.isArray(target)) m.fail("the pickle appends to something that is no list");
  for (const item of items) target.push(item);
}

function addItems<T>(m: Machine<T>, items: readonly PickleValue<T>[]): void {
  const target = top(m);
  if (!(target instanceof Set)) m.fail("the pickle adds to something that is no set");
  for (const item of items) target.add(item);
}

function findGlobal<T>(m: Machine<T>, module: PickleValue<T>, name: PickleValue<T>): void {
  if (typeof module !== "string" || typeof name !== "string")
    m.fail("the pickle names a global with something that is no string");
  const full = `${module}.${name}`;
  if (!m.globals?.has(full))
    m.fail(`the pickle asks for ${quoted(full)}, which no table of weights needs`, ADVICE_UNSAFE);
  m.stack.push({ kind: "global", name: full, construct: m.globals?.get(full) });
}

function construct<T>(m: Machine<T>): void {
  const args = pop(m);
  const callee = pop(m);
  if (!isTuple(args)) m.fail("the pickle calls with something that is no tuple");
  if (!isGlobal(callee)) m.fail("the pickle calls something that is no global");
  if (!callee.construct) m.fail(`the pickle calls ${callee.name}`, ADVICE_UNSAFE);
  m.stack.push(callee.construct(args.items, m.fail));
}

/** Attributes of a dict (`_metadata` of a state_dict) say nothing about tensors: they are dropped. */
function build<T>(m: Machine<T>): void {
  pop(m);
  if (!(top(m) instanceof Map)) m.fail("the pickle sets attributes of something that is no dict");
}

function persistentId<T>(m: Machine<T>): void {
  const id = pop(m);
  if (!m.persistent) m.fail("the pickle refers to data outside of itself");
  m.stack.push({ kind: "built", value: m.persistent(id, m.fail) });
}

/** Every opcode that is read, by the names of pickletools; a new one is one row. */
const OPCODES: ReadonlyMap<number, <T>(m: Machine<T>) => void> = new Map([
  [0x28 /* MARK */, (m) => openMark(m)],
  [0x30 /* POP */, (m) => void (m.stack.length > 0 ? pop(m) : popMark(m))],
  [0x31 /* POP_MARK */, (m) => void popMark(m)],
  [0x32 /* DUP */, (m) => void m.stack.push(top(m))],
  [0x4e /* NONE */, (m) => void m.stack.push(null)],
  [0x88 /* NEWTRUE */, (m) => void m.stack.push(true)],
  [0x89 /* NEWFALSE */, (m) => void m.stack.push(false)],
  [0x4a /* BININT */, (m) => void m.stack.push(i32(m))],
  [0x4b /* BININT1 */, (m) => void m.stack.push(u8(m))],
  [0x4d /* BININT2 */, (m) => void m.stack.push(u16(m))],
  [0x8a /* LONG1 */, (m) => void m.stack.push(integer(m, u8(m)))],
  [0x8b /* LONG4 */, (m) => void m.stack.push(integer(m, u32(m)))],
  [0x47 /* BINFLOAT */, (m) => void m.stack.push(m.view.getFloat64(advance(m, 8), false))],
  [0x55 /* SHORT_BINSTRING */, (m) => void m.stack.push(text(m, u8(m)))],
  [0x54 /* BINSTRING */, (m) => void m.stack.push(text(m, u32(m)))],
  [0x8c /* SHORT_BINUNICODE */, (m) => void m.stack.push(text(m, u8(m)))],
  [0x58 /* BINUNICODE */, (m) => void m.stack.push(text(m, u32(m)))],
  [0x8d /* BINUNICODE8 */, (m) => void m.stack.push(text(m, u64(m)))],
  [0x43 /* SHORT_BINBYTES */, (m) => void m.stack.push(raw(m, u8(m)))],
  [0x42 /* BINBYTES */, (m) => void m.stack.push(raw(m, u32(m)))],
  [0x8e /* BINBYTES8 */, (m) => void m.stack.push(raw(m, u64(m)))],
  [0x5d /* EMPTY_LIST */, (m) => void m.stack.push([])],
  [0x61 /* APPEND */, (m) => append(m, [pop(m)])],
  [0x65 /* APPENDS */, (m) => append(m, popMark(m))],
  [0x7d /* EMPTY_DICT */, (m) => void m.stack.push(new Map())],
  [0x73 /* SETITEM */, (m) => setItems(m, popMany(m, 2).items)],
  [0x75 /* SETITEMS */, (m) => setItems(m, popMark(m))],
  [0x8f /* EMPTY_SET */, (m) => void m.stack.push(new Set())],
  [0x90 /* ADDITEMS */, (m) => addItems(m, popMark(m))],
  [
    0x91 /* FROZENSET */,
    (m) => {
      const items = popMark(m);
      m.stack.push(new Set(items));
    },
  ],
  [0x29 /* EMPTY_TUPLE */, (m) => void m.stack.push(popMany(m, 0))],
  [0x85 /* TUPLE1 */, (m) => void m.stack.push(popMany(m, 1))],
  [0x86 /* TUPLE2 */, (m) => void m.stack.push(popMany(m, 2))],
  [0x87 /* TUPLE3 */, (m) => void m.stack.push(popMany(m, 3))],
  [
    0x74 /* TUPLE */,
    (m) => {
      const items = popMark(m);
      m.stack.push({ kind: "tuple", items });
    },
  ],
  [0x68 /* BINGET */, (m) => void m.stack.push(recall(m, u8(m)))],
  [0x6a /* LONG_BINGET */, (m) => void m.stack.push(recall(m, u32(m)))],
  [0x71 /* BINPUT */, (m) => void m.memo.set(u8(m), top(m))],
  [0x72 /* LONG_BINPUT */, (m) => void m.memo.set(u32(m), top(m))],
  [0x94 /* MEMOIZE */, (m) => void m.memo.set(m.memo.size, top(m))],
  [
    0x63 /* GLOBAL */,
    (m) => {
      const module = line(m);
      findGlobal(m, module, line(m));
    },
  ],
  [
    0x93 /* STACK_GLOBAL */,
    (m) => {
      const name = pop(m);
      findGlobal(m, pop(m), name);
    },
  ],
  [0x52 /* REDUCE */, (m) => construct(m)],
  [0x81 /* NEWOBJ */, (m) => construct(m)],
  [0x62 /* BUILD */, (m) => build(m)],
  [0x51 /* BINPERSID */, (m) => persistentId(m)],
  [0x95 /* FRAME */, (m) => void u64(m)],
] satisfies [number, <T>(m: Machine<T>) => void][]);

const PROTO = 0x80;
const STOP = 0x2e;

/**
 * Reads one pickle.
 * @returns its value, and the index of the byte after it
 * @throws CheckpointError if it is damaged, or asks for anything that is not on the allow-list
 */
export function parsePickle<T>(options: PickleOptions<T>): {
  readonly value: PickleValue<T>;
  readonly end: number;
} {
  const { bytes, start = 0, source } = options;
  const fail: Fail = (problem, advice = COPY_AGAIN) => {
    throw new CheckpointError({ source }, `${problem} (before byte ${m.at})`, advice);
  };
  const m: Machine<T> = {
    ...options,
    fail,
    view: new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength),
    at: start,
    stack: [],
    marked: [],
    memo: new Map(),
  };
  if (u8(m) !== PROTO) fail("this is no pickle of protocol 2 or later");
  const protocol = u8(m);
  if (protocol < 2 || protocol > 5) fail(`the pickle has protocol ${protocol} but 2 to 5 are read`);
  for (let steps = 0; ; steps++) {
    if (steps > MOST_STEPS)
      fail(
        `the pickle has more than ${MOST_STEPS} steps`,
        "Save the plain state_dict of the model",
      );
    const opcode = u8(m);
    if (opcode === STOP) return { value: pop(m), end: m.at };
    const step = OPCODES.get(opcode);
    if (!step) fail(`the pickle has the opcode 0x${opcode.toString(16)}, which is not read`);
    step?.(m);
  }
}

/** Whether a value is a tuple. */
export function isTuple<T>(value: PickleValue<T> | undefined): value is PickleTuple<T> {
  return hasKind(value) && value.kind === "tuple";
}

/** Whether a value is a global of the allow-list. */
export function isGlobal<T>(value: PickleValue<T> | undefined): value is PickleGlobal<T> {
  return hasKind(value) && value.kind === "global";
}

/** Whether a value was built by the allow-list or from a persistent id. */
export function isBuilt<T>(value: PickleValue<T> | undefined): value is PickleBuilt<T> {
  return hasKind(value) && value.kind === "built";
}

function hasKind<T>(
  value: PickleValue<T> | undefined,
): value is PickleTuple<T> | PickleGlobal<T> | PickleBuilt<T> {
  return typeof value === "object" && value !== null && "kind" in value;
}
