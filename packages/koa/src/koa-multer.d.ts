/** What is used here of `@koa/multer` 4, which brings no type declarations. */
declare module "@koa/multer" {
  import type { IncomingMessage } from "node:http";
  import type { Writable } from "node:stream";
  import type { Middleware } from "koa";

  function multer(options: {
    readonly storage: object;
    /** Feeds the body to the parser; by default `request.pipe(parser)`. */
    readonly streamHandler: (request: IncomingMessage, parser: Writable) => void;
  }): { single(name: string): Middleware };

  namespace multer {
    function memoryStorage(): object;
  }
  export = multer;
}
