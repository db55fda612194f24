import { keyAliasArn } from "../../../modules/aws/names.ts";
import type { Source } from "../../../modules/cli/points/open-sources.ts";
import type { FunctionDocument } from "../../../modules/protectors/lambda/document.ts";
import { bytesContent } from "../../../modules/recovery/bytes.ts";
import { type Committed, commit } from "../../../modules/recovery/commit.ts";
import { sourcePrefix } from "../../../modules/recovery/layout.ts";
import type { KeyPort } from "../../../modules/recovery/secrets.ts";
import { MemoryStore } from "../../support/memory-store.ts";
import { SIGNED } from "../../support/run-witness.ts";

const scope = { account: "123456789012", partition: "aws" };

/** A site's points in memory, in the store of `region`. */
export function memorySource(
  site: string,
  region = site,
  store = new MemoryStore(),
): Source & { store: MemoryStore } {
  return {
    site,
    region,
    prefix: sourcePrefix(scope.account, site),
    store,
    opener: region === site ? site : region,
    witness: SIGNED,
  };
}

/** Data keys that only look wrapped. */
const clearKeys: KeyPort = {
  wrapFor: async (_target, plaintext) => plaintext,
  unwrap: async ({ wrapped }) => Buffer.from(wrapped, "base64"),
};

export const code = bytesContent(new TextEncoder().encode("exports.handler = async () => 'quote'"));

function functionDocument(name: string, tags: Readonly<Record<string, string>>): FunctionDocument {
  return {
    kind: "lambda",
    name,
    arn: `arn:aws:lambda:us-east-1:${scope.account}:function:${name}`,
    account: scope.account,
    region: "us-east-1",
    versions: [
      {
        version: "$LATEST",
        codeSha256: code.sha256,
        codeSize: code.size,
        configuration: { Runtime: "nodejs20.x", Role: `arn:aws:iam::${scope.account}:role/${name}` },
        environment: ["TOKEN"],
      },
    ],
    aliases: [],
    policies: [],
    asyncConfigs: [],
    urls: [],
    tags,
    layers: [],
    mappings: [],
  };
}

/** Commits one point of a function, or of another kind; `run` is `20261123T100000Z-0000000a`. */
export async function keepPoint(
  { site, prefix, store }: Source,
  name: string,
  run: string,
  kind = "lambda",
  tags: Readonly<Record<string, string>> = {},
  capturedAt = "2026-11-23T10:00:00Z",
): Promise<Committed> {
  const document = functionDocument(name, tags);
  return commit(
    {
      store,
      prefix,
      keys: clearKeys,
      local: { site, region: "us-east-1", key: keyAliasArn(scope, "us-east-1", site) },
      copies: [],
      random: (size) => new Uint8Array(size),
    },
    {
      kind,
      id: name,
      name,
      arn: document.arn,
      account: scope.account,
      site,
      region: "us-east-1",
      run,
      policy: "orders",
      because: "policies/orders.yaml:1:1",
      capturedAt,
      expiresAt: "2026-12-28T10:00:00Z",
      related: [],
    },
    {
      document,
      blobs: [{ name: "code/$LATEST", content: code }],
      secrets: { $LATEST: { TOKEN: "sealed" } },
      revision: { before: "a", after: "a" },
      format: 1,
    },
  );
}
