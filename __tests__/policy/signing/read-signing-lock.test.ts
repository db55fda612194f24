import { expect, test } from "vitest";
import { formatDiagnostic } from "../../../modules/core/diagnostic.ts";
import { parsePolicies } from "../../../modules/policy/parse.ts";
import { formatSigningLock, readSigningLock } from "../../../modules/policy/signing/read-signing-lock.ts";
import { rotateKey } from "../../../modules/policy/signing/rotate-key.ts";
import { testSigner } from "../../support/run-witness.ts";

const { pin } = testSigner();
const told = (text: string) => readSigningLock("signing.lock.json", text).diagnostics.map(formatDiagnostic);

test("a lock without a key pins none, and says so with no mistake", () => {
  expect(readSigningLock("signing.lock.json", formatSigningLock([]))).toEqual({
    rotating: {},
    keys: [],
    diagnostics: [],
  });
});

test("each key is one line, so that a change of one is a line of a diff", () => {
  const text = formatSigningLock([{ ...pin, until: "2026-11-29T12:00:00.000Z" }]);
  expect(text.split("\n").filter((line) => line.includes(pin.key))).toHaveLength(1);
  expect(JSON.parse(text)).toEqual({ version: 1, keys: [{ ...pin, until: "2026-11-29T12:00:00.000Z" }] });
});

test("no mistake in it proposes a value to write: that would say whom to believe", () => {
  const help =
    "\n  help: take the file as it was committed, rather than edit it: npx zonekeep pin adds what it lacks";
  expect(told(formatSigningLock([{ ...pin, from: "yesterday" }]))).toEqual([
    `signing.lock.json:4:348: error[VALUE] keys.from "yesterday" is not understood${help}`,
  ]);
  expect(told(`${formatSigningLock([pin])}# ours`)).toEqual([
    `signing.lock.json:1:1: error[YAML] the signing lock is not valid JSON${help}`,
  ]);
});

test("a region whose next key is not pinned yet signs with it, and one that is pinned is not about to come", () => {
  const second = { ...pin, generation: 2 };
  const ahead = formatSigningLock([second], { "us-east-1": 3 });
  expect(readSigningLock("signing.lock.json", ahead)).toEqual({
    ...{ keys: [second], rotating: { "us-east-1": 3 }, diagnostics: [] },
  });
  expect(told(formatSigningLock([second], { "us-east-1": 2 }))).toEqual([
    expect.stringContaining('error[ESTATE] that key of "us-east-1" is pinned already'),
  ]);
  expect(told(formatSigningLock([second], { "us-east-1": 41 }))).toEqual([
    expect.stringContaining("error[VALUE] rotating.us-east-1 41 is more than 40"),
  ]);
  expect(rotateKey({ keys: [{ ...pin, generation: 40 }], rotating: {} }, "us-east-1")).toMatchObject({
    message: "us-east-1 has had 40 keys, which is as many as are counted",
  });
});

test("the estate believes the keys of the lock; of two locks the second is a mistake", () => {
  const estate = { path: "estate.yaml", text: 'version: 1\naccount: "123456789012"\nregions: [us-east-1]\n' };
  const zones = {
    path: "zones.lock.json",
    text: '{"source":"s","date":"2026-01-31","regions":[{"id":"us-east-1","partition":"aws","optIn":false}],"zones":[]}',
  };
  const lock = { path: "signing.lock.json", text: formatSigningLock([pin]) };
  const { estate: read, diagnostics } = parsePolicies([estate, zones, lock]);
  expect([read?.signers, diagnostics]).toEqual([[pin], []]);
  expect(parsePolicies([estate, zones]).estate).not.toHaveProperty("signers");
  const second = { ...lock, path: "team/signing.lock.json" };
  expect(parsePolicies([estate, zones, lock, second]).diagnostics.map(formatDiagnostic)).toEqual([
    "team/signing.lock.json:1:1: error[ESTATE] a second signing lock: the first is signing.lock.json\n  help: keep one of them",
  ]);
});
