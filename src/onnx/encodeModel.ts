/** Writes a graph as the bytes of an ONNX model (the subset of onnx.proto3 that raretag needs). */

import protobuf from "protobufjs";
import type { DType, Tensor } from "../core/index.js";
import type { Attributes, Graph, Value } from "./graph.js";
import { type AttributeKind, type OpTable, opKey } from "./schema.js";

/** Opset of ONNX's own operators that models declare. */
export const OPSET = 21;

const SCHEMA = `
syntax = "proto3";
message Model { int64 ir_version = 1; string producer_name = 2; Graph graph = 7; repeated Opset opset_import = 8; }
message Opset { string domain = 1; int64 version = 2; }
message Graph { repeated Node node = 1; string name = 2; repeated Tensor initializer = 5; repeated ValueInfo input = 11; repeated ValueInfo output = 12; }
message Node { repeated string input = 1; repeated string output = 2; string name = 3; string op_type = 4; repeated Attribute attribute = 5; string domain = 7; }
message Attribute { string name = 1; float f = 2; int64 i = 3; bytes s = 4; Tensor t = 5; repeated int64 ints = 8; int32 type = 20; }
message Tensor { repeated int64 dims = 1; int32 data_type = 2; string name = 8; bytes raw_data = 9; }
message ValueInfo { string name = 1; Type type = 2; }
message Type { TensorType tensor_type = 1; }
message TensorType { int32 elem_type = 1; TensorShape shape = 2; }
message TensorShape { repeated Dimension dim = 1; }
message Dimension { oneof value { int64 dim_value = 1; string dim_param = 2; } }
`;

const ELEMENT_TYPE: Record<DType, number> = {
  float32: 1,
  uint8: 2,
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

function encodeTensor(name: string, { dtype, shape, data }: Tensor): object {
  return {
    name,
    dims: shape,
    dataType: ELEMENT_TYPE[dtype],
    rawData: new Uint8Array(data.buffer, data.byteOffset, data.byteLength),
  };
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

/** @returns the bytes of a ModelProto; `table` tells how attributes are stored */
export function encodeModel(graph: Graph, table: OpTable): Uint8Array {
  const Model = protobuf.parse(SCHEMA).root.lookupType("Model");
  return Model.encode(
    Model.fromObject({
      irVersion: 10,
      producerName: "raretag",
      opsetImport: [
        { domain: "", version: OPSET },
        { domain: "com.microsoft", version: 1 },
      ],
      graph: {
        name: graph.name,
        input: graph.inputs.map(encodeValue),
        output: graph.outputs.map(encodeValue),
        initializer: [...graph.constants].map(([name, tensor]) => encodeTensor(name, tensor)),
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
      },
    }),
  ).finish();
}
