import { maximumWait } from "@rowbench/shared/contract";

/** Response schemas: Fastify compiles each into a serializer that knows the shape in advance. */
const integer = { type: "integer" } as const;
const string = { type: "string" } as const;

export const rowSchema = responseOf({ id: integer, randomNumber: integer });
export const messageSchema = responseOf({ message: string });
export const formSchema = responseOf({ fields: integer, sha256: string });
export const healthSchema = responseOf({ status: string, worker: string });

/** Fastify turns it into a number, also `1e3`, and so looks at its digits before. */
const digits = { type: "string", pattern: "^\\d+$" } as const;

/** A row after `:ms`, which is refused when it is out of bounds. */
export const delayedRowSchema = {
  ...rowSchema,
  params: {
    type: "object",
    properties: { ms: { allOf: [digits, { ...integer, maximum: maximumWait }] } },
    required: ["ms"],
  },
};

function responseOf(properties: Record<string, { readonly type: string }>) {
  const required = Object.keys(properties);
  return { response: { 200: { type: "object", properties, required } } };
}
