import {
  CreateAliasCommand,
  CreateFunctionCommand,
  DeleteFunctionCommand,
  GetAliasCommand,
  GetFunctionCommand,
  GetFunctionConfigurationCommand,
  PublishVersionCommand,
  UpdateAliasCommand,
  UpdateFunctionConfigurationCommand,
} from "@aws-sdk/client-lambda";
import { expect } from "vitest";
import { makeFunction, makeRole, zip } from "../clients.ts";
import type { Probe } from "../probes.ts";
import { arn, CODE, publish } from "./calls.ts";

export const versions: readonly Probe[] = [
  {
    says: "an alias's revision id changes, and empty weights take the weights away",
    holds: async (aws) => {
      const name = await makeFunction(aws, CODE, { Publish: true });
      await publish(aws, name, "second");
      const alias = { FunctionName: name, Name: "live" };
      const made = await aws.lambda.send(
        new CreateAliasCommand({
          ...alias,
          FunctionVersion: "1",
          RoutingConfig: { AdditionalVersionWeights: { "2": 0.25 } },
        }),
      );
      expect(made.RoutingConfig).toEqual({ AdditionalVersionWeights: { "2": 0.25 } });
      await aws.lambda.send(
        new UpdateAliasCommand({ ...alias, RoutingConfig: { AdditionalVersionWeights: {} } }),
      );
      const after = await aws.lambda.send(new GetAliasCommand(alias));
      expect(after.RoutingConfig).toBeUndefined();
      expect(after.RevisionId).not.toBe(made.RevisionId);
    },
  },
  {
    says: "a published version keeps its configuration, and is published once",
    holds: async (aws) => {
      const name = await makeFunction(aws, CODE, { Environment: { Variables: { NO: "1" } } });
      await aws.lambda.send(new UpdateFunctionConfigurationCommand({ FunctionName: name, Timeout: 5 }));
      const numbers: (string | undefined)[] = [];
      for (let i = 0; i < 2; i += 1)
        numbers.push((await aws.lambda.send(new PublishVersionCommand({ FunctionName: name }))).Version);
      await aws.lambda.send(
        new UpdateFunctionConfigurationCommand({
          FunctionName: name,
          Environment: { Variables: { NO: "2" } },
          TracingConfig: { Mode: "Active" },
        }),
      );
      const read = await aws.lambda.send(
        new GetFunctionConfigurationCommand({ FunctionName: name, Qualifier: "1" }),
      );
      expect(numbers).toEqual(["1", "1"]);
      expect([read.Environment?.Variables, read.TracingConfig]).toEqual([
        { NO: "1" },
        { Mode: "PassThrough" },
      ]);
    },
  },
  {
    says: "version numbers are not used again, not even by a function made anew",
    holds: async (aws) => {
      const name = await makeFunction(aws, CODE, { Publish: true });
      await publish(aws, name, "second");
      await aws.lambda.send(new DeleteFunctionCommand({ FunctionName: name, Qualifier: "2" }));
      const third = await publish(aws, name, "third");
      await aws.lambda.send(new DeleteFunctionCommand({ FunctionName: name }));
      await aws.lambda.send(
        new CreateFunctionCommand({
          FunctionName: name,
          Runtime: "nodejs22.x",
          Handler: "index.handler",
          Role: await makeRole(aws),
          Code: { ZipFile: zip({ "index.js": CODE }) },
        }),
      );
      expect([third, await publish(aws, name, "again")]).toEqual(["3", "4"]);
    },
  },
  {
    says: "GetFunction of an alias names the alias and the version behind it",
    holds: async (aws) => {
      const name = await makeFunction(aws, CODE, { Publish: true });
      await aws.lambda.send(
        new CreateAliasCommand({ FunctionName: name, Name: "live", FunctionVersion: "1" }),
      );
      const { Configuration } = await aws.lambda.send(
        new GetFunctionCommand({ FunctionName: name, Qualifier: "live" }),
      );
      expect([Configuration?.FunctionArn, Configuration?.Version]).toEqual([`${arn(name)}:live`, "1"]);
    },
  },
];
