import type * as L from "@aws-sdk/client-lambda";
import { sha256 } from "./base.ts";
import { conflict, denied, notFound } from "./errors.ts";
import { FakePolicies } from "./policies.ts";
import type { Config, LayerVersion } from "./state.ts";

/** Layers by name, and their versions by number. */
export class FakeLayers extends FakePolicies {
  readonly layers = new Map<string, Map<number, LayerVersion>>();

  layerArn(name: string, version: number): string {
    return `arn:aws:lambda:${this.region}:${this.account}:layer:${name}:${version}`;
  }

  PublishLayerVersion({ LayerName = "", Content, ...config }: L.PublishLayerVersionRequest) {
    const versions = this.layers.get(LayerName) ?? new Map<number, LayerVersion>();
    const number = Math.max(0, ...versions.keys()) + 1;
    const { S3ObjectStorageMode: mode, S3Bucket, S3Key, S3ObjectVersion } = Content ?? {};
    versions.set(number, {
      config: config as Config,
      code: this.bytesOf(Content),
      ...(mode === "REFERENCE" && { object: { S3Bucket, S3Key, S3ObjectVersion } }),
    });
    this.layers.set(LayerName, versions);
    return this.#shown(LayerName, number);
  }

  /** Layers of other accounts are not shared with this one. */
  GetLayerVersionByArn({ Arn = "" }: L.GetLayerVersionByArnRequest) {
    const [, , , region, account, , name = "", number] = Arn.split(":");
    if (account !== this.account || region !== this.region)
      throw denied(`User is not authorized to perform: lambda:GetLayerVersion on resource: ${Arn}`);
    return this.#shown(name, Number(number));
  }

  GetLayerVersionPolicy({ LayerName = "", VersionNumber = 0 }: L.GetLayerVersionPolicyRequest) {
    const { statements = [] } = this.#version(nameOf(LayerName), VersionNumber);
    if (statements.length === 0) throw notFound("No policy is associated with the given resource.");
    return { Policy: JSON.stringify({ Version: "2012-10-17", Id: "default", Statement: statements }) };
  }

  AddLayerVersionPermission(input: L.AddLayerVersionPermissionRequest) {
    const { LayerName = "", VersionNumber = 0, StatementId, Action, Principal = "", OrganizationId } = input;
    const found = this.#version(nameOf(LayerName), VersionNumber);
    if (found.statements?.some(({ Sid }) => Sid === StatementId))
      throw conflict(`The statement id (${StatementId}) provided already exists.`);
    const statement = {
      Sid: StatementId,
      Effect: "Allow",
      Principal: Principal === "*" ? "*" : { AWS: `arn:aws:iam::${Principal}:root` },
      Action,
      Resource: this.layerArn(nameOf(LayerName), VersionNumber),
      ...(OrganizationId !== undefined && {
        Condition: { StringEquals: { "aws:PrincipalOrgID": OrganizationId } },
      }),
    };
    found.statements = [...(found.statements ?? []), statement];
    return { Statement: JSON.stringify(statement) };
  }

  ListLayerVersions({ LayerName = "", Marker }: L.ListLayerVersionsRequest) {
    const numbers = [...(this.layers.get(LayerName)?.keys() ?? [])].sort((a, b) => b - a);
    const all = numbers.map((Version) => ({ LayerVersionArn: this.layerArn(LayerName, Version), Version }));
    return this.paged("LayerVersions", all, Marker);
  }

  #version(name: string, number: number): LayerVersion {
    const found = this.layers.get(name)?.get(number);
    if (found === undefined) throw notFound(`no layer ${name}:${number}`);
    return found;
  }

  #shown(name: string, number: number) {
    const found = this.#version(name, number);
    const arn = this.layerArn(name, number);
    return {
      ...found.config,
      LayerVersionArn: arn,
      Version: number,
      CreatedDate: "2026-01-01T00:00:00.000+0000",
      Content: {
        CodeSha256: sha256(found.code),
        CodeSize: found.code.length,
        Location: this.addressOf(arn, found.code),
        ...(found.object !== undefined && { ResolvedS3Object: found.object }),
      },
    };
  }
}

/** A layer is named by its name or its ARN. */
function nameOf(layer: string): string {
  return layer.split(":")[6] ?? layer;
}
