import { createScramClient } from "./scram.ts";
import { saslInitialResponse, saslResponse } from "./wire-messages.ts";

const mechanism = "SCRAM-SHA-256";
/** What PostgreSQL calls its requests; the others are refused by these names. */
const requests: Readonly<Record<number, string>> = {
  2: "Kerberos",
  3: "a password in plain text",
  5: "an MD5 password",
  7: "GSSAPI",
  9: "SSPI",
};

/**
 * Answers PostgreSQL's requests for authentication, one after the other, by SCRAM alone.
 * @returns what to send for a request; throws what is not known, with the way out
 */
export function authenticate(
  password: string,
  sslMode: string | null,
): (request: Buffer) => Buffer | undefined {
  const scram = createScramClient(password);
  return (request) => {
    const code = request.readInt32BE(0);
    const text = request.toString("utf8", 4);
    if (sslMode !== null && sslMode !== "disable" && sslMode !== "prefer")
      throw unknown(`\`sslmode=${sslMode}\` demands TLS`);
    switch (code) {
      case 0:
        return undefined;
      case 10:
        if (text.split("\0").includes(mechanism))
          return saslInitialResponse(mechanism, scram.first);
        throw unknown(`PostgreSQL demands ${text.split("\0").filter(Boolean).join(" or ")}`);
      case 11:
        return saslResponse(scram.answer(text));
      case 12:
        scram.verify(text);
        return undefined;
      default:
        throw unknown(`PostgreSQL demands ${requests[code] ?? `authentication ${code}`}`);
    }
  };
}

function unknown(what: string): Error {
  return new Error(`${what}, which the driver \`wire\` does not know: use \`--driver pg\``);
}
