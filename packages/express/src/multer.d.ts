import type { IncomingMessage } from "node:http";
import type { Writable } from "node:stream";
import "multer";

/** What multer 2.5 has and its type declarations leave out. */
declare module "multer" {
  interface Options {
    /** Feeds the body to the parser; by default `request.pipe(parser)`. */
    readonly streamHandler?: (request: IncomingMessage, parser: Writable) => void;
  }
}
