import multer from "@koa/multer";
import { badRequestOf, type FormReply, formReplyOf, pipeBody } from "@rowbench/shared/contract";
import type { Context } from "koa";

const upload = multer({ storage: multer.memoryStorage(), streamHandler: pipeBody }).single("file");

/** Reads a form: its text fields into `context.request.body`, its file into `context.file`. */
export async function readForm(context: Context): Promise<FormReply> {
  await upload(context, async () => {}).catch((error: unknown) => {
    throw badRequestOf(error);
  });
  const { body } = context.request as { body?: object };
  return formReplyOf(Object.keys(body ?? {}).length, context.file?.buffer);
}
