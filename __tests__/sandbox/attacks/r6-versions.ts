import { setTimeout as pause } from "node:timers/promises";
import { GetFunctionCommand, GetLayerVersionCommand, InvokeCommand } from "@aws-sdk/client-lambda";
import { DeleteObjectCommand } from "@aws-sdk/client-s3";
import { beforeAll, describe, expect, test } from "vitest";
import { blobKey } from "../../../modules/recovery/layout.ts";
import { FUNCTIONS, LOST } from "../../../sandbox/demo/regions.ts";
import { lastCall } from "../deployed/capture-runs.ts";
import { Hand } from "./hand.ts";
import { PREFIX, type Scene, STORE } from "./scene.ts";
import { withoutPolicy } from "./without-policy.ts";

const VICTIM = FUNCTIONS.quote;
/** Milliseconds that CreateFunction waits at the gateway: longer than the attacker needs. */
const HELD = 4000;

/** An administrator who has taken the bucket's policy away. */
export function versionsForLambda(scene: () => Scene): void {
  describe("R6, what Lambda is given, when", () => {
    let hand: Hand;
    let code: string;
    const restore = (as: string) =>
      scene().deployment.zonekeep(
        ...["restore", VICTIM, "--site", LOST, "--as", as, "--point", scene().run.run],
        ...["--result", `${as}.json`],
      );
    const sizeAndHash = async (name: string): Promise<unknown> => {
      const { Configuration } = await scene().home.lambda.send(
        new GetFunctionCommand({ FunctionName: name }),
      );
      const [layer] = Configuration?.Layers ?? [];
      const [, LayerName = "", version = ""] = /^(.*):(\d+)$/.exec(layer?.Arn ?? "") ?? [];
      const { Content } = await scene().home.lambda.send(
        new GetLayerVersionCommand({ LayerName, VersionNumber: Number(version) }),
      );
      return [Configuration?.CodeSha256, Configuration?.CodeSize, Content?.CodeSha256];
    };
    const answer = async (FunctionName: string): Promise<string> => {
      const Payload = JSON.stringify({ queryStringParameters: { cents: "1999", country: "DE" } });
      const said = await scene().home.lambda.send(new InvokeCommand({ FunctionName, Payload }));
      return said.Payload?.transformToString() ?? "";
    };

    beforeAll(async () => {
      hand = new Hand(scene());
      const { blobs } = await hand.manifest(VICTIM);
      code = blobKey(PREFIX, blobs.find(({ name }) => name.startsWith("code/"))?.sha256 ?? "");
    });

    test("a delete marker lies on the package: the version below it, and the function answers as it did", async () => {
      const hide = new DeleteObjectCommand({ Bucket: STORE, Key: code });
      await withoutPolicy(hand.s3, () => hand.s3.send(hide));
      expect(await scene().deployment.zonekeep("verify", VICTIM, "--point", scene().run.run)).toMatchObject({
        code: 1,
        stdout: expect.stringContaining("\n  covered code/$LATEST: "),
      });
      const restored = await restore("beneath");
      expect(restored).toMatchObject({ code: 0 });
      expect(await sizeAndHash("beneath")).toEqual(await sizeAndHash(VICTIM));
      expect(await answer("beneath")).toBe(await answer(VICTIM));
    });

    test("the package is replaced after it was verified and before CreateFunction: the verified version all the same", async () => {
      const { sandbox } = scene().deployment;
      const last = await lastCall(sandbox);
      const fault = { kind: "delay", ms: HELD } as const;
      await sandbox.faults([{ service: "lambda", action: "CreateFunction", fault }]);
      const restoring = restore("raced");
      const made = async (): Promise<string[]> =>
        (await sandbox.calls(last)).flatMap(({ action, resource = "", caller = "" }) =>
          caller.includes("mallory") && action !== "PutObject" ? [] : [`${action} ${resource}`],
        );
      // Its secrets are opened last of all.
      await expect
        .poll(made, { timeout: 60_000, interval: 50 })
        .toContainEqual(expect.stringMatching(/^Decrypt /));
      await pause(200);
      await withoutPolicy(hand.s3, () => hand.put(code, "theirs", {}));
      const restored = await restoring;
      await sandbox.faults([]);
      expect(restored).toMatchObject({ code: 0 });
      const order = await made();
      const at = (start: string, part: string): number =>
        order.findIndex((call) => call.startsWith(start) && call.includes(part));
      const moments = [at("GetObject", code), at("PutObject", code), at("CreateFunction", "raced")];
      expect(moments).not.toContain(-1);
      expect(moments).toEqual(moments.toSorted((a, b) => a - b));
      expect(await sizeAndHash("raced")).toEqual(await sizeAndHash(VICTIM));
    });
  });
}
