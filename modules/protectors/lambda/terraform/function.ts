import type { Json, JsonObject } from "../../../contract/json.ts";
import { isObject } from "../../kit/canonical.ts";
import { writableTags } from "../../kit/tags.ts";
import { type Arguments, Given, PackageFile } from "../../kit/terraform/argument.ts";
import { providerWords } from "../../kit/terraform/provider-words.ts";
import type { TerraformResource } from "../../kit/terraform/resource.ts";
import { canonicalConfiguration } from "../canonical-configuration.ts";
import type { FunctionDocument, VersionDocument } from "../document.ts";
import { imageAddress } from "../image.ts";
import { publishes } from "./aliases.ts";
import { FUNCTION, type FunctionInTerraform, LATEST, latestOf } from "./draft.ts";

/** What the provider of this version has no argument for. */
const UNKNOWN = [
  "TenancyConfig",
  "CapacityProviderConfig",
  "DurableConfig",
  "ResolvedS3Object",
  "SourceKMSKeyArn",
];

/** Those that the provider of 5.100 takes: it refuses others before it asks AWS. */
const RUNTIMES = new Set(
  [
    "nodejs nodejs4.3 nodejs6.10 nodejs8.10 nodejs10.x nodejs12.x nodejs14.x nodejs16.x nodejs18.x nodejs20.x nodejs22.x",
    "nodejs4.3-edge java8 java8.al2 java11 java17 java21 go1.x provided provided.al2 provided.al2023",
    "python2.7 python3.6 python3.7 python3.8 python3.9 python3.10 python3.11 python3.12 python3.13",
    "dotnetcore1.0 dotnetcore2.0 dotnetcore2.1 dotnetcore3.1 dotnet6 dotnet8 ruby2.5 ruby2.7 ruby3.2 ruby3.3 ruby3.4",
  ].flatMap((line) => line.split(" ")),
);

export function functionResource(draft: FunctionInTerraform): readonly TerraformResource[] {
  const { document, live } = draft;
  const { name, arn } = document;
  const latest = latestOf(document);
  if (latest === undefined) return [];
  const configuration = draft.resolved(latest.configuration);
  for (const field of UNKNOWN)
    if (configuration[field] !== undefined)
      draft.left.push(`its ${field}: the provider has no argument for it`);
  if (latest.scaling !== undefined) draft.left.push("its scaling: the provider has no argument for it");
  return [
    {
      type: FUNCTION,
      key: "",
      arguments: {
        function_name: name,
        ...codeOf(latest, name),
        ...configured(configuration, name),
        ...(isNewRuntime(latest) && { runtime: undefined }),
        ...environmentOf(draft, latest),
        reserved_concurrent_executions: document.reservedConcurrency,
        code_signing_config_arn: document.codeSigningConfig,
        ...(publishes(draft) && { publish: true }),
        tags: writableTags(document.tags),
      },
      ...(live !== undefined && { importId: name }),
      exports: { [arn]: "arn" },
      ...(isNewRuntime(latest) && { ignoreChanges: ["runtime"] }),
    },
  ];
}

/** Why Terraform can make no such function, where that is so. */
export function unmade(document: FunctionDocument, live: FunctionDocument | undefined): string | undefined {
  const latest = latestOf(document);
  if (latest === undefined) return `it has no version ${LATEST}, of which alone Terraform makes a function`;
  if (live !== undefined || !isNewRuntime(latest)) return undefined;
  return `the provider makes no function of runtime ${latest.configuration.Runtime}: restore it without --as-terraform first, then it is imported`;
}

function isNewRuntime({ configuration: { Runtime } }: VersionDocument): boolean {
  return typeof Runtime === "string" && Runtime !== "" && !RUNTIMES.has(Runtime);
}

function codeOf({ image, codeSha256 }: VersionDocument, name: string): Arguments {
  if (image !== undefined) return { image_uri: imageAddress(image, codeSha256) };
  return {
    filename: new PackageFile(codeSha256, `${name}.zip`),
    source_code_hash: Buffer.from(codeSha256, "hex").toString("base64"),
  };
}

function configured(configuration: JsonObject, name: string): Arguments {
  const said = canonicalConfiguration(configuration, name);
  const { VpcConfig: vpc, FileSystemConfigs: files, ImageConfig: image, LoggingConfig: logging } = said;
  const words = (key: string): Arguments[string] =>
    isObject(configuration[key]) ? providerWords(configuration[key]) : undefined;
  return {
    ...plain(configuration),
    dead_letter_config: words("DeadLetterConfig"),
    tracing_config: words("TracingConfig"),
    ephemeral_storage: words("EphemeralStorage"),
    // The provider shows none where it is off.
    snap_start: isObject(said.SnapStart) ? providerWords(said.SnapStart) : undefined,
    vpc_config: isObject(vpc) ? providerWords(vpc) : undefined,
    file_system_config: Array.isArray(files)
      ? files.map((one: Json) => providerWords(one as JsonObject))
      : undefined,
    image_config: isObject(image) ? providerWords(image) : undefined,
    logging_config:
      isObject(logging) && isObject(configuration.LoggingConfig)
        ? providerWords({ LogFormat: "Text", ...configuration.LoggingConfig })
        : undefined,
  };
}

const PLAIN: Readonly<Record<string, string>> = {
  Role: "role",
  Runtime: "runtime",
  Handler: "handler",
  Description: "description",
  Timeout: "timeout",
  MemorySize: "memory_size",
  PackageType: "package_type",
  Architectures: "architectures",
  Layers: "layers",
  KMSKeyArn: "kms_key_arn",
};

function plain(configuration: JsonObject): Arguments {
  return Object.fromEntries(
    Object.entries(PLAIN).flatMap(([field, argument]) => {
      const value = configuration[field];
      return value === undefined || value === ""
        ? []
        : [[argument, value as string | number | string[]] as const];
    }),
  );
}

function environmentOf({ document, environment }: FunctionInTerraform, latest: VersionDocument): Arguments {
  if (latest.environment.length === 0) return {};
  const kept = document.environmentValues !== "left-out" || Object.keys(environment).length > 0;
  const description = `values of the variables of ${document.name}: ${latest.environment.join(", ")}`;
  const variables = new Given("environment", description, "map(string)", kept ? environment : undefined);
  return { environment: { variables } };
}
