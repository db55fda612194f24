import { beforeAll, expect, test } from "vitest";
import type { RunSummary } from "../../../modules/contract/events.ts";
import { jsonBytes } from "../../../modules/recovery/bytes.ts";
import type { Manifest, Wrap } from "../../../modules/recovery/manifest.ts";
import { MOST_VERSIONS } from "../../../modules/recovery/oldest-versions.ts";
import { Attacker } from "../../support/forging/attacker.ts";
import { type Outcome, outcomeOf } from "../../support/forging/loaded.ts";
import { copyOf, signedEstate } from "../../support/forging/signed-estate.ts";
import { entryOf } from "../../support/forging/single-change.ts";
import { testSigner } from "../../support/run-witness.ts";

const GOOD = await signedEstate();
const [OLD = "", RUN = ""] = GOOD.runs.map(({ id }) => id);
const ROOT = "123456789012/us-east-1/";
const POINT = `${ROOT}points/lambda/orders/${RUN}.json`;
const SUMMARY = `${ROOT}runs/orders/${RUN}.json`;
const WRAP = [...GOOD.store.objects.keys()].find(
  (key) => key.startsWith(`${ROOT}wraps/lambda/orders/${RUN}/`) && key.endsWith("us-east-1.json"),
) as string;
const BLOB = [...GOOD.store.objects.keys()].find((key) => key.includes("/blobs/")) as string;
const FORGER = testSigner();
/** A time at which nothing ran. */
const NEW = "20261123T213000Z-0000000f";

let whole: Outcome;

beforeAll(async () => {
  whole = await outcomeOf(GOOD, POINT);
});

type Forge = (attacker: Attacker) => Promise<unknown> | unknown;

async function forged(forge: Forge): Promise<Outcome> {
  const estate = copyOf(GOOD);
  const key = await forge(new Attacker(estate));
  return outcomeOf(estate, typeof key === "string" ? key : POINT);
}

const summary = (attacker: Attacker): RunSummary => attacker.read(SUMMARY);
const manifest = (attacker: Attacker): Manifest => attacker.read(POINT);
const manifestOf = (bytes: Uint8Array): Manifest => JSON.parse(Buffer.from(bytes).toString());
const bom = (bytes: Uint8Array): Uint8Array => Buffer.concat([Buffer.from([0xef, 0xbb, 0xbf]), bytes]);

/** What is done, what verify finds, and what restore says. */
const REFUSED: readonly [what: string, found: string, says: string, forge: Forge][] = [
  [
    "a run that the attacker makes and signs in the name of our key",
    "forged manifest",
    "is not that of arn:aws:kms",
    async (a) => {
      const key = a.plant(POINT, NEW);
      a.put(a.summaryKey(NEW), await a.sign(NEW, [key], FORGER));
      return key;
    },
  ],
  [
    "a run that the attacker makes and signs with a key of his own, under its own name",
    "unpinned manifest",
    "signed its run, and is not pinned",
    async (a) => {
      const key = a.plant(POINT, NEW);
      a.put(a.summaryKey(NEW), await a.sign(NEW, [key], testSigner("arn:aws:kms:us-east-1:1:key/a")));
      return key;
    },
  ],
  [
    "a point whose run nobody signed",
    "unsigned manifest",
    "nobody signed its run",
    async (a) => {
      const key = a.plant(POINT, NEW);
      const { signature: _, ...unsigned } = await a.sign(NEW, [key], FORGER);
      a.put(a.summaryKey(NEW), unsigned);
      return key;
    },
  ],
  [
    "a point of a run that never was",
    "unsigned manifest",
    "its run left no summary",
    (a) => a.plant(POINT, NEW),
  ],
  [
    "a point of another thing put beside those of a signed run",
    "unsigned manifest",
    "its run does not name it",
    (a) => {
      const key = POINT.replace("/orders/", "/payments/");
      const arn = "arn:aws:lambda:us-east-1:123456789012:function:payments";
      a.put(key, { ...manifest(a), id: "payments", name: "payments", arn });
      return key;
    },
  ],
  [
    "the signature taken out of a summary",
    "unsigned manifest",
    "nobody signed its run",
    (a) => {
      const { signature: _, ...unsigned } = summary(a);
      a.put(SUMMARY, unsigned);
    },
  ],
  [
    "the summary deleted",
    "unsigned manifest",
    "its run left no summary",
    (a) => void a.estate.store.objects.delete(SUMMARY),
  ],
  [
    "a manifest replaced, and every version of it gone",
    "replaced manifest",
    "not the one that its run signed",
    (a) => a.put(POINT, { ...manifest(a), warnings: ["all is well"] }),
  ],
  [
    "a manifest with the same members in another order",
    "replaced manifest",
    "not the one that its run signed",
    (a) => a.put(POINT, Buffer.from(JSON.stringify(manifest(a)))),
  ],
  [
    "a manifest behind a byte order mark",
    "replaced manifest",
    "not the one that its run signed",
    (a) => a.put(POINT, bom(a.bytes(POINT))),
  ],
  [
    "an older manifest that names the newer run",
    "replaced manifest",
    "not the one that its run signed",
    (a) => {
      const { capturedAt } = manifest(a);
      a.put(POINT, { ...a.read<Manifest>(POINT.replace(RUN, OLD)), run: RUN, capturedAt });
    },
  ],
  [
    "an older manifest as it is",
    "unreadable manifest",
    "it was moved or swapped",
    (a) => a.put(POINT, a.bytes(POINT.replace(RUN, OLD))),
  ],
  [
    "the manifest of another thing of the run",
    "unreadable manifest",
    "it was moved or swapped",
    (a) => a.put(POINT, a.bytes(`${ROOT}points/sqs-queue/orders/${RUN}.json`)),
  ],
  [
    "a manifest of another site",
    "unreadable manifest",
    "speaks of 123456789012/eu-west-1: it was moved or swapped",
    (a) => a.put(POINT, { ...manifest(a), site: "eu-west-1" }),
  ],
  [
    "a manifest of a policy whose name looks like ours",
    "unreadable manifest",
    "/policy must match pattern",
    (a) => a.put(POINT, { ...manifest(a), policy: "оrders" }),
  ],
  [
    "the signed summary of an older run",
    "replayed manifest",
    `is that of run "${OLD}"`,
    (a) => a.put(SUMMARY, a.bytes(a.summaryKey(OLD))),
  ],
  [
    "a summary that is cut off",
    "truncated manifest",
    "is not one, or not whole",
    (a) => a.put(SUMMARY, a.bytes(SUMMARY).subarray(0, 300)),
  ],
  [
    "a point taken out of a signed summary",
    "forged manifest",
    "is not that of arn:aws:kms",
    (a) => a.put(SUMMARY, { ...summary(a), points: [] }),
  ],
  [
    "a summary that says __proto__",
    "truncated manifest",
    "is not one, or not whole",
    (a) =>
      a.put(
        SUMMARY,
        Buffer.from(Buffer.from(a.bytes(SUMMARY)).toString().replace("{", '{"__proto__": {"points": []},')),
      ),
  ],
  [
    "a summary whose points stand in it twice, those of the attacker last",
    "forged manifest",
    "is not that of arn:aws:kms",
    (a) =>
      a.put(
        SUMMARY,
        Buffer.from(
          Buffer.from(a.bytes(SUMMARY))
            .toString()
            .replace(/\}\s*$/, ',"points": []}'),
        ),
      ),
  ],
  [
    "a signature by no algorithm",
    "truncated manifest",
    "is not one, or not whole",
    (a) => a.put(SUMMARY, { ...summary(a), signature: { ...summary(a).signature, algorithm: "none" } }),
  ],
  [
    "a run that our key signed for another policy",
    "swapped manifest",
    'is of policy "payments"',
    async (a) =>
      a.put(SUMMARY, await a.sign(RUN, [POINT], GOOD.signer, { policy: "payments" }, { policy: "payments" })),
  ],
  [
    "a run that our key signed for a zone of the region",
    "swapped manifest",
    'at "us-east-1-bos-1a"',
    async (a) => {
      const site = "us-east-1-bos-1a";
      a.put(SUMMARY, await a.sign(RUN, [POINT], GOOD.signer, { site }, { site }));
    },
  ],
  [
    "a run that our key signed for another account",
    "forged manifest",
    "is not that of arn:aws:kms",
    async (a) => a.put(SUMMARY, await a.sign(RUN, [POINT], GOOD.signer, {}, { account: "999999999999" })),
  ],
  [
    "a summary that our key signed and that names a point twice",
    "forged manifest",
    "names a point twice",
    async (a) => a.put(SUMMARY, await a.sign(RUN, [POINT, POINT], GOOD.signer)),
  ],
  [
    "a run before its key was made",
    "back-dated manifest",
    "its signing key was made 2026-01-01",
    async (a) => {
      const run = "20251231T000000Z-0000000f";
      const key = a.plant(POINT, run);
      a.put(a.summaryKey(run), await a.sign(run, [key], GOOD.signer));
      return key;
    },
  ],
  [
    "a point that was captured before its run began",
    "back-dated manifest",
    "before its run began",
    (a) => a.plant(POINT, NEW, { capturedAt: "2026-11-23T20:00:00Z" }),
  ],
  [
    "a point that was captured at no time",
    "back-dated manifest",
    "2026-99-99T99:99:99Z is no time",
    (a) => a.plant(POINT, NEW, { capturedAt: "2026-99-99T99:99:99Z" }),
  ],
  [
    "a run of the 31st of November",
    "back-dated manifest",
    "is no time at which a run can begin",
    (a) => a.plant(POINT, "20261131T210000Z-0000000f"),
  ],
  [
    "a run of the year 9999",
    "future manifest",
    "its run begins 9999-12-31T23:59:59.000Z",
    (a) => a.plant(POINT, "99991231T235959Z-0000000f"),
  ],
  [
    "a run that began at no time, signed with our key",
    "back-dated manifest",
    "its run began 2026-99-99T99:99:99Z",
    async (a) => {
      const key = a.plant(POINT, NEW);
      a.put(a.summaryKey(NEW), await a.sign(NEW, [key], GOOD.signer, { startedAt: "2026-99-99T99:99:99Z" }));
      return key;
    },
  ],
  [
    "a summary above as many others as are read",
    "buried manifest",
    "101 versions lie there, and none of the oldest 100",
    (a) => {
      const bytes = a.bytes(SUMMARY);
      for (let n = 0; n < MOST_VERSIONS; n++) (n === 0 ? a.put : a.cover).call(a, SUMMARY, { n });
      a.cover(SUMMARY, bytes);
    },
  ],
  [
    "the manifest of a run above as many others as are read, and another on top",
    "buried manifest",
    "102 versions lie there, and none of the oldest 100",
    (a) => {
      const bytes = a.bytes(POINT);
      for (let n = 0; n < MOST_VERSIONS; n++)
        (n === 0 ? a.put : a.cover).call(a, POINT, { ...manifestOf(bytes), warnings: [`${n}`] });
      a.cover(POINT, bytes);
      a.cover(POINT, { ...manifestOf(bytes), warnings: ["all is well"] });
    },
  ],
  [
    "locks taken off",
    "unlocked manifest",
    "was not locked until it expires",
    (a) => {
      const { lockedUntil: _, ...entry } = a.estate.store.objects.get(POINT) ?? {};
      a.estate.store.objects.set(POINT, entry as never);
    },
  ],
];

test.each(REFUSED)("%s: restore refuses it, and verify finds: %s", async (_what, found, says, forge) => {
  const now = await forged(forge);
  expect(now.refused?.message).toContain(says);
  expect(now.found).toContain(found);
});

/** What is done, what verify finds where it finds anything, and that what is restored stays what it was. */
const IN_VAIN: readonly [what: string, found: readonly string[], forge: Forge][] = [
  [
    "a poisoned manifest and a summary of the attacker on top, both locked",
    ["covered run", "covered manifest"],
    async (a) => {
      a.cover(POINT, { ...manifest(a), document: a.keep({ kind: "lambda" }) });
      a.cover(SUMMARY, await a.sign(RUN, [POINT], FORGER));
    },
  ],
  [
    "a manifest that was there before the run, locked, and another one on top",
    ["covered manifest"],
    (a) => {
      a.precede(POINT, { ...manifest(a), warnings: ["all is well"] });
      a.cover(POINT, { ...manifest(a), warnings: ["all is well"] });
    },
  ],
  ["no manifest at all on top", ["covered manifest"], (a) => a.cover(POINT, "poison")],
  ["a manifest that only the attacker can read on top", ["covered manifest"], (a) => a.hide(POINT)],
  ["a summary that only the attacker can read on top", ["covered run"], (a) => a.hide(SUMMARY)],
  [
    "the signed summary of an older run on top",
    ["covered run"],
    (a) => a.cover(SUMMARY, a.bytes(a.summaryKey(OLD))),
  ],
  [
    "a summary without signature on top",
    ["covered run"],
    (a) => a.cover(SUMMARY, { ...summary(a), signature: undefined }),
  ],
  [
    "a summary of 200 megabytes on top",
    ["covered run"],
    (a) => a.cover(SUMMARY, Buffer.alloc(200 * 1024 * 1024, " ")),
  ],
  [
    "the members of a summary in another order",
    [],
    (a) => a.put(SUMMARY, Buffer.from(JSON.stringify(summary(a)))),
  ],
  ["a summary behind a byte order mark", [], (a) => a.put(SUMMARY, bom(a.bytes(SUMMARY)))],
  [
    "the attacker's points in front of those of a summary",
    [],
    (a) =>
      a.put(
        SUMMARY,
        Buffer.from(
          Buffer.from(jsonBytes(summary(a)))
            .toString()
            .replace("{", '{"points": [],'),
        ),
      ),
  ],
  [
    "a poisoned manifest, and on top of its summary another one of the run that our stolen key signed",
    ["covered run", "replaced run", "covered manifest"],
    async (a) => {
      a.cover(POINT, { ...manifest(a), warnings: ["all is well"] });
      a.cover(SUMMARY, await a.sign(RUN, [POINT], GOOD.signer));
    },
  ],
  ["other bytes over a blob", [expect.stringMatching(/^covered /)], (a) => a.cover(BLOB, "poison")],
  [
    "a blob that only the attacker can read on top",
    [expect.stringMatching(/^covered /)],
    (a) => a.hide(BLOB),
  ],
  [
    "a data key that the attacker's own key has wrapped",
    ["covered key for us-east-1"],
    (a) => a.cover(WRAP, { ...a.read<Wrap>(WRAP), key: "arn:aws:kms:us-east-1:999999999999:key/a" }),
  ],
  [
    "no JSON on top of a wrapped key, and under no lock",
    ["covered key for us-east-1"],
    (a) => {
      a.cover(WRAP, Buffer.from("poison"));
      delete entryOf(a.estate.store, WRAP).lockedUntil;
    },
  ],
  [
    "a wrapped key that names another site",
    ["covered key for us-east-1"],
    (a) => a.cover(WRAP, { ...a.read<Wrap>(WRAP), site: "eu-west-1" }),
  ],
  [
    "what no key opens on top of every wrapped key, at all sites",
    ["covered key for eu-west-1", "covered key for us-east-1"],
    (a) => {
      for (const key of [WRAP, WRAP.replace(/us-east-1\.json$/, "eu-west-1.json")])
        a.cover(key, { ...a.read<Wrap>(key), wrapped: "AAAA" });
    },
  ],
  [
    "delete markers over manifest and summary",
    ["covered run", "covered manifest"],
    (a) => [POINT, SUMMARY].forEach((key) => void a.estate.store.hidden.add(key)),
  ],
];

test.each(IN_VAIN)("%s: what is restored stays what it was", async (_what, found, forge) => {
  const now = await forged(forge);
  expect(now.refused).toBeUndefined();
  expect(now.loaded).toBe(whole.loaded);
  expect(now.found).toEqual(found);
});
