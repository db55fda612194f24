import {
  CreateAliasCommand,
  InvokeCommand,
  type InvokeCommandInput,
  PublishLayerVersionCommand,
  PublishVersionCommand,
  PutFunctionConcurrencyCommand,
  UpdateFunctionCodeCommand,
  UpdateFunctionConfigurationCommand,
} from "@aws-sdk/client-lambda";
import { expect } from "vitest";
import { type Aws, eventually, HOME, makeFunction, required, zip } from "./clients.ts";
import { logLines } from "./logs.ts";
import { type Probe, probeBoth } from "./probes.ts";
import { ACCOUNT } from "./servers.ts";

interface Answer {
  readonly value: unknown;
  readonly error: string | undefined;
  readonly version: string | undefined;
}

async function invoke({ lambda }: Aws, input: InvokeCommandInput): Promise<Answer> {
  const answer = await lambda.send(new InvokeCommand(input));
  const text = answer.Payload?.transformToString() ?? "";
  return {
    value: text === "" ? undefined : JSON.parse(text),
    error: answer.FunctionError,
    version: answer.ExecutedVersion,
  };
}

const returns = (expression: string): string =>
  `exports.handler = async (event, context) => (${expression});`;

const probes: readonly Probe[] = [
  {
    says: "Invoke runs the deployed zip and returns what the handler returns",
    holds: async (aws) => {
      const name = await makeFunction(aws, returns("{ got: event.a + 1 }"));
      expect(await invoke(aws, { FunctionName: name, Payload: '{"a": 41}' })).toEqual({
        value: { got: 42 },
        error: undefined,
        version: "$LATEST",
      });
    },
  },
  {
    says: "an ES module with a handler in a folder runs",
    holds: async (aws) => {
      const name = await makeFunction(aws, "", {
        Handler: "src/main.handlers.run",
        Code: { ZipFile: zip({ "src/main.mjs": "export const handlers = { run: async () => 'esm' };" }) },
      });
      expect((await invoke(aws, { FunctionName: name })).value).toBe("esm");
    },
  },
  {
    says: "a large file answers the next event as it did the first, also where it imports late",
    holds: async (aws) => {
      const files = { "one.js": "exports.one = 1;" };
      const large = "x".repeat(200_000);
      for (const one of ["require('./one.js')", "(await import('./one.js'))"]) {
        const code = `${returns(`{ sum: event.a + ${one}.one, at: __filename }`)} // ${large}`;
        const name = await makeFunction(aws, "", { Code: { ZipFile: zip({ "index.js": code, ...files }) } });
        const ask = () => invoke(aws, { FunctionName: name, Payload: '{"a": 41}' });
        const first = await ask();
        expect(first.value).toEqual({ sum: 42, at: expect.stringMatching(/\/task\/index\.js$/) });
        expect(await ask()).toEqual(first);
      }
    },
  },
  {
    says: "a handler that answers through its callback runs",
    holds: async (aws) => {
      const name = await makeFunction(
        aws,
        "exports.handler = (e, c, done) => setTimeout(() => done(null, 7), 5);",
      );
      expect((await invoke(aws, { FunctionName: name })).value).toBe(7);
    },
  },
  {
    says: "the environment is the function's, with region, name, version and memory",
    holds: async (aws) => {
      const name = await makeFunction(
        aws,
        returns(
          "[process.env.COLOUR, process.env.AWS_REGION, process.env.AWS_LAMBDA_FUNCTION_NAME, process.env.AWS_LAMBDA_FUNCTION_VERSION, process.env.AWS_LAMBDA_FUNCTION_MEMORY_SIZE, context.invokedFunctionArn]",
        ),
        { Environment: { Variables: { COLOUR: "teal" } }, MemorySize: 256 },
      );
      expect((await invoke(aws, { FunctionName: name })).value).toEqual([
        "teal",
        HOME,
        name,
        "$LATEST",
        "256",
        `arn:aws:lambda:${HOME}:${ACCOUNT}:function:${name}`,
      ]);
    },
  },
  {
    says: "temporary files last from one event to the next, beside the code that is removed with the sandbox",
    holds: async (aws) => {
      const name = await makeFunction(
        aws,
        `const { appendFileSync, readFileSync } = require("node:fs");
        const { join } = require("node:path");
        exports.handler = async () => {
          const file = join(require("node:os").tmpdir(), "events");
          appendFileSync(file, "e");
          return [readFileSync(file, "utf8"), file === join(__dirname, "..", "tmp", "events")];
        };`,
      );
      expect((await invoke(aws, { FunctionName: name })).value).toEqual(["e", true]);
      expect((await invoke(aws, { FunctionName: name })).value).toEqual(["ee", true]);
    },
  },
  {
    says: "the function's calls go to the gateway as its role",
    holds: async (aws) => {
      const ask = `const { request } = require("node:http");
        exports.handler = () => new Promise((resolve, reject) => {
          const scope = process.env.AWS_ACCESS_KEY_ID + "/20260101/us-east-1/s3/aws4_request";
          const headers = { authorization: "AWS4-HMAC-SHA256 Credential=" + scope + ", SignedHeaders=host, Signature=0" };
          request(process.env.AWS_ENDPOINT_URL, { headers }, (answer) => {
            answer.resume();
            resolve(answer.headers["x-sandbox-caller"]);
          }).on("error", reject).end();
        });`;
      const name = await makeFunction(aws, ask);
      expect((await invoke(aws, { FunctionName: name })).value).toMatch(
        new RegExp(`^arn:aws:sts::${ACCOUNT}:assumed-role/role-[0-9a-f]+/${name}$`),
      );
    },
  },
  {
    says: "an error is reported with its type, message and trace",
    holds: async (aws) => {
      const name = await makeFunction(
        aws,
        "exports.handler = async () => { throw new RangeError('too far'); };",
      );
      const { value, error } = await invoke(aws, { FunctionName: name });
      expect(error).toBe("Unhandled");
      expect(value).toEqual({ errorType: "RangeError", errorMessage: "too far", trace: expect.any(Array) });
    },
  },
  {
    says: "a missing module, a missing export and an exit are told apart",
    holds: async (aws) => {
      const kinds = [
        { code: "require('./nowhere'); exports.handler = 1;", kind: "Runtime.ImportModuleError" },
        { code: "exports.other = () => 1;", kind: "Runtime.HandlerNotFound" },
        { code: "exports.handler = async () => process.exit(3);", kind: "Runtime.ExitError" },
      ];
      for (const { code, kind } of kinds) {
        const name = await makeFunction(aws, code);
        expect((await invoke(aws, { FunctionName: name })).value).toMatchObject({ errorType: kind });
      }
    },
  },
  {
    says: "a function that takes longer than its timeout is killed",
    holds: async (aws) => {
      const name = await makeFunction(
        aws,
        "exports.handler = () => new Promise(() => setInterval(() => {}, 1000));",
        {
          Timeout: 1,
        },
      );
      const { value, error } = await invoke(aws, { FunctionName: name });
      expect(error).toBe("Unhandled");
      expect(value).toMatchObject({
        errorType: "Sandbox.Timedout",
        errorMessage: /timed out after 1.00 seconds/,
      });
    },
  },
  {
    says: "a function that needs more memory than it has ends",
    holds: async (aws) => {
      const name = await makeFunction(
        aws,
        "exports.handler = async () => { const all = []; for (;;) all.push(new Array(100000).fill(Math.random())); };",
        { MemorySize: 128, Timeout: 30 },
      );
      expect((await invoke(aws, { FunctionName: name })).value).toMatchObject({
        errorType: "Runtime.ExitError",
      });
    },
  },
  {
    says: "a layer's packages are found, by CommonJS and by ES modules",
    holds: async (aws) => {
      const { LayerVersionArn } = await aws.lambda.send(
        new PublishLayerVersionCommand({
          LayerName: "words",
          Content: {
            ZipFile: zip({
              "nodejs/node_modules/words/package.json": '{"main": "index.js"}',
              "nodejs/node_modules/words/index.js": "module.exports = 'from the layer';",
            }),
          },
        }),
      );
      const layered = { Layers: [required(LayerVersionArn)] };
      const common = await makeFunction(aws, returns("require('words')"), layered);
      const esm = await makeFunction(aws, "", {
        ...layered,
        Code: {
          ZipFile: zip({
            "index.mjs": "import words from 'words'; export const handler = async () => words;",
          }),
        },
      });
      expect((await invoke(aws, { FunctionName: common })).value).toBe("from the layer");
      expect((await invoke(aws, { FunctionName: esm })).value).toBe("from the layer");
    },
  },
  {
    says: "a version and an alias run the code and configuration they were published with",
    holds: async (aws) => {
      const code = (n: number) => returns(`[${n}, process.env.NO]`);
      const name = await makeFunction(aws, code(1), { Environment: { Variables: { NO: "one" } } });
      await aws.lambda.send(new PublishVersionCommand({ FunctionName: name }));
      await aws.lambda.send(
        new UpdateFunctionCodeCommand({ FunctionName: name, ZipFile: zip({ "index.js": code(2) }) }),
      );
      await aws.lambda.send(
        new UpdateFunctionConfigurationCommand({
          FunctionName: name,
          Environment: { Variables: { NO: "two" } },
        }),
      );
      await aws.lambda.send(
        new CreateAliasCommand({ FunctionName: name, Name: "live", FunctionVersion: "1" }),
      );
      expect((await invoke(aws, { FunctionName: name, Qualifier: "1" })).value).toEqual([1, "one"]);
      expect(await invoke(aws, { FunctionName: `${name}:live` })).toMatchObject({
        value: [1, "one"],
        version: "1",
      });
      expect((await invoke(aws, { FunctionName: name })).value).toEqual([2, "two"]);
    },
  },
  {
    says: "an alias sends a share of its events to its second version",
    holds: async (aws) => {
      const name = await makeFunction(aws, returns("context.functionVersion"));
      await aws.lambda.send(new PublishVersionCommand({ FunctionName: name }));
      await aws.lambda.send(
        new UpdateFunctionConfigurationCommand({ FunctionName: name, Description: "second" }),
      );
      await aws.lambda.send(new PublishVersionCommand({ FunctionName: name }));
      await aws.lambda.send(
        new CreateAliasCommand({
          FunctionName: name,
          Name: "all",
          FunctionVersion: "1",
          RoutingConfig: { AdditionalVersionWeights: { "2": 1 } },
        }),
      );
      expect((await invoke(aws, { FunctionName: name, Qualifier: "all" })).value).toBe("2");
    },
  },
  {
    says: "a function with no concurrency left is refused",
    holds: async (aws) => {
      const name = await makeFunction(aws, returns("1"));
      await aws.lambda.send(
        new PutFunctionConcurrencyCommand({ FunctionName: name, ReservedConcurrentExecutions: 0 }),
      );
      await expect(invoke(aws, { FunctionName: name })).rejects.toMatchObject({
        name: "TooManyRequestsException",
      });
    },
  },
  {
    says: "what a function prints is in its log group, with start, end and a report",
    holds: async (aws) => {
      const name = await makeFunction(aws, "exports.handler = async () => { console.log('hello log'); };");
      await invoke(aws, { FunctionName: name });
      const lines = await eventually(aws, async () => {
        const found = await logLines(aws.endpoint, `/aws/lambda/${name}`);
        return found.length === 0 ? undefined : found;
      });
      expect(lines).toEqual([
        expect.stringMatching(/^START RequestId: \S+ Version: \$LATEST$/),
        "hello log",
        expect.stringMatching(/^END RequestId: /),
        expect.stringMatching(/^REPORT RequestId: .*Memory Size: 128 MB\tMax Memory Used: \d+ MB$/),
      ]);
    },
  },
];

probeBoth(probes);
