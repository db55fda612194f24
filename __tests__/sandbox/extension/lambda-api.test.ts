import { createHash } from "node:crypto";
import {
  AddPermissionCommand,
  CreateAliasCommand,
  CreateEventSourceMappingCommand,
  CreateFunctionCommand,
  CreateFunctionUrlConfigCommand,
  DeleteFunctionCommand,
  DeleteResourcePolicyCommand,
  GetAccountSettingsCommand,
  GetAliasCommand,
  GetEventSourceMappingCommand,
  GetFunctionCommand,
  GetFunctionConcurrencyCommand,
  GetFunctionConfigurationCommand,
  GetFunctionEventInvokeConfigCommand,
  GetFunctionRecursionConfigCommand,
  GetLayerVersionByArnCommand,
  GetLayerVersionCommand,
  GetPolicyCommand,
  GetProvisionedConcurrencyConfigCommand,
  GetResourcePolicyCommand,
  GetRuntimeManagementConfigCommand,
  ListAliasesCommand,
  ListEventSourceMappingsCommand,
  ListFunctionEventInvokeConfigsCommand,
  ListFunctionsCommand,
  ListFunctionUrlConfigsCommand,
  ListLayerVersionsCommand,
  ListProvisionedConcurrencyConfigsCommand,
  ListVersionsByFunctionCommand,
  PublishLayerVersionCommand,
  PublishVersionCommand,
  PutFunctionConcurrencyCommand,
  PutFunctionEventInvokeConfigCommand,
  PutResourcePolicyCommand,
  TagResourceCommand,
  UntagResourceCommand,
  UpdateAliasCommand,
  UpdateFunctionConfigurationCommand,
} from "@aws-sdk/client-lambda";
import { PutObjectCommand } from "@aws-sdk/client-s3";
import { expect } from "vitest";
import {
  type Aws,
  fresh,
  HOME,
  makeBucket,
  makeFunction,
  makeQueue,
  makeRole,
  required,
  zip,
} from "./clients.ts";
import { type Probe, probeBoth } from "./probes.ts";
import { ACCOUNT } from "./servers.ts";

const CODE = "exports.handler = async () => 1;";
const sha256 = (bytes: Uint8Array): string => createHash("sha256").update(bytes).digest("base64");
const arn = (name: string): string => `arn:aws:lambda:${HOME}:${ACCOUNT}:function:${name}`;

async function download(address: string | undefined): Promise<Uint8Array> {
  const response = await fetch(required(address));
  expect(response.status).toBe(200);
  return new Uint8Array(await response.arrayBuffer());
}

/** Changes `$LATEST` and publishes it. */
async function publish({ lambda }: Aws, name: string, description: string): Promise<string> {
  await lambda.send(new UpdateFunctionConfigurationCommand({ FunctionName: name, Description: description }));
  return required((await lambda.send(new PublishVersionCommand({ FunctionName: name }))).Version);
}

const allow = (name: string, sid: string, more: object = {}) =>
  new AddPermissionCommand({
    FunctionName: name,
    StatementId: sid,
    Action: "lambda:InvokeFunction",
    Principal: "s3.amazonaws.com",
    ...more,
  });

const probes: readonly Probe[] = [
  {
    says: "Code.Location gives the exact bytes of each version, for ten minutes",
    holds: async (aws) => {
      const first = zip({ "index.js": CODE });
      const name = await makeFunction(aws, CODE, { Code: { ZipFile: first }, Publish: true });
      const { Code, Configuration } = await aws.lambda.send(
        new GetFunctionCommand({ FunctionName: name, Qualifier: "1" }),
      );
      const address = new URL(required(Code?.Location));
      expect(Buffer.from(await download(Code?.Location)).equals(Buffer.from(first))).toBe(true);
      expect(Configuration?.CodeSha256).toBe(sha256(first));
      expect(Configuration?.CodeSize).toBe(first.length);
      expect(address.searchParams.get("X-Amz-Expires")).toBe("600");
      expect(address.searchParams.get("X-Amz-Date")).toMatch(/^\d{8}T\d{6}Z$/);
      address.searchParams.set("X-Amz-Date", "20200101T000000Z");
      expect((await fetch(address)).status).toBe(403);
    },
  },
  {
    says: "CreateFunction takes the named version of an object in S3",
    holds: async (aws) => {
      const bucket = await makeBucket(aws.s3);
      const [older, newer] = [zip({ "index.js": CODE }), zip({ "index.js": `${CODE}//` })];
      const put = (Body: Uint8Array) =>
        aws.s3.send(new PutObjectCommand({ Bucket: bucket, Key: "fn.zip", Body }));
      const { VersionId } = await put(older);
      await put(newer);
      const name = await makeFunction(aws, CODE, {
        Code: { S3Bucket: bucket, S3Key: "fn.zip", S3ObjectVersion: required(VersionId) },
      });
      const { Configuration, Code } = await aws.lambda.send(new GetFunctionCommand({ FunctionName: name }));
      expect([Configuration?.CodeSha256, Configuration?.CodeSize]).toEqual([sha256(older), older.length]);
      expect(sha256(await download(Code?.Location))).toBe(sha256(older));
    },
  },
  {
    says: "code in a bucket of another region is refused",
    holds: async (aws) => {
      const bucket = await makeBucket(aws.s3Away);
      const Body = zip({ "index.js": CODE });
      await aws.s3Away.send(new PutObjectCommand({ Bucket: bucket, Key: "fn.zip", Body }));
      await expect(
        makeFunction(aws, CODE, { Code: { S3Bucket: bucket, S3Key: "fn.zip" } }),
      ).rejects.toMatchObject({
        name: "InvalidParameterValueException",
        message: expect.stringContaining("this region: eu-west-1"),
      });
    },
  },
  {
    says: "what is no zip is refused",
    holds: async (aws) => {
      await expect(makeFunction(aws, CODE, { Code: { ZipFile: Buffer.from("no") } })).rejects.toMatchObject({
        name: "InvalidParameterValueException",
        message: expect.stringContaining("Could not unzip"),
      });
    },
  },
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
  {
    says: "each qualifier has its own policy",
    holds: async (aws) => {
      const name = await makeFunction(aws, CODE, { Publish: true });
      await aws.lambda.send(
        new CreateAliasCommand({ FunctionName: name, Name: "live", FunctionVersion: "1" }),
      );
      await aws.lambda.send(allow(name, "of-the-function", { SourceAccount: ACCOUNT }));
      await aws.lambda.send(allow(name, "of-the-alias", { Qualifier: "live", SourceArn: "arn:aws:s3:::b" }));
      const read = async (Qualifier?: string) => {
        const { Policy } = await aws.lambda.send(
          new GetPolicyCommand({ FunctionName: name, ...(Qualifier !== undefined && { Qualifier }) }),
        );
        return JSON.parse(required(Policy)).Statement;
      };
      const statement = {
        Effect: "Allow",
        Principal: { Service: "s3.amazonaws.com" },
        Action: "lambda:InvokeFunction",
      };
      expect(await read()).toEqual([
        {
          Sid: "of-the-function",
          ...statement,
          Resource: arn(name),
          Condition: { StringEquals: { "AWS:SourceAccount": ACCOUNT } },
        },
      ]);
      expect(await read("live")).toEqual([
        {
          Sid: "of-the-alias",
          ...statement,
          Resource: `${arn(name)}:live`,
          Condition: { ArnLike: { "AWS:SourceArn": "arn:aws:s3:::b" } },
        },
      ]);
      await expect(read("1")).rejects.toMatchObject({ name: "ResourceNotFoundException" });
    },
  },
  {
    says: "a statement id is taken once",
    holds: async (aws) => {
      const name = await makeFunction(aws, CODE);
      await aws.lambda.send(allow(name, "one"));
      await expect(aws.lambda.send(allow(name, "one"))).rejects.toMatchObject({
        name: "ResourceConflictException",
      });
    },
  },
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
    says: "lists end after a page, and markers lead to the rest",
    holds: async (aws) => {
      const name = await makeFunction(aws, CODE);
      for (let i = 0; i < 52; i += 1) await publish(aws, name, `v${i}`);
      const sizes: number[] = [];
      let marker: string | undefined;
      do {
        const page = await aws.lambda.send(
          new ListVersionsByFunctionCommand({ FunctionName: name, ...(marker && { Marker: marker }) }),
        );
        sizes.push(required(page.Versions).length);
        marker = page.NextMarker;
      } while (marker !== undefined);
      expect(sizes).toEqual([50, 3]);
    },
  },
  {
    says: "MaxItems is honoured by each list",
    holds: async (aws) => {
      const name = await makeFunction(aws, CODE, { Publish: true });
      await makeFunction(aws, CODE);
      const queues = [await makeQueue(aws), await makeQueue(aws)];
      const layer = fresh("layer");
      for (const { arn: EventSourceArn } of queues)
        await aws.lambda.send(new CreateEventSourceMappingCommand({ FunctionName: name, EventSourceArn }));
      for (const Name of ["a", "b"])
        await aws.lambda.send(new CreateAliasCommand({ FunctionName: name, Name, FunctionVersion: "1" }));
      for (const text of ["a", "b"])
        await aws.lambda.send(
          new PublishLayerVersionCommand({ LayerName: layer, Content: { ZipFile: zip({ text }) } }),
        );
      const one = { FunctionName: name, MaxItems: 1 };
      const pages = await Promise.all([
        aws.lambda.send(new ListFunctionsCommand({ MaxItems: 1 })),
        aws.lambda.send(new ListAliasesCommand(one)),
        aws.lambda.send(new ListEventSourceMappingsCommand(one)),
        aws.lambda.send(new ListLayerVersionsCommand({ LayerName: layer, MaxItems: 1 })),
      ]);
      expect(pages[0].Functions).toHaveLength(1);
      expect(pages[1].Aliases).toHaveLength(1);
      expect(pages[2].EventSourceMappings).toHaveLength(1);
      expect(pages[3].LayerVersions).toHaveLength(1);
      for (const { NextMarker } of pages) expect(NextMarker).toEqual(expect.any(String));
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
  {
    says: "a layer's bytes can be read, by number and by ARN",
    holds: async (aws) => {
      const content = zip({ "nodejs/a.txt": "a" });
      const { LayerVersionArn, LayerArn } = await aws.lambda.send(
        new PublishLayerVersionCommand({ LayerName: fresh("layer"), Content: { ZipFile: content } }),
      );
      const byNumber = await aws.lambda.send(
        new GetLayerVersionCommand({ LayerName: required(LayerArn), VersionNumber: 1 }),
      );
      const byArn = await aws.lambda.send(
        new GetLayerVersionByArnCommand({ Arn: required(LayerVersionArn) }),
      );
      for (const { Content } of [byNumber, byArn]) {
        expect(sha256(await download(Content?.Location))).toBe(sha256(content));
        expect([Content?.CodeSha256, Content?.CodeSize]).toEqual([sha256(content), content.length]);
      }
      expect(byArn.LayerVersionArn).toBe(LayerVersionArn);
    },
  },
  {
    says: "a resource policy is read and put whole, under its revision, with what AddPermission cannot say",
    holds: async (aws) => {
      const FunctionName = await makeFunction(aws, CODE);
      const ResourceArn = arn(FunctionName);
      const allowed = { FunctionName, Action: "lambda:InvokeFunction", Principal: "s3.amazonaws.com" };
      await aws.lambda.send(new AddPermissionCommand({ ...allowed, StatementId: "added" }));
      const before = await aws.lambda.send(new GetResourcePolicyCommand({ ResourceArn }));
      const document = JSON.parse(required(before.Policy)) as { Statement: object[] };
      const several = {
        Sid: "several",
        Effect: "Deny",
        Principal: "*",
        Action: ["lambda:InvokeFunction", "lambda:GetFunction"],
        Resource: ResourceArn,
        Condition: { IpAddress: { "aws:SourceIp": "10.0.0.0/8" } },
      };
      const put = (Statement: object[], RevisionId?: string) =>
        aws.lambda.send(
          new PutResourcePolicyCommand({
            ResourceArn,
            Policy: JSON.stringify({ ...document, Statement }),
            ...(RevisionId !== undefined && { RevisionId }),
          }),
        );
      await put([...document.Statement, several], before.RevisionId);
      const { Policy = "" } = await aws.lambda.send(new GetPolicyCommand({ FunctionName }));
      expect((JSON.parse(Policy) as { Statement: unknown }).Statement).toEqual([
        ...document.Statement,
        several,
      ]);
      await expect(put([several], before.RevisionId)).rejects.toMatchObject({
        name: "PreconditionFailedException",
      });
      const many = Array.from({ length: 200 }, (_, n) => ({ ...several, Sid: `several-${n}` }));
      await expect(put(many)).rejects.toMatchObject({ name: "PolicyLengthExceededException" });
      await aws.lambda.send(new DeleteResourcePolicyCommand({ ResourceArn }));
      await expect(aws.lambda.send(new GetPolicyCommand({ FunctionName }))).rejects.toMatchObject({
        name: "ResourceNotFoundException",
      });
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

probeBoth(probes);
