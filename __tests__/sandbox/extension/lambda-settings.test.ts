import {
  AddLayerVersionPermissionCommand,
  CreateAliasCommand,
  CreateCodeSigningConfigCommand,
  DeleteFunctionCodeSigningConfigCommand,
  DeleteProvisionedConcurrencyConfigCommand,
  GetCodeSigningConfigCommand,
  GetFunctionCodeSigningConfigCommand,
  GetFunctionCommand,
  GetFunctionRecursionConfigCommand,
  GetFunctionScalingConfigCommand,
  GetLayerVersionPolicyCommand,
  GetProvisionedConcurrencyConfigCommand,
  GetRuntimeManagementConfigCommand,
  ListProvisionedConcurrencyConfigsCommand,
  PublishLayerVersionCommand,
  PublishVersionCommand,
  PutFunctionCodeSigningConfigCommand,
  PutFunctionConcurrencyCommand,
  PutFunctionRecursionConfigCommand,
  PutFunctionScalingConfigCommand,
  PutProvisionedConcurrencyConfigCommand,
  PutRuntimeManagementConfigCommand,
  UpdateAliasCommand,
  UpdateFunctionConfigurationCommand,
} from "@aws-sdk/client-lambda";
import { expect } from "vitest";
import { eventually, fresh, HOME, makeFunction, required, zip } from "./clients.ts";
import { type Probe, probeBoth } from "./probes.ts";
import { ACCOUNT } from "./servers.ts";

const CODE = "exports.handler = async () => 1;";
const arn = (name: string, qualifier: string): string =>
  `arn:aws:lambda:${HOME}:${ACCOUNT}:function:${name}:${qualifier}`;

const probes: readonly Probe[] = [
  {
    says: "provisioned concurrency is allocated in a while, listed, and gone when it is deleted",
    holds: async (aws) => {
      const { lambda } = aws;
      const FunctionName = await makeFunction(aws, CODE, { Publish: true });
      const at = { FunctionName, Qualifier: "1" };
      const put = await lambda.send(
        new PutProvisionedConcurrencyConfigCommand({ ...at, ProvisionedConcurrentExecutions: 2 }),
      );
      expect([put.Status, put.AllocatedProvisionedConcurrentExecutions]).toEqual(["IN_PROGRESS", 0]);
      const get = () => lambda.send(new GetProvisionedConcurrencyConfigCommand(at));
      expect([(await get()).Status, (await get()).Status]).toEqual(["IN_PROGRESS", "READY"]);
      const list = async () => {
        const answer = await lambda.send(new ListProvisionedConcurrencyConfigsCommand({ FunctionName }));
        return answer.ProvisionedConcurrencyConfigs;
      };
      expect(await list()).toMatchObject([
        { FunctionArn: arn(FunctionName, "1"), RequestedProvisionedConcurrentExecutions: 2 },
      ]);
      await lambda.send(new DeleteProvisionedConcurrencyConfigCommand(at));
      expect(await list()).toEqual([]);
      await expect(get()).rejects.toMatchObject({ name: "ProvisionedConcurrencyConfigNotFoundException" });
    },
  },
  {
    says: "provisioned concurrency is not more than what is reserved, and not twice of one version",
    holds: async (aws) => {
      const { lambda } = aws;
      const FunctionName = await makeFunction(aws, CODE, { Publish: true });
      await lambda.send(new CreateAliasCommand({ FunctionName, Name: "live", FunctionVersion: "1" }));
      const reserve = (ReservedConcurrentExecutions: number) =>
        lambda.send(new PutFunctionConcurrencyCommand({ FunctionName, ReservedConcurrentExecutions }));
      const provision = (Qualifier: string, ProvisionedConcurrentExecutions: number) =>
        lambda.send(
          new PutProvisionedConcurrencyConfigCommand({
            FunctionName,
            Qualifier,
            ProvisionedConcurrentExecutions,
          }),
        );
      await reserve(2);
      await expect(provision("live", 3)).rejects.toMatchObject({
        name: "InvalidParameterValueException",
        message:
          "Requested Provisioned Concurrency should not be greater than the reservedConcurrentExecution for function",
      });
      await provision("live", 2);
      await expect(reserve(1)).rejects.toMatchObject({
        message:
          " ReservedConcurrentExecutions  1 should not be lower than function's total provisioned concurrency [2].",
      });
      await expect(provision("1", 1)).rejects.toMatchObject({
        name: "ResourceConflictException",
        message: "Version is pointed by a Provisioned Concurrency alias",
      });
      const share = (weights: Record<string, number>) =>
        lambda.send(
          new UpdateAliasCommand({
            FunctionName,
            Name: "live",
            RoutingConfig: { AdditionalVersionWeights: weights },
          }),
        );
      await eventually(aws, async () => {
        const { Configuration } = await lambda.send(new GetFunctionCommand({ FunctionName }));
        return Configuration?.LastUpdateStatus === "InProgress" ? undefined : true;
      });
      await lambda.send(new UpdateFunctionConfigurationCommand({ FunctionName, MemorySize: 256 }));
      await eventually(aws, async () =>
        lambda.send(new PublishVersionCommand({ FunctionName })).catch(() => undefined),
      );
      // Weights may be added to what is there, and nothing is set beside them.
      await share({ "2": 0.1 });
      await expect(provision("live", 1)).rejects.toMatchObject({
        message: "Alias with weights can not be used with Provisioned Concurrency",
      });
      await expect(provision("other", 1)).rejects.toMatchObject({
        message: `Cannot find alias arn: ${arn(FunctionName, "other")}`,
      });
    },
  },
  {
    says: "runtime updates, recursion and scaling read back as they were put",
    holds: async (aws) => {
      const { lambda } = aws;
      const FunctionName = await makeFunction(aws, CODE, { Publish: true });
      const RuntimeVersionArn = `arn:aws:lambda:${HOME}::runtime:0123456789abcdef`;
      const pinned = { UpdateRuntimeOn: "Manual", RuntimeVersionArn } as const;
      await lambda.send(new PutRuntimeManagementConfigCommand({ FunctionName, Qualifier: "1", ...pinned }));
      const runtime = (Qualifier: string) =>
        lambda.send(new GetRuntimeManagementConfigCommand({ FunctionName, Qualifier }));
      expect(await runtime("1")).toMatchObject({ ...pinned, FunctionArn: arn(FunctionName, "1") });
      expect((await runtime("$LATEST")).UpdateRuntimeOn).toBe("Auto");
      await lambda.send(new PutFunctionRecursionConfigCommand({ FunctionName, RecursiveLoop: "Allow" }));
      const { RecursiveLoop } = await lambda.send(new GetFunctionRecursionConfigCommand({ FunctionName }));
      expect(RecursiveLoop).toBe("Allow");
      const FunctionScalingConfig = { MinExecutionEnvironments: 3, MaxExecutionEnvironments: 5 };
      const at = { FunctionName, Qualifier: "1" };
      await lambda.send(new PutFunctionScalingConfigCommand({ ...at, FunctionScalingConfig }));
      const scaling = await lambda.send(new GetFunctionScalingConfigCommand(at));
      expect(scaling.RequestedFunctionScalingConfig).toEqual(FunctionScalingConfig);
    },
  },
  {
    says: "a function is checked by a code-signing configuration that is there, or by none",
    holds: async (aws) => {
      const { lambda } = aws;
      const FunctionName = await makeFunction(aws, CODE);
      const bound = async () =>
        (await lambda.send(new GetFunctionCodeSigningConfigCommand({ FunctionName }))).CodeSigningConfigArn;
      expect(await bound()).toBeUndefined();
      const profile = `arn:aws:signer:${HOME}:${ACCOUNT}:/signing-profiles/test`;
      const { CodeSigningConfig } = await lambda.send(
        new CreateCodeSigningConfigCommand({ AllowedPublishers: { SigningProfileVersionArns: [profile] } }),
      );
      const CodeSigningConfigArn = required(CodeSigningConfig?.CodeSigningConfigArn);
      const read = await lambda.send(new GetCodeSigningConfigCommand({ CodeSigningConfigArn }));
      expect(read.CodeSigningConfig?.CodeSigningPolicies).toEqual({ UntrustedArtifactOnDeployment: "Warn" });
      await lambda.send(new PutFunctionCodeSigningConfigCommand({ FunctionName, CodeSigningConfigArn }));
      expect(await bound()).toBe(CodeSigningConfigArn);
      await lambda.send(new DeleteFunctionCodeSigningConfigCommand({ FunctionName }));
      expect(await bound()).toBeUndefined();
      const gone = CodeSigningConfigArn.replace(/.$/, (last) => (last === "0" ? "1" : "0"));
      await expect(
        lambda.send(new PutFunctionCodeSigningConfigCommand({ FunctionName, CodeSigningConfigArn: gone })),
      ).rejects.toMatchObject({ name: "CodeSigningConfigNotFoundException" });
    },
  },
  {
    says: "a layer version is shared statement by statement, with an account or an organisation",
    holds: async ({ lambda }) => {
      const LayerName = fresh("layer");
      const { LayerArn, LayerVersionArn } = await lambda.send(
        new PublishLayerVersionCommand({ LayerName, Content: { ZipFile: zip({ "nodejs/a.txt": "a" }) } }),
      );
      const VersionNumber = 1;
      const read = async (name: string) => {
        const answer = await lambda.send(
          new GetLayerVersionPolicyCommand({ LayerName: name, VersionNumber }),
        );
        return (JSON.parse(required(answer.Policy)) as { Statement: unknown }).Statement;
      };
      await expect(read(LayerName)).rejects.toMatchObject({
        name: "ResourceNotFoundException",
        message: "No policy is associated with the given resource.",
      });
      const Action = "lambda:GetLayerVersion";
      const share = (StatementId: string, Principal: string, OrganizationId?: string) =>
        lambda.send(
          new AddLayerVersionPermissionCommand({
            LayerName,
            VersionNumber,
            StatementId,
            Action,
            Principal,
            OrganizationId,
          }),
        );
      await share("partner", "444455556666");
      await share("all", "*", "o-a1b2c3d4e5");
      const shared = { Effect: "Allow", Action, Resource: LayerVersionArn };
      const statements = [
        { ...shared, Sid: "partner", Principal: { AWS: "arn:aws:iam::444455556666:root" } },
        {
          ...shared,
          Sid: "all",
          Principal: "*",
          Condition: { StringEquals: { "aws:PrincipalOrgID": "o-a1b2c3d4e5" } },
        },
      ];
      expect(await read(LayerName)).toEqual(statements);
      expect(await read(required(LayerArn))).toEqual(statements);
      await expect(share("partner", "444455556666")).rejects.toMatchObject({
        name: "ResourceConflictException",
      });
    },
  },
];

probeBoth(probes);
