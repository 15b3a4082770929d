import { createHash, createHmac, pbkdf2Sync, randomBytes, timingSafeEqual } from "node:crypto";

/** The client's side of SCRAM-SHA-256 without channel binding (RFC 5802, RFC 7677). */
export interface ScramClient {
  /** The client-first-message. */
  readonly first: string;
  /** The client-final-message for the server's first one. Throws for a message that is none. */
  answer(serverFirst: string): string;
  /** Throws where the server's final message does not prove that it knows the password. */
  verify(serverFinal: string): void;
}

const nonceBytes = 18;

/** Starts an exchange; PostgreSQL takes the user's name from the start of the connection. */
export function createScramClient(
  password: string,
  nonce: string = randomBytes(nonceBytes).toString("base64"),
): ScramClient {
  const firstBare = `n=,r=${nonce}`;
  let serverSignature = Buffer.alloc(0);
  return {
    first: `n,,${firstBare}`,
    answer(serverFirst) {
      const [, joint = "", salt = "", iterations = ""] =
        /^r=([^,]+),s=([^,]+),i=(\d+)/.exec(serverFirst) ?? [];
      if (!joint.startsWith(nonce)) throw new Error("the server's SCRAM message is none for us");
      const salted = pbkdf2Sync(
        password.normalize("NFKC"),
        Buffer.from(salt, "base64"),
        Number(iterations),
        32,
        "sha256",
      );
      const finalBare = `c=biws,r=${joint}`;
      const message = `${firstBare},${serverFirst},${finalBare}`;
      const clientKey = hmac(salted, "Client Key");
      const signature = hmac(createHash("sha256").update(clientKey).digest(), message);
      serverSignature = hmac(hmac(salted, "Server Key"), message);
      const proof = clientKey.map((byte, index) => byte ^ (signature[index] ?? 0));
      return `${finalBare},p=${Buffer.from(proof).toString("base64")}`;
    },
    verify(serverFinal) {
      const [, encoded = ""] = /^v=([^,]+)/.exec(serverFinal) ?? [];
      const given = Buffer.from(encoded, "base64");
      const isRight = given.length === serverSignature.length;
      if (isRight && timingSafeEqual(given, serverSignature)) return;
      throw new Error("the server does not know the password, either");
    },
  };
}

function hmac(key: Buffer, text: string): Buffer<ArrayBuffer> {
  return createHmac("sha256", key).update(text).digest();
}
