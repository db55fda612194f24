import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import type { Manifest } from "../../../modules/recovery/manifest.ts";
import { application } from "../../support/application.ts";
import { Attacker } from "../../support/forging/attacker.ts";
import { testSigner } from "../../support/run-witness.ts";
import { content, head, PREFIX, ports } from "../../support/sample-point.ts";
import { capturePoint, signRun } from "../../support/signed-points.ts";
import { fixedSigner } from "./fixed-signer.ts";

/**
 * Writes the committed points anew: `npm run committed`. Signatures differ each time, so this is for when the form of
 * points changes; the tests read what is committed.
 */
const signer = fixedSigner();
const deps = ports();
const attacker = new Attacker({ store: deps.store, signer, home: application(), runs: [] });
let made = 0;

/** A point of a function of this name in a run of its own, as a runner keeps it. */
async function capture(id: string) {
  const minute = String(++made).padStart(2, "0");
  const run = `20261123T21${minute}00Z-000000${minute}`;
  const startedAt = `2026-11-23T21:${minute}:00.000Z`;
  const arn = `arn:aws:lambda:us-east-1:123456789012:function:${id}`;
  const { secrets, ...rest } = content;
  const what = {
    ...(id === "good" ? content : rest),
    document: { kind: "lambda", name: id },
    blobs: content.blobs.filter(({ name }) => name === "layer/base"),
  };
  const of = { id, name: id, arn, run, capturedAt: startedAt, related: [] };
  const point = await capturePoint(deps, of, what);
  const sign = () => signRun(deps, [point], signer, { run, startedAt });
  return { run, key: point.key, summary: attacker.summaryKey(run), sign };
}

const manifest = (key: string): Manifest => attacker.read(key);

const good = await capture("good");
await good.sign();
await capture("unsigned");

const forged = await capture("forged");
attacker.put(forged.summary, await attacker.sign(forged.run, [forged.key], testSigner()));

const unpinned = await capture("unpinned");
const theirs = testSigner("arn:aws:kms:us-east-1:999999999999:key/9e9e9e9e-0000-4000-8000-000000000009");
attacker.put(unpinned.summary, await attacker.sign(unpinned.run, [unpinned.key], theirs));

const replaced = await capture("replaced");
await replaced.sign();
attacker.put(replaced.key, {
  ...manifest(replaced.key),
  document: attacker.keep({ kind: "lambda", name: "evil" }),
});

const replayed = await capture("replayed");
attacker.put(replayed.summary, attacker.bytes(good.summary));

const truncated = await capture("truncated");
await truncated.sign();
attacker.put(truncated.summary, attacker.bytes(truncated.summary).subarray(0, 200));

const swapped = await capture("swapped");
const other = { policy: "payments" };
attacker.put(swapped.summary, await attacker.sign(swapped.run, [swapped.key], signer, other, other));

const early = await capture("back-dated");
attacker.put(early.key, { ...manifest(early.key), capturedAt: "2026-11-01T00:00:00Z" });

const late = await capture("future");
attacker.plant(late.key, "99991231T235959Z-00000010");
deps.store.objects.delete(late.key);

const moved = await capture("moved");
await moved.sign();
attacker.put(moved.key, attacker.bytes(good.key));

const alike = await capture("look-alike");
await alike.sign();
attacker.put(alike.key, { ...manifest(alike.key), policy: "оrders" });

const poisoned = await capture("poisoned");
await poisoned.sign();
const { sha256 } = manifest(poisoned.key).document;
attacker.put(`${PREFIX}blobs/sha256/${sha256.slice(0, 2)}/${sha256}`, { kind: "lambda", name: "evil" });

const stray = await capture("stray");
attacker.put(
  stray.key.replace(stray.run, `ZZZZZZZZZZZZZZZZ-${head.run.slice(-8)}`),
  attacker.bytes(stray.key),
);
deps.store.objects.delete(stray.key);

const root = join(import.meta.dirname, "store");
rmSync(root, { recursive: true, force: true });
for (const [key, { bytes }] of deps.store.objects) {
  mkdirSync(dirname(join(root, key)), { recursive: true });
  writeFileSync(join(root, key), bytes);
}
