import { expect, test } from "vitest";
import { formatSigningLock } from "../../../modules/policy/signing/read-signing-lock.ts";
import { testSigner } from "../../support/run-witness.ts";
import { DONE, repository } from "./repository.ts";

const { git, write, commit, edit, plan, against } = repository();

const { pin } = testSigner();
const next = { ...testSigner(`${pin.key}2`).pin, from: "2026-11-20T00:00:00.000Z" };
const lock = (...keys: (typeof pin)[]): Record<string, string> => ({
  "policies/signing.lock.json": formatSigningLock(keys),
});
const WORD = "accept: [{ change: widens, reason: our keys are pinned }]\n";

test("a first key is not pinned by a pull request that nobody let: whoever pins one is believed", async () => {
  write(lock(pin));
  const refused = await against();
  expect(refused.code).toBe(1);
  expect(refused.stdout).toMatch(
    new RegExp(`^widens +estate 123456789012 +signatures by ${pin.key} of us-east-1 are believed too`, "m"),
  );
  expect(refused.stderr).toContain(
    "help: merge accept: [{ change: widens, reason: ... }] in estate.yaml first, and take it out again with this change; or add --accept widens\n",
  );
  await expect(against("--accept", "widens")).resolves.toMatchObject(DONE);
});

test("it passes by a word merged with the first policies, which goes with the lock; the next rotation needs another", async () => {
  edit("estate", "state: local", `${WORD}state: local`);
  git("checkout", "-q", "-b", "deployed");
  commit("the first policies", {});
  edit("estate", WORD, "");
  write(lock(pin));
  const first = await plan("--against", "deployed");
  const stacks = await plan("--against", "deployed", "--affected");
  commit("pins", {});
  write(lock({ ...pin, until: "2026-11-29T12:00:00.000Z" }, next));
  const rotated = await plan("--against", "deployed");
  git("checkout", "-q", "-f", "main");
  git("branch", "-q", "-D", "deployed");
  expect(first).toMatchObject(DONE);
  expect(first.stdout).toContain("are believed too; accepted: our keys are pinned");
  expect(stacks).toMatchObject({ ...DONE, stdout: "site-eu-west-1\nsite-us-east-1\n" });
  expect(rotated).toMatchObject({ code: 1 });
  expect(rotated.stdout).toContain(`signatures by ${next.key} of us-east-1 are believed too`);
  expect(rotated.stdout).toContain(`other days, are pinned for ${pin.key} of us-east-1`);
});

test("the lock of a revision is read with its policies, as the one on the disk is", async () => {
  write(lock(pin));
  git("checkout", "-q", "-b", "pinned");
  commit("pins", {});
  const same = await plan("--against", "pinned");
  git("checkout", "-q", "-f", "main");
  const gone = await plan("--against", "pinned");
  git("branch", "-q", "-D", "pinned");
  expect(same).toMatchObject(DONE);
  expect(gone.stdout).toContain(`signatures by ${pin.key} of us-east-1 are no longer known`);
});
