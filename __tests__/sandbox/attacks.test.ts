import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { forgedPoints } from "./attacks/r1-authentic-points.ts";
import { poison } from "./attacks/r2-poison.ts";
import { anotherFunction } from "./attacks/r3-another-function.ts";
import { versionsForLambda } from "./attacks/r6-versions.ts";
import { ransomware } from "./attacks/r7-ransomware.ts";
import { silence } from "./attacks/r7-silence.ts";
import { runResults } from "./attacks/r9-run-results.ts";
import { pullRequests, standbyRole } from "./attacks/r10-roles-and-pull-requests.ts";
import { type Scene, setScene } from "./attacks/scene.ts";

let scene: Scene;
const there = (): Scene => scene;

beforeAll(async () => {
  scene = await setScene();
});
afterAll(() => scene?.deployment.end());

/** Attacks that were once run by hand and worked, on one deployment: those that leave most behind come last. */
describe("on what is deployed, in this order,", () => {
  pullRequests();
  standbyRole(there);
  silence(there);
  forgedPoints(there);
  anotherFunction(there);
  poison(there);
  versionsForLambda(there);
  runResults(there);
  ransomware(there);
  test("nothing that another team has was touched by any attack, restore or repair", async () => {
    expect(await scene.estate.changed()).toEqual([]);
  });
});
