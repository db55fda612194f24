import { execFileSync } from "node:child_process";
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  GetFunctionConfigurationCommand,
  LambdaClient,
  PutFunctionConcurrencyCommand,
  UpdateFunctionCodeCommand,
  UpdateFunctionConfigurationCommand,
} from "@aws-sdk/client-lambda";
import { strToU8, zipSync } from "fflate";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { functionName, RUNNERS, roleArn } from "../../../modules/aws/names.ts";
import { FUNCTIONS, LOST } from "../../../sandbox/demo/regions.ts";
import { ROOT, zonekeep } from "../../../sandbox/demo/zonekeep.ts";
import { withoutAws } from "../../../sandbox/environment.ts";
import { become, type Caller, makeRole, SCOPE, type Scene } from "./scene.ts";

const EVIL = zipSync({ "index.mjs": strToU8("export const handler = async () => 'theirs'") });

export function standbyRole(scene: () => Scene): void {
  describe("R10, the standby role that is deployed", () => {
    const standby = roleArn(SCOPE, LOST, "restore");

    test("is not taken by whoever may assume roles, and is by those whom the estate names", async () => {
      const { endpoint } = scene().deployment.sandbox;
      await expect(become(endpoint, standby, scene().mallory)).rejects.toMatchObject({
        name: "AccessDenied",
        message: expect.stringContaining(`sts:AssumeRole on resource: ${standby}`),
      });
      expect((await taken()).credentials.sessionToken).not.toBe("");
    });

    test.each(RUNNERS)(
      "puts no code of its own into the runner %s, and neither settings nor a limit",
      async (runner) => {
        const FunctionName = functionName(LOST, runner);
        const look = new GetFunctionConfigurationCommand({ FunctionName });
        const before = await scene().home.lambda.send(look);
        const lambda = new LambdaClient(await taken());
        for (const call of [
          () => lambda.send(new UpdateFunctionCodeCommand({ FunctionName, ZipFile: EVIL })),
          () =>
            lambda.send(new UpdateFunctionConfigurationCommand({ FunctionName, Handler: "evil.handler" })),
          () =>
            lambda.send(new PutFunctionConcurrencyCommand({ FunctionName, ReservedConcurrentExecutions: 0 })),
        ])
          await expect(call()).rejects.toMatchObject({
            name: "AccessDeniedException",
            message: expect.stringContaining("with an explicit deny in an identity-based policy"),
          });
        const { RevisionId, CodeSha256 } = await scene().home.lambda.send(look);
        expect([RevisionId, CodeSha256]).toEqual([before.RevisionId, before.CodeSha256]);
      },
    );

    test("changes what a restore has to change, as it must", async () => {
      const lambda = new LambdaClient(await taken());
      const change = { FunctionName: FUNCTIONS.intake, Description: "restored" };
      await expect(lambda.send(new UpdateFunctionConfigurationCommand(change))).resolves.toMatchObject(
        change,
      );
    });

    /** By one of the roles that the estate names, which the account has. */
    let session: Promise<Caller> | undefined;
    const taken = (): Promise<Caller> => {
      const { endpoint } = scene().deployment.sandbox;
      session ??= makeRole(scene().home, "backup-operators")
        .then((operators) => become(endpoint, operators))
        .then((operator) => become(endpoint, standby, operator));
      return session;
    };
  });
}

/** No configuration of this machine or of whoever runs the tests. */
const GIT = {
  ...{ PATH: process.env.PATH, GIT_CONFIG_NOSYSTEM: "1", GIT_CONFIG_GLOBAL: "/dev/null" },
  ...{ GIT_AUTHOR_NAME: "a", GIT_AUTHOR_EMAIL: "a@b.c" },
  ...{ GIT_COMMITTER_NAME: "a", GIT_COMMITTER_EMAIL: "a@b.c" },
};

/** Needs nothing that is deployed: the built command line in a repository. */
export function pullRequests(): void {
  describe("R10, a pull request alone", () => {
    const folder = mkdtempSync(join(tmpdir(), "zonekeep pull request "));
    const git = (...args: readonly string[]) => execFileSync("git", args, { cwd: folder, env: GIT });
    const edit = (from: string, to: string): void => {
      const path = join(folder, "policies", "estate.yaml");
      const text = readFileSync(path, "utf8");
      expect(text).toContain(from);
      writeFileSync(path, text.replace(from, to));
      git("commit", "-qam", "a change");
    };
    const against = (...args: readonly string[]) =>
      zonekeep(["plan", "--against", "main", ...args], {
        env: { ...withoutAws(process.env), ...GIT },
        dir: folder,
      });
    const widens = (text: string): string[] =>
      text
        .split("\n")
        .flatMap((line) => (line.startsWith("widens") ? [line.replaceAll(/ {2,}/g, " ").trim()] : []));

    beforeAll(() => {
      git("init", "-q", "-b", "main");
      cpSync(join(ROOT, "policies"), join(folder, "policies"), { recursive: true });
      git("add", "-A");
      git("commit", "-qm", "policies");
    });
    beforeEach(() => {
      git("checkout", "-q", "-B", "theirs", "main");
    });
    afterAll(() => rmSync(folder, { recursive: true }));

    const PASS = 'pass-roles: ["orders-*", "media-*", "edge-*"]';

    test("adds Admin* to pass-roles: it widens, exit 1, and an accept that it brings itself is not in force", async () => {
      edit(PASS, PASS.replace("]", ', "Admin*"]'));
      const alone = await against();
      expect(alone.code).toBe(1);
      expect(widens(alone.stdout)).toEqual([
        "widens estate 123456789012 a restore may pass roles Admin* too",
      ]);
      edit("version: 1", "version: 1\naccept: [{ change: widens, reason: trust me }]");
      const brought = await against();
      expect(brought.code).toBe(1);
      expect(widens(brought.stdout)).toEqual([
        `${widens(alone.stdout)}; not yet in force, it is in the change itself: trust me`,
      ]);
      expect(brought.stderr).toContain("not accepted");
    });

    test("keeps Terraform's state in another bucket: it widens, exit 1", async () => {
      edit("state: local", "state: { s3: { bucket: theirs, region: us-east-1 } }");
      const { code, stdout } = await against();
      expect(code).toBe(1);
      expect(widens(stdout)).toEqual([
        "widens estate 123456789012 keeps Terraform's state in s3://theirs/zonekeep of us-east-1 (was local files)",
      ]);
    });

    test("lets anybody take the standby role: it widens, exit 1", async () => {
      edit("  principals: [role/backup-operators, role/pipeline]\n", "");
      const { code, stdout } = await against();
      expect({ code, widened: widens(stdout).length }).toEqual({ code: 1, widened: 1 });
    });
  });
}
