/** What is used here of Deno: its own types would replace those of Node.js in the whole repository. */
declare namespace Deno {
  const env: { get(name: string): string | undefined };

  function addSignalListener(signal: "SIGTERM", listener: () => void): void;

  function serve(
    options: {
      readonly hostname?: string;
      readonly port: number;
      readonly reusePort?: boolean;
      readonly onListen: (address: { readonly port: number }) => void;
    },
    fetch: (request: Request) => Response | Promise<Response>,
  ): { readonly addr: { readonly port: number }; shutdown(): Promise<void> };
}
