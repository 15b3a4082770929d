/** Response schemas: Fastify compiles each into a serializer that knows the shape in advance. */
const integer = { type: "integer" } as const;
const string = { type: "string" } as const;

export const rowSchema = responseOf({ id: integer, randomNumber: integer });
export const messageSchema = responseOf({ message: string });
export const formSchema = responseOf({ fields: integer, sha256: string });
export const healthSchema = responseOf({ status: string, worker: string });

function responseOf(properties: Record<string, { readonly type: string }>) {
  return { response: { 200: { type: "object", properties } } };
}
