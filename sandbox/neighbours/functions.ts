import * as L from "@aws-sdk/client-lambda";
import { strToU8, zipSync } from "fflate";
import { type Neighbour, THEIRS, theirFunction, theirQueue, theirRole } from "./place.ts";

const CODE = "exports.handler = async () => 'theirs';";
const of = { FunctionName: THEIRS };

/** A function with a version, an alias, a URL, grants to all that calls it, settings of its events and a mapping. */
export const theirFunctions: Neighbour = {
  make: async (at) => {
    const lambda = at.client(L.LambdaClient);
    await lambda.send(
      new L.CreateFunctionCommand({
        ...of,
        Role: theirRole,
        Runtime: "nodejs22.x",
        Handler: "index.handler",
        Code: { ZipFile: zipSync({ "index.js": strToU8(CODE) }) },
        Environment: { Variables: { STAGE: "theirs" } },
        Tags: { owner: "they" },
      }),
    );
    await L.waitUntilFunctionActiveV2({ client: lambda, maxWaitTime: 30, minDelay: 0.1, maxDelay: 0.2 }, of);
    const { Version } = await lambda.send(new L.PublishVersionCommand(of));
    await lambda.send(new L.CreateAliasCommand({ ...of, Name: "live", FunctionVersion: Version }));
    await lambda.send(new L.CreateFunctionUrlConfigCommand({ ...of, AuthType: "AWS_IAM" }));
    await lambda.send(new L.PutFunctionEventInvokeConfigCommand({ ...of, MaximumRetryAttempts: 1 }));
    for (const service of ["s3", "sns", "events", "logs", "elasticloadbalancing"])
      await lambda.send(
        new L.AddPermissionCommand({
          ...{ ...of, StatementId: service, Action: "lambda:InvokeFunction" },
          Principal: `${service}.amazonaws.com`,
        }),
      );
    await lambda.send(
      new L.CreateEventSourceMappingCommand({ ...of, EventSourceArn: theirQueue(at), Enabled: false }),
    );
  },
  describe: async (at) => {
    const lambda = at.client(L.LambdaClient);
    const { EventSourceMappings } = await lambda.send(new L.ListEventSourceMappingsCommand(of));
    return {
      function: [
        (await lambda.send(new L.GetFunctionCommand(of))).Configuration,
        await lambda.send(new L.ListTagsCommand({ Resource: theirFunction(at) })),
      ],
      versions: [
        await lambda.send(new L.ListVersionsByFunctionCommand(of)),
        await lambda.send(new L.ListAliasesCommand(of)),
      ],
      "function URL": await lambda.send(new L.ListFunctionUrlConfigsCommand(of)),
      grants: await lambda.send(new L.GetPolicyCommand(of)),
      "asynchronous settings": await lambda.send(new L.ListFunctionEventInvokeConfigsCommand(of)),
      mapping: await Promise.all(
        (EventSourceMappings ?? []).map(({ UUID }) =>
          lambda.send(new L.GetEventSourceMappingCommand({ UUID })),
        ),
      ),
    };
  },
};
