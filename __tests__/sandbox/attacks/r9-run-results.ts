import { DescribeStateMachineCommand, SFNClient, UpdateStateMachineCommand } from "@aws-sdk/client-sfn";
import { afterEach, beforeAll, describe, expect, test } from "vitest";
import { stateMachineArn } from "../../../modules/aws/names.ts";
import { LOST } from "../../../sandbox/demo/regions.ts";
import { SCOPE, type Scene } from "./scene.ts";

/** Whoever may call UpdateStateMachine. */
export function runResults(scene: () => Scene): void {
  describe("R9, a state machine that was replaced by one which", () => {
    const machine = stateMachineArn(SCOPE, LOST);
    let sfn: SFNClient;
    let deployed: string | undefined;
    beforeAll(async () => {
      sfn = new SFNClient(scene().mallory);
      deployed = (await sfn.send(new DescribeStateMachineCommand({ stateMachineArn: machine }))).definition;
    });
    afterEach(() => replace(deployed));

    const replace = (definition: string | undefined) =>
      sfn.send(new UpdateStateMachineCommand({ stateMachineArn: machine, definition }));
    const one = (state: object): string => JSON.stringify({ StartAt: "Lie", States: { Lie: state } });
    const says = (Result: unknown): string => one({ Type: "Pass", Result, End: true });

    test.each<[string, (run: Scene["run"]) => string, RegExp]>([
      ["succeeds at once", () => one({ Type: "Succeed" }), /its answer is no summary of a run/],
      ["answers success", () => says({ status: "complete" }), /its answer is no summary of a run/],
      ["answers nothing", () => says(null), /its answer is no summary of a run/],
      ["answers the summary of a true run of before", (run) => says(run), /its summary is of run "/],
      [
        "answers a summary of another policy",
        (run) => says({ ...run, policy: "payments" }),
        /its summary is of policy "payments"/,
      ],
    ])("%s: the run is not believed, exit 1, and no program reads success", async (_lie, definition, why) => {
      await replace(definition(scene().run));
      const { code, stdout, stderr } = await scene().deployment.zonekeep("backup", "orders", "--json");
      expect(code).toBe(1);
      expect(stderr).toMatch(why);
      expect(stderr).toContain(`the run of orders at ${LOST} is not believed: `);
      expect(stderr).toContain("CloudTrail: UpdateStateMachine, UpdateFunctionCode");
      expect(stdout).not.toContain("complete");
    });

    test("is put back: the next run is believed", async () => {
      expect(await scene().deployment.zonekeep("backup", "orders")).toMatchObject({ code: 0 });
    });
  });
}
