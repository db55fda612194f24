import {
  CreateEventSourceMappingCommand,
  CreateFunctionCommand,
  DeleteEventSourceMappingCommand,
  GetEventSourceMappingCommand,
  GetFunctionConfigurationCommand,
  InvokeCommand,
  ListFunctionsCommand,
  ListVersionsByFunctionCommand,
  PublishVersionCommand,
  UpdateEventSourceMappingCommand,
  UpdateFunctionCodeCommand,
  UpdateFunctionConfigurationCommand,
} from "@aws-sdk/client-lambda";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Aws, clients, eventually, fresh, makeQueue, makeReader, zip } from "./clients.ts";
import { type Server, startExtension } from "./servers.ts";

const CODE = zip({ "index.js": "exports.handler = async () => 1;" });
const REFUSED =
  "is no longer supported for creating or updating AWS Lambda functions. We recommend you use a supported runtime while creating or updating functions.";

let server: Server | undefined;
let aws: Aws;
const on = (env: Readonly<Record<string, string>>) => {
  beforeAll(async () => {
    server = await startExtension(undefined, env);
    aws = clients(server.endpoint);
  });
  afterAll(() => server?.stop());
};

async function create(Runtime: string, more: object = {}): Promise<string> {
  const FunctionName = fresh("fn");
  const Role = await makeReader(aws);
  const settings = { Role, Handler: "index.handler", Code: { ZipFile: CODE }, ...more };
  await aws.lambda.send(
    new CreateFunctionCommand({ FunctionName, Runtime: Runtime as "nodejs24.x", ...settings }),
  );
  return FunctionName;
}

const configure = (FunctionName: string, change: object) =>
  aws.lambda.send(new UpdateFunctionConfigurationCommand({ FunctionName, ...change }));
const recode = (FunctionName: string) =>
  aws.lambda.send(new UpdateFunctionCodeCommand({ FunctionName, ZipFile: CODE }));
const described = (FunctionName: string, Qualifier?: string) =>
  aws.lambda.send(new GetFunctionConfigurationCommand({ FunctionName, Qualifier }));
const refused = (runtime: string) => ({
  name: "InvalidParameterValueException",
  message: `The runtime parameter of ${runtime} ${REFUSED}`,
  $metadata: expect.objectContaining({ httpStatusCode: 400 }),
});

describe("on 15 February 2027", () => {
  on({ ZONEKEEP_SANDBOX_TODAY: "2027-02-15" });

  test.each(["nodejs14.x", "python3.7", "nodejs20.x", "dotnet8"])(
    "no function of %s is created",
    async (runtime) => {
      await expect(create(runtime)).rejects.toMatchObject(refused(runtime));
    },
  );

  test("a function moves to a runtime of which none is created any more, and is changed", async () => {
    const name = await create("nodejs24.x");
    await configure(name, { Runtime: "nodejs14.x" });
    await recode(name);
    expect(await described(name)).toMatchObject({ Runtime: "nodejs14.x" });
  });
});

describe("on 3 March 2027", () => {
  on({ ZONEKEEP_SANDBOX_TODAY: "2027-03-03" });

  test("no function moves to a withdrawn runtime, and others are made as ever", async () => {
    const name = await create("nodejs24.x");
    await expect(configure(name, { Runtime: "nodejs20.x" })).rejects.toMatchObject(refused("nodejs20.x"));
    await configure(name, { Runtime: "nodejs22.x", Timeout: 9 });
    await recode(name);
    expect(await described(name)).toMatchObject({ Runtime: "nodejs22.x", Timeout: 9 });
  });
});

describe("with time to settle", () => {
  on({ ZONEKEEP_SANDBOX_SETTLE_MS: "1500" });
  const conflict = (message: string) => ({ name: "ResourceConflictException", message });
  const PENDING = conflict(
    "The operation cannot be performed at this time. The function is currently in the following state: Pending",
  );
  const done = (name: string, version?: string) =>
    eventually(aws, async () => {
      const now = await described(name, version);
      return now.State === "Active" && now.LastUpdateStatus === "Successful" ? now : undefined;
    });

  test("a function is pending, is neither changed, published nor invoked, and then is another revision", async () => {
    const name = await create("nodejs24.x");
    const born = await described(name);
    expect(born).toMatchObject({
      State: "Pending",
      StateReason: "The function is being created.",
      StateReasonCode: "Creating",
    });
    expect(born.LastUpdateStatus).toBeUndefined();
    await expect(configure(name, { Timeout: 9 })).rejects.toMatchObject(PENDING);
    await expect(recode(name)).rejects.toMatchObject(PENDING);
    await expect(aws.lambda.send(new PublishVersionCommand({ FunctionName: name }))).rejects.toMatchObject(
      PENDING,
    );
    await expect(aws.lambda.send(new InvokeCommand({ FunctionName: name }))).rejects.toMatchObject(PENDING);
    const { Functions = [] } = await aws.lambda.send(new ListFunctionsCommand({}));
    expect(Functions.find(({ FunctionName }) => FunctionName === name)).not.toHaveProperty("State");

    const after = await done(name);
    expect(after).not.toHaveProperty("StateReason");
    expect(after.RevisionId).not.toBe(born.RevisionId);
  });

  test("a mapping is being created, and is neither changed nor deleted before it is there", async () => {
    const name = await create("nodejs24.x");
    const { arn } = await makeQueue(aws);
    const mapping = { FunctionName: name, EventSourceArn: arn, Enabled: false };
    const { UUID, State } = await aws.lambda.send(new CreateEventSourceMappingCommand(mapping));
    expect(State).toBe("Creating");
    const enable = new UpdateEventSourceMappingCommand({ UUID, Enabled: true });
    const busy = { name: "ResourceInUseException" };
    await expect(aws.lambda.send(enable)).rejects.toMatchObject(busy);
    await expect(aws.lambda.send(new DeleteEventSourceMappingCommand({ UUID }))).rejects.toMatchObject(busy);
    await eventually(aws, async () => {
      const now = await aws.lambda.send(new GetEventSourceMappingCommand({ UUID }));
      return now.State === "Disabled" ? true : undefined;
    });
    expect((await aws.lambda.send(enable)).State).toBe("Enabling");
  });

  test("an update is in progress: the function is invoked, and not changed again", async () => {
    const name = await create("nodejs24.x");
    await done(name);
    const changed = await configure(name, { Timeout: 9 });
    expect(changed).toMatchObject({
      State: "Active",
      LastUpdateStatus: "InProgress",
      LastUpdateStatusReason: "The function is being created.",
      LastUpdateStatusReasonCode: "Creating",
    });
    const busy = conflict(
      `The operation cannot be performed at this time. An update is in progress for resource: ${changed.FunctionArn}`,
    );
    await expect(recode(name)).rejects.toMatchObject(busy);
    await expect(configure(name, { Timeout: 8 })).rejects.toMatchObject(busy);
    await expect(aws.lambda.send(new PublishVersionCommand({ FunctionName: name }))).rejects.toMatchObject(
      busy,
    );
    expect((await aws.lambda.send(new InvokeCommand({ FunctionName: name }))).StatusCode).toBe(200);
    expect((await done(name)).RevisionId).not.toBe(changed.RevisionId);
  });

  test("a version that is published with a change is pending too; one that is published by itself is there", async () => {
    const name = await create("nodejs24.x", { Publish: true });
    expect(await described(name, "1")).toMatchObject({ State: "Pending", Version: "1" });
    await done(name, "1");
    const before = await done(name);
    await configure(name, { Timeout: 9 });
    await done(name);
    const published = await aws.lambda.send(new PublishVersionCommand({ FunctionName: name }));
    expect(published).toMatchObject({ State: "Active", LastUpdateStatus: "Successful", Version: "2" });
    expect((await described(name)).RevisionId).not.toBe(before.RevisionId);
    const { Versions = [] } = await aws.lambda.send(
      new ListVersionsByFunctionCommand({ FunctionName: name }),
    );
    expect(Versions.map((version) => "State" in version)).toEqual([false, false, false]);
  });

  test("a function with a VPC takes longer", async () => {
    const VpcConfig = { SubnetIds: ["subnet-0a"], SecurityGroupIds: ["sg-0b"] };
    const [plain, inVpc] = await Promise.all([create("nodejs24.x"), create("nodejs24.x", { VpcConfig })]);
    await done(plain);
    expect(await described(inVpc)).toMatchObject({ State: "Pending" });
  });
});
