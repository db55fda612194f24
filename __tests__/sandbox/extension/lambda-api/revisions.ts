import {
  CreateAliasCommand,
  GetFunctionCommand,
  GetPolicyCommand,
  PublishVersionCommand,
  TagResourceCommand,
  UntagResourceCommand,
  UpdateAliasCommand,
  UpdateFunctionConfigurationCommand,
} from "@aws-sdk/client-lambda";
import { expect } from "vitest";
import { makeFunction, required } from "../clients.ts";
import type { Probe } from "../probes.ts";
import { allow, arn, CODE } from "./calls.ts";

export const revisions: readonly Probe[] = [
  {
    says: "the revision id changes with each change, and is asked for",
    holds: async (aws) => {
      const name = await makeFunction(aws, CODE);
      const revision = async () =>
        required(
          (await aws.lambda.send(new GetFunctionCommand({ FunctionName: name }))).Configuration?.RevisionId,
        );
      const before = await revision();
      const change = (RevisionId: string) =>
        aws.lambda.send(
          new UpdateFunctionConfigurationCommand({ FunctionName: name, Timeout: 9, RevisionId }),
        );
      await change(before);
      expect(await revision()).not.toBe(before);
      await expect(change(before)).rejects.toMatchObject({ name: "PreconditionFailedException" });
    },
  },
  {
    says: "tags and a publish change the revision too",
    holds: async (aws) => {
      const name = await makeFunction(aws, CODE);
      const revisions: unknown[] = [];
      const look = async () => {
        const { Configuration } = await aws.lambda.send(new GetFunctionCommand({ FunctionName: name }));
        revisions.push(required(Configuration?.RevisionId));
      };
      await look();
      await aws.lambda.send(new TagResourceCommand({ Resource: arn(name), Tags: { team: "shop" } }));
      await look();
      await aws.lambda.send(new UntagResourceCommand({ Resource: arn(name), TagKeys: ["team"] }));
      await look();
      await aws.lambda.send(new PublishVersionCommand({ FunctionName: name }));
      await look();
      expect(new Set(revisions).size).toBe(4);
      await aws.lambda.send(new PublishVersionCommand({ FunctionName: name }));
      await look();
      expect(revisions[4]).toBe(revisions[3]);
    },
  },
  {
    says: "an alias's revision is asked for, and a policy's is that of its version",
    holds: async (aws) => {
      const name = await makeFunction(aws, CODE, { Publish: true });
      const alias = { FunctionName: name, Name: "live" };
      const made = await aws.lambda.send(new CreateAliasCommand({ ...alias, FunctionVersion: "1" }));
      const point = () =>
        aws.lambda.send(new UpdateAliasCommand({ ...alias, Description: "x", RevisionId: made.RevisionId }));
      await point();
      await expect(point()).rejects.toMatchObject({
        name: "PreconditionFailedException",
        message:
          "The Revision Id provided does not match the latest Revision Id. " +
          "Call the GetFunction/GetAlias API to retrieve the latest Revision Id",
      });
      await aws.lambda.send(allow(name, "s3", { Qualifier: "1" }));
      const policy = await aws.lambda.send(new GetPolicyCommand({ FunctionName: name, Qualifier: "1" }));
      const version = await aws.lambda.send(new GetFunctionCommand({ FunctionName: name, Qualifier: "1" }));
      expect(policy.RevisionId).toBe(required(version.Configuration?.RevisionId));
    },
  },
];
