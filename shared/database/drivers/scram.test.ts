import { equal, throws } from "node:assert/strict";
import { test } from "node:test";
import { createScramClient } from "./scram.ts";

// RFC 7677, 3: user "user", password "pencil". PostgreSQL leaves the name empty, which changes proof
// and signature; these were computed with the name left out.
const serverFirst =
  "r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0,s=W22ZaJ0SNY7soEsUEjb6gQ==,i=4096";

test("a SCRAM client proves the password and has the server prove it", () => {
  const scram = createScramClient("pencil", "rOprNGfwEbeRWgbNEkqO");
  equal(scram.first, "n,,n=,r=rOprNGfwEbeRWgbNEkqO");
  const final = scram.answer(serverFirst);
  equal(
    final,
    "c=biws,r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0,p=qvT2SWdEH5Q06albL+hjSYuUhCG7VndFyzIb7CK4n9k=",
  );
  scram.verify("v=3HO6Qt1M4MKJrmlKaoOqLAI0/0TV0HZe7J9H3MBtSOg=");
  throws(() => scram.verify("v=AAAA"), /does not know the password/);
  throws(() => scram.verify("e=invalid-proof"), /does not know the password/);
});

test("a message for somebody else is refused", () => {
  throws(() => createScramClient("pencil", "other").answer(serverFirst), /none for us/);
  throws(() => createScramClient("pencil").answer("e=other-error"), /none for us/);
});
