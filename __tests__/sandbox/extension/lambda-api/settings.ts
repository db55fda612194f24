import {
  GetAccountSettingsCommand,
  GetFunctionCommand,
  GetFunctionConcurrencyCommand,
  GetFunctionConfigurationCommand,
  GetFunctionRecursionConfigCommand,
  GetProvisionedConcurrencyConfigCommand,
  GetRuntimeManagementConfigCommand,
  ListProvisionedConcurrencyConfigsCommand,
  PutFunctionConcurrencyCommand,
  TagResourceCommand,
  UpdateFunctionConfigurationCommand,
} from "@aws-sdk/client-lambda";
import { expect } from "vitest";
import { HOME, makeFunction, makeQueue, required } from "../clients.ts";
import type { Probe } from "../probes.ts";
import { ACCOUNT } from "../servers.ts";
import { arn, CODE } from "./calls.ts";

export const settings: readonly Probe[] = [
  {
    says: "key, dead-letter queue and logging configuration come back, and can be taken away",
    holds: async (aws) => {
      const { arn: queue } = await makeQueue(aws);
      const kept = {
        KMSKeyArn: `arn:aws:kms:${HOME}:${ACCOUNT}:key/11111111-2222-3333-4444-555555555555`,
        DeadLetterConfig: { TargetArn: queue },
        LoggingConfig: {
          LogFormat: "JSON" as const,
          LogGroup: "/zonekeep/x",
          SystemLogLevel: "WARN" as const,
        },
      };
      const name = await makeFunction(aws, CODE, kept);
      const read = () => aws.lambda.send(new GetFunctionConfigurationCommand({ FunctionName: name }));
      expect(await read()).toMatchObject({
        ...kept,
        LoggingConfig: { ...kept.LoggingConfig, ApplicationLogLevel: "INFO" },
      });
      await aws.lambda.send(
        new UpdateFunctionConfigurationCommand({
          FunctionName: name,
          KMSKeyArn: "",
          DeadLetterConfig: { TargetArn: "" },
        }),
      );
      const after = await read();
      expect([after.KMSKeyArn, after.DeadLetterConfig]).toEqual([undefined, undefined]);
    },
  },
  {
    says: "a function without a logging configuration has the default one",
    holds: async (aws) => {
      const name = await makeFunction(aws, CODE);
      const read = await aws.lambda.send(new GetFunctionConfigurationCommand({ FunctionName: name }));
      expect(read.LoggingConfig).toEqual({ LogFormat: "Text", LogGroup: `/aws/lambda/${name}` });
    },
  },
  {
    says: "a reserved concurrency of zero is returned, and none is absent",
    holds: async (aws) => {
      const name = await makeFunction(aws, CODE);
      const read = async () => [
        (await aws.lambda.send(new GetFunctionCommand({ FunctionName: name }))).Concurrency,
        (await aws.lambda.send(new GetFunctionConcurrencyCommand({ FunctionName: name })))
          .ReservedConcurrentExecutions,
      ];
      expect(await read()).toEqual([undefined, undefined]);
      await aws.lambda.send(
        new PutFunctionConcurrencyCommand({ FunctionName: name, ReservedConcurrentExecutions: 0 }),
      );
      expect(await read()).toEqual([{ ReservedConcurrentExecutions: 0 }, 0]);
    },
  },
  {
    says: "a function has 50 tags at most",
    holds: async (aws) => {
      const name = await makeFunction(aws, CODE);
      const tags = (from: number, n: number) =>
        Object.fromEntries(Array.from({ length: n }, (_, i) => [`t${from + i}`, "x"]));
      const tag = (Tags: Record<string, string>) =>
        aws.lambda.send(new TagResourceCommand({ Resource: arn(name), Tags }));
      await tag(tags(0, 50));
      await expect(tag(tags(50, 1))).rejects.toMatchObject({
        name: "InvalidParameterValueException",
        message: "Number of tags exceeds resource tag limit.",
      });
      await tag({ t7: "another value" });
    },
  },
  {
    says: "100 of the account's concurrency stay unreserved",
    holds: async (aws) => {
      const reserve = async (ReservedConcurrentExecutions: number) =>
        aws.lambda.send(
          new PutFunctionConcurrencyCommand({
            FunctionName: await makeFunction(aws, CODE),
            ReservedConcurrentExecutions,
          }),
        );
      const { AccountLimit } = await aws.lambda.send(new GetAccountSettingsCommand({}));
      const room = required(AccountLimit?.UnreservedConcurrentExecutions) - 100;
      await expect(reserve(room + 1)).rejects.toMatchObject({ name: "InvalidParameterValueException" });
      await reserve(1);
    },
  },
  {
    says: "settings that were never made are answered as AWS answers",
    holds: async (aws) => {
      const FunctionName = await makeFunction(aws, CODE);
      const { UpdateRuntimeOn } = await aws.lambda.send(
        new GetRuntimeManagementConfigCommand({ FunctionName }),
      );
      const { RecursiveLoop } = await aws.lambda.send(
        new GetFunctionRecursionConfigCommand({ FunctionName }),
      );
      const provisioned = await aws.lambda.send(
        new ListProvisionedConcurrencyConfigsCommand({ FunctionName }),
      );
      const { AccountLimit } = await aws.lambda.send(new GetAccountSettingsCommand({}));
      expect([
        UpdateRuntimeOn,
        RecursiveLoop,
        provisioned.ProvisionedConcurrencyConfigs,
        AccountLimit?.ConcurrentExecutions,
      ]).toEqual(["Auto", "Terminate", [], 1000]);
      await expect(
        aws.lambda.send(new GetProvisionedConcurrencyConfigCommand({ FunctionName, Qualifier: "$LATEST" })),
      ).rejects.toMatchObject({
        name: "InvalidParameterValueException",
        message: "The function resource provided must be an alias or a published version.",
      });
    },
  },
];
