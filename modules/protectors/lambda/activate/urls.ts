import {
  CreateFunctionUrlConfigCommand,
  type CreateFunctionUrlConfigCommandInput,
  UpdateFunctionUrlConfigCommand,
} from "@aws-sdk/client-lambda";
import type { ActivateRequest, Activating } from "../../activating.ts";
import { attempt } from "../../kit/attempt.ts";
import { canonical, sameJson } from "../../kit/canonical.ts";
import { unlessGone } from "../../kit/disarming.ts";
import { ARM_AGAIN, DISARM_AGAIN, RestoreError } from "../../kit/restore-error.ts";
import { parseFunctionArn } from "../arn.ts";
import { readUrls } from "../capture/settings.ts";
import { labelOf, readStatements } from "../policy/read.ts";
import { allowToo, urlAlone } from "../policy/url-alone.ts";
import type { MappingPorts } from "../restore/ports.ts";
import { urlForm } from "../url.ts";
import type { ArmedStatement, ArmedUrl } from "./activation.ts";

interface Asked extends Pick<ActivateRequest, "arn" | "note"> {
  /** Those that arming writes. */
  readonly statements: readonly ArmedStatement[];
}

/** Makes a function's URL, and tells the address that AWS gives it. */
export function urlActivating(
  ports: MappingPorts,
  name: string,
  { qualifier, settings, over }: ArmedUrl,
  { arn, note, statements }: Asked,
): Activating {
  const Qualifier = qualifier === "$LATEST" ? undefined : qualifier;
  const label = labelOf({ name, qualifier: Qualifier });
  const what = { resource: `URL of ${label}`, again: ARM_AGAIN };

  const find = async (again = ARM_AGAIN) => {
    const call = "lambda:ListFunctionUrlConfigs";
    const all = await attempt(ports.sleep, { ...what, call, again }, () => readUrls(ports, name));
    return all.find((one) => one.qualifier === qualifier);
  };
  const look = async (): Promise<"absent" | "same" | "other"> => {
    const there = await find();
    if (there === undefined) return "absent";
    const form = urlForm(there.settings);
    if (sameJson(form, urlForm(settings))) return "same";
    if (over !== undefined && sameJson(form, over)) return "other";
    throw new RestoreError(
      what.resource,
      "lambda:UpdateFunctionUrlConfig",
      "it is there with other settings, which the restore has not seen",
      `restore again with --replace, or delete it; then ${ARM_AGAIN}`,
    );
  };
  return {
    title: `${over === undefined ? "create" : "set"} the URL of ${label}`,
    call: over === undefined ? "lambda:CreateFunctionUrlConfig" : "lambda:UpdateFunctionUrlConfig",
    active: async () => (await look()) === "same",
    activate: async () => {
      const state = await look();
      if (state === "same") return "kept";
      const input = {
        FunctionName: name,
        ...(Qualifier !== undefined && { Qualifier }),
        ...(state === "other" && { Cors: {} }),
        ...canonical(settings),
      } as unknown as CreateFunctionUrlConfigCommandInput;
      const { FunctionUrl } =
        state === "absent"
          ? await attempt(ports.sleep, { ...what, call: "lambda:CreateFunctionUrlConfig" }, () =>
              ports.lambda.send(new CreateFunctionUrlConfigCommand(input)),
            )
          : await attempt(ports.sleep, { ...what, call: "lambda:UpdateFunctionUrlConfig" }, () =>
              ports.lambda.send(new UpdateFunctionUrlConfigCommand(input)),
            );
      note(`the URL of ${label} is ${FunctionUrl ?? "not told by Lambda"}`);
      return "written";
    },
    idle: async () => {
      const written = statements
        .filter((one) => one.qualifier === Qualifier)
        .map(({ statement }) => statement);
      if (urlAlone(written).length === 0) return undefined;
      const alone = urlAlone([
        ...(await readStatements(ports, { name, arn, qualifier: Qualifier }, ARM_AGAIN)),
        ...written,
      ]);
      if (alone.length === 0) return undefined;
      const { region } = parseFunctionArn(arn);
      const once = alone.filter(({ Sid }, at) => alone.findIndex((one) => one.Sid === Sid) === at);
      return (
        `the URL of ${label} answers 403 to whom its policy lets in by lambda:InvokeFunctionUrl alone: ` +
        `${allowToo(once, { name, region, qualifier: Qualifier })}; it is not counted until then`
      );
    },
    disarming: {
      title: `leave the URL of ${label}`,
      call: "lambda:ListFunctionUrlConfigs",
      inactive: () => Promise.resolve(true),
      disarm: () => Promise.resolve(),
      // Made again it would have another address.
      stays: async () => {
        const there = await unlessGone(() => find(DISARM_AGAIN));
        if (there === undefined) return undefined;
        const byIam = there.settings.AuthType !== "NONE";
        note(
          `the URL of ${label} stays, since another one would have another address: ` +
            (byIam
              ? "whom IAM lets invoke it in this account still can"
              : "it answers nobody whom no statement lets in"),
        );
        return byIam ? `the URL of ${label}` : undefined;
      },
    },
  };
}
