import { Transform } from "node:stream";
import type { Fault } from "./faults.ts";

export type Damage = Extract<Fault, { kind: "truncate" | "flip" }>;

/** Breaks a stream off where the fault says. */
class BrokenOff extends Error {
  override readonly name = "BrokenOff";
}

/**
 * Alters an answer's body on its way.
 * @param length - of the whole body, in bytes; 0 when the answer does not say
 */
export function damage(fault: Damage, length: number): Transform {
  const middle = Math.floor(length / 2);
  const place = fault.kind === "flip" ? (fault.at ?? middle) : (fault.bytes ?? middle);
  let seen = 0;
  return new Transform({
    transform(chunk: Buffer, _encoding, done) {
      const at = place - seen;
      seen += chunk.length;
      if (at < 0 || at >= chunk.length) return done(null, chunk);
      if (fault.kind === "flip") {
        const altered = Buffer.from(chunk);
        altered[at] = (altered[at] ?? 0) ^ 0xff;
        return done(null, altered);
      }
      this.push(chunk.subarray(0, at));
      // Let what was pushed leave first; then break.
      setImmediate(() => done(new BrokenOff(`the answer breaks off after ${place} bytes`)));
    },
  });
}
