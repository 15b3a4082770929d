import { badRequestOf, type FormReply, formReplyOf, pipeBody } from "@rowbench/shared/contract";
import type { Request, RequestHandler } from "express";
import multer, { memoryStorage } from "multer";

const upload = multer({ storage: memoryStorage(), streamHandler: pipeBody }).single("file");

/** Puts the text fields of a form into `request.body` and its file into `request.file`. */
export const parseForm: RequestHandler = (request, response, next) => {
  upload(request, response, (error?: unknown) => {
    next(error === undefined ? undefined : badRequestOf(error));
  });
};

/** The answer to a form that `parseForm` has read. */
export function replyTo({ body, file }: Request): FormReply {
  return formReplyOf(Object.keys(body ?? {}).length, file?.buffer);
}
