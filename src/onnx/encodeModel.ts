/** Writes a graph as the bytes of an ONNX model (the subset of onnx.proto3 that raretag needs). */

import protobuf from "protobufjs";
import type { DType, Tensor } from "../core/index.js";
import type { Attributes, Graph, Value } from "./graph.js";
import { type AttributeKind, type OpTable, opKey } from "./schema.js";

/** Opset of ONNX's own operators that models declare. */
export const OPSET = 21;

const SCHEMA = `
syntax = "proto3";
message Model { int64 ir_version = 1; string producer_name = 2; repeated Opset opset_import = 8; }
message Opset { string domain = 1; int64 version = 2; }
message Graph { repeated Node node = 1; string name = 2; repeated ValueInfo input = 11; repeated ValueInfo output = 12; }
message Node { repeated string input = 1; repeated string output = 2; string name = 3; string op_type = 4; repeated Attribute attribute = 5; string domain = 7; }
message Attribute { string name = 1; float f = 2; int64 i = 3; bytes s = 4; Tensor t = 5; repeated int64 ints = 8; int32 type = 20; }
message Tensor { repeated int64 dims = 1; int32 data_type = 2; string name = 8; bytes raw_data = 9; repeated Entry external_data = 13; int32 data_location = 14; }
message Entry { string key = 1; string value = 2; }
message ValueInfo { string name = 1; Type type = 2; }
message Type { TensorType tensor_type = 1; }
message TensorType { int32 elem_type = 1; TensorShape shape = 2; }
message TensorShape { repeated Dimension dim = 1; }
message Dimension { oneof value { int64 dim_value = 1; string dim_param = 2; } }
`;

const ELEMENT_TYPE: Record<DType, number> = {
  float32: 1,
  uint8: 2,
  int8: 3,
  int32: 6,
  int64: 7,
  bool: 9,
  float64: 11,
};

const encodeAttribute: Record<AttributeKind, (value: never) => object> = {
  float: (f: number) => ({ f, type: 1 }),
  int: (i: number) => ({ i, type: 2 }),
  string: (s: string) => ({ s: Buffer.from(s, "utf8"), type: 3 }),
  tensor: (t: Tensor) => ({ t: encodeTensor("", t), type: 4 }),
  ints: (ints: number[]) => ({ ints, type: 7 }),
};

const bytesOf = ({ data }: Tensor) => new Uint8Array(data.buffer, data.byteOffset, data.byteLength);

function encodeTensor(name: string, tensor: Tensor) {
  const { dtype, shape } = tensor;
  return { name, dims: shape, dataType: ELEMENT_TYPE[dtype], rawData: bytesOf(tensor) };
}

function encodeValue({ name, dtype, shape }: Value): object {
  const dim = shape.map((size) =>
    typeof size === "number" ? { dimValue: size } : { dimParam: size },
  );
  return { name, type: { tensorType: { elemType: ELEMENT_TYPE[dtype], shape: { dim } } } };
}

function encodeAttributes(
  attributes: Attributes,
  kinds: Readonly<Record<string, AttributeKind>>,
): object[] {
  return Object.entries(attributes).map(([name, value]) => ({
    name,
    ...encodeAttribute[kinds[name] as AttributeKind](value as never),
  }));
}

const sizeOfChunks = (chunks: readonly Uint8Array[]) =>
  chunks.reduce((sum, chunk) => sum + chunk.byteLength, 0);

/** Fields that are written piece by piece, by number. */
const FIELD = { modelGraph: 7, graphInitializer: 5, tensorRawData: 9 } as const;

/** A field that holds the bytes of `chunks`. */
function field(name: keyof typeof FIELD, chunks: readonly Uint8Array[]): Uint8Array[] {
  const prefix = protobuf.Writer.create()
    .uint32((FIELD[name] << 3) | 2)
    .uint32(sizeOfChunks(chunks));
  return [prefix.finish(), ...chunks];
}

/**
 * The bytes of a ModelProto in pieces to write one after the other. The data of constants are views, not copies.
 * @param table tells how attributes are stored
 * @param storeData gives the fields of a large constant's data, where they are not to be in the model itself
 */
function modelChunks(
  graph: Graph,
  table: OpTable,
  storeData?: (data: Uint8Array) => object,
): readonly Uint8Array[] {
  const { root } = protobuf.parse(SCHEMA);
  const encode = (type: string, content: object) => {
    const message = root.lookupType(type);
    return message.encode(message.fromObject(content)).finish();
  };
  const domains = new Set(graph.nodes.map(({ domain }) => domain));
  const model = encode("Model", {
    irVersion: 10,
    producerName: "raretag",
    opsetImport: [
      { domain: "", version: OPSET },
      ...(domains.has("com.microsoft") ? [{ domain: "com.microsoft", version: 1 }] : []),
    ],
  });
  const structure = encode("Graph", {
    name: graph.name,
    input: graph.inputs.map(encodeValue),
    output: graph.outputs.map(encodeValue),
    node: graph.nodes.map((node, i) => ({
      name: `${node.opType}_${i}`,
      opType: node.opType,
      domain: node.domain,
      input: node.inputs,
      output: node.outputs,
      attribute: encodeAttributes(
        node.attributes,
        table.get(opKey(node.domain, node.opType))?.attributes ?? {},
      ),
    })),
  });
  const initializers = [...graph.constants].flatMap(([name, tensor]) => {
    const { rawData, ...description } = encodeTensor(name, tensor);
    const stored =
      storeData && rawData.byteLength > LARGEST_INSIDE
        ? [encode("Tensor", { ...description, ...storeData(rawData) })]
        : [encode("Tensor", description), ...field("tensorRawData", [rawData])];
    return field("graphInitializer", stored);
  });
  return [model, ...field("modelGraph", [structure, ...initializers])];
}

/** @returns the bytes of a ModelProto; `table` tells how attributes are stored */
export function encodeModel(graph: Graph, table: OpTable): Uint8Array {
  return Buffer.concat(modelChunks(graph, table));
}

/** Constants up to this many bytes stay in the model, as they may be sizes that shapes are inferred from. */
const LARGEST_INSIDE = 1024;

/** Readers of protobuf take sizes as signed 32-bit numbers. */
const LARGEST_MODEL = 2 ** 31 - 1;

/** A model as one or two files. */
export interface ModelFiles {
  /** The ModelProto in pieces. */
  readonly model: readonly Uint8Array[];
  /** The data of its constants in pieces, where the model would be too large with them. */
  readonly external?: readonly Uint8Array[];
}

/**
 * A model to write to disk; nothing large is copied.
 * @param externalName name of the second file, which must lie beside the first
 * @param limit most bytes of the first file
 */
export function modelFiles(
  graph: Graph,
  table: OpTable,
  { externalName, limit = LARGEST_MODEL }: { externalName: string; limit?: number },
): ModelFiles {
  const model = modelChunks(graph, table);
  if (sizeOfChunks(model) <= limit) return { model };
  const external: Uint8Array[] = [];
  const storeData = (data: Uint8Array) => {
    const place = {
      location: externalName,
      offset: sizeOfChunks(external),
      length: data.byteLength,
    };
    external.push(data);
    return {
      dataLocation: 1,
      externalData: Object.entries(place).map(([key, value]) => ({ key, value: `${value}` })),
    };
  };
  return { model: modelChunks(graph, table, storeData), external };
}
