import {
  CreateAliasCommand,
  CreateEventSourceMappingCommand,
  CreateFunctionUrlConfigCommand,
  GetEventSourceMappingCommand,
  GetFunctionEventInvokeConfigCommand,
  ListEventSourceMappingsCommand,
  ListFunctionEventInvokeConfigsCommand,
  ListFunctionUrlConfigsCommand,
  PutFunctionEventInvokeConfigCommand,
} from "@aws-sdk/client-lambda";
import { expect } from "vitest";
import { HOME, makeFunction, makeQueue, required } from "../clients.ts";
import type { Probe } from "../probes.ts";
import { ACCOUNT } from "../servers.ts";
import { arn, CODE } from "./calls.ts";

export const triggers: readonly Probe[] = [
  {
    says: "asynchronous settings are listed, one for each qualifier",
    holds: async (aws) => {
      const name = await makeFunction(aws, CODE, { Publish: true });
      const put = (MaximumRetryAttempts: number, Qualifier?: string) =>
        aws.lambda.send(
          new PutFunctionEventInvokeConfigCommand({
            FunctionName: name,
            MaximumRetryAttempts,
            ...(Qualifier !== undefined && { Qualifier }),
          }),
        );
      await put(2);
      await put(0);
      await put(1, "1");
      const { FunctionEventInvokeConfigs } = await aws.lambda.send(
        new ListFunctionEventInvokeConfigsCommand({ FunctionName: name }),
      );
      const always = {
        LastModified: expect.any(Date),
        DestinationConfig: { OnSuccess: {}, OnFailure: {} },
      };
      expect(FunctionEventInvokeConfigs).toEqual([
        { FunctionArn: `${arn(name)}:$LATEST`, MaximumRetryAttempts: 0, ...always },
        { FunctionArn: `${arn(name)}:1`, MaximumRetryAttempts: 1, ...always },
      ]);
      const one = await aws.lambda.send(
        new GetFunctionEventInvokeConfigCommand({ FunctionName: name, Qualifier: "1" }),
      );
      expect(one.MaximumRetryAttempts).toBe(1);
    },
  },
  {
    says: "function URLs are listed, one for each qualifier",
    holds: async (aws) => {
      const name = await makeFunction(aws, CODE, { Publish: true });
      await aws.lambda.send(
        new CreateAliasCommand({ FunctionName: name, Name: "live", FunctionVersion: "1" }),
      );
      await aws.lambda.send(new CreateFunctionUrlConfigCommand({ FunctionName: name, AuthType: "AWS_IAM" }));
      await aws.lambda.send(
        new CreateFunctionUrlConfigCommand({ FunctionName: name, Qualifier: "live", AuthType: "NONE" }),
      );
      const { FunctionUrlConfigs = [] } = await aws.lambda.send(
        new ListFunctionUrlConfigsCommand({ FunctionName: name }),
      );
      expect(
        FunctionUrlConfigs.map(({ FunctionArn, AuthType, InvokeMode }) => [
          FunctionArn,
          AuthType,
          InvokeMode,
        ]),
      ).toEqual([
        [arn(name), "AWS_IAM", "BUFFERED"],
        [`${arn(name)}:live`, "NONE", "BUFFERED"],
      ]);
    },
  },
  {
    says: "the list of mappings hides encrypted filters, and a single read shows them",
    holds: async (aws) => {
      const name = await makeFunction(aws, CODE);
      const FilterCriteria = { Filters: [{ Pattern: '{"body":{"kind":["order"]}}' }] };
      const { UUID } = await aws.lambda.send(
        new CreateEventSourceMappingCommand({
          FunctionName: name,
          EventSourceArn: (await makeQueue(aws)).arn,
          KMSKeyArn: `arn:aws:kms:${HOME}:${ACCOUNT}:key/k`,
          FilterCriteria,
        }),
      );
      const listed = await aws.lambda.send(new ListEventSourceMappingsCommand({ FunctionName: arn(name) }));
      const single = await aws.lambda.send(new GetEventSourceMappingCommand({ UUID: required(UUID) }));
      expect(listed.EventSourceMappings?.map((each) => [each.UUID, each.FilterCriteria?.Filters])).toEqual([
        [UUID, undefined],
      ]);
      expect(single.FilterCriteria).toEqual(FilterCriteria);
    },
  },
  {
    says: "a mapping names the alias, and is made once",
    holds: async (aws) => {
      const name = await makeFunction(aws, CODE, { Publish: true });
      await aws.lambda.send(
        new CreateAliasCommand({ FunctionName: name, Name: "live", FunctionVersion: "1" }),
      );
      const { arn: EventSourceArn } = await makeQueue(aws);
      const create = () =>
        aws.lambda.send(
          new CreateEventSourceMappingCommand({ FunctionName: `${arn(name)}:live`, EventSourceArn }),
        );
      expect((await create()).FunctionArn).toBe(`${arn(name)}:live`);
      await expect(create()).rejects.toMatchObject({ name: "ResourceConflictException" });
    },
  },
];
