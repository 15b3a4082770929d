import type { Answer, Client, Content } from "../../client/http-client.ts";
import { maximumBody } from "../form.ts";
import { createFormBody, type FormBody, formBoundary } from "../form-body.ts";
import { bytes } from "../units.ts";
import { expectBody, expectError } from "./expectations.ts";
import type { Rule, Subject } from "./rules.ts";

/** A form of ordinary size. */
export const smallForm = createFormBody({ fileBytes: bytes(64 * 1024), seed: 1 });

/** Sends a form, or what ought to be one. */
export function sendForm(
  client: Client,
  { body, contentType }: Pick<FormBody, "body" | "contentType">,
  headers: Content["headers"] = {},
): Promise<Answer> {
  return client.send("POST", "/form", {
    headers: { "Content-Type": contentType, ...headers },
    body,
  });
}

const { body, contentType } = smallForm;

interface BrokenForm {
  readonly name: string;
  readonly body: Buffer;
  readonly contentType: string;
  /** 400 unless said. */
  readonly statusCodes?: readonly number[];
}

const part = (name: string, text: string) =>
  `--${formBoundary}\r\nContent-Disposition: form-data; name=${name}\r\n\r\n${text}\r\n`;
const end = `--${formBoundary}--\r\n`;
const cutField = Buffer.from(`${part('"file"; filename="a"', "file")}${part('"title"', "tex")}`);
const textAlone = Buffer.from(`${part('"title"', "text")}${end}`);

const brokenForms: readonly BrokenForm[] = [
  { name: "cut off in its file", body: body.subarray(0, body.length / 2), contentType },
  { name: "cut off in its closing boundary", body: body.subarray(0, 1 - end.length), contentType },
  { name: "cut off behind its file", body: cutField, contentType },
  { name: "without a body", body: Buffer.alloc(0), contentType },
  { name: "without a boundary parameter", body, contentType: "multipart/form-data" },
  { name: "without its boundary", body, contentType: "multipart/form-data; boundary=another" },
  { name: "without a file", body: textAlone, contentType },
  { name: "of plain text", body, contentType: "text/plain", statusCodes: [400, 415] },
];

/** `POST /form`, one request after the other. */
export const formRules: readonly Rule[] = [
  {
    name: "POST /form answers the number of fields and the SHA-256 of the file",
    check: async ({ client }) => expectBody(await sendForm(client, smallForm), smallForm.reply),
  },
  {
    name: `POST /form refuses more than ${maximumBody} bytes`,
    check: async ({ client }) => {
      const large = Buffer.alloc(maximumBody + 1);
      expectError(await sendForm(client, { body: large, contentType }), 413);
    },
  },
  ...brokenForms.map(({ name, statusCodes = [400], ...form }) => ({
    name: `POST /form ${name} is a bad request`,
    check: async ({ client }: Subject) => expectError(await sendForm(client, form), ...statusCodes),
  })),
  {
    name: "POST /form answers as before after what it refused",
    check: async ({ client }) => expectBody(await sendForm(client, smallForm), smallForm.reply),
  },
  {
    name: "GET /form is refused",
    check: async ({ client }) => expectError(await client.send("GET", "/form"), 404, 405),
  },
];
