/** What is used here of Bun: its own types would replace those of Node.js in the whole repository. */
declare module "bun" {
  export function serve(options: {
    readonly fetch: (request: Request) => Response | Promise<Response>;
    readonly hostname?: string;
    readonly port: number;
    readonly reusePort?: boolean;
  }): { readonly port: number; stop(): Promise<void> };
}
