import { createHash } from "node:crypto";
import type { FunctionDocument, VersionDocument } from "../../modules/protectors/lambda/document.ts";
import type { Kept } from "./destination.ts";

const BYTES = new TextEncoder().encode("many versions");
const SHA256 = createHash("sha256").update(BYTES).digest("hex");
const ARN = "arn:aws:lambda:us-east-1:111122223333:function:many";

/** One version of one package that is told from others by its memory. */
export function versionOf(version: string, MemorySize: number, more: object = {}): VersionDocument {
  return {
    version,
    codeSha256: SHA256,
    codeSize: BYTES.length,
    configuration: {
      Runtime: "nodejs22.x",
      Handler: "index.handler",
      Role: "arn:aws:iam::111122223333:role/many",
      Timeout: 3,
      MemorySize,
      LoggingConfig: { LogFormat: "Text", LogGroup: "/aws/lambda/many" },
      ...more,
    },
    environment: [],
  };
}

/** A function of these versions with whatever else. */
export function functionOf(
  versions: readonly VersionDocument[],
  more: Partial<FunctionDocument> = {},
): Kept & { readonly document: FunctionDocument } {
  return {
    secrets: {},
    bytes: new Map([[SHA256, BYTES]]),
    document: {
      kind: "lambda",
      name: "many",
      arn: ARN,
      account: "111122223333",
      region: "us-east-1",
      versions,
      aliases: [],
      policies: [],
      asyncConfigs: [],
      urls: [],
      tags: {},
      layers: [],
      mappings: [],
      ...more,
    },
  };
}

/** Fourteen versions that differ in their memory only, an alias on the fifth and one on the last. */
export const fourteen = functionOf(
  [
    ...Array.from({ length: 14 }, (_, n) => versionOf(String(n + 1), 128 + 64 * n)),
    versionOf("$LATEST", 3000),
  ],
  {
    aliases: [
      { name: "stable", version: "5", description: "", weights: {} },
      { name: "live", version: "14", description: "", weights: { "13": 0.25 } },
    ],
  },
);

export const grant = (source: string) => ({
  Sid: "apigw",
  Effect: "Allow",
  Principal: { Service: "apigateway.amazonaws.com" },
  Action: "lambda:InvokeFunction",
  Resource: ARN,
  Condition: { ArnLike: { "AWS:SourceArn": `arn:aws:execute-api:eu-west-1:111122223333:${source}/*` } },
});
