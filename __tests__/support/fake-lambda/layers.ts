import type * as L from "@aws-sdk/client-lambda";
import { sha256 } from "./base.ts";
import { denied, notFound } from "./errors.ts";
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
    versions.set(number, { config: config as Config, code: this.bytesOf(Content) });
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

  ListLayerVersions({ LayerName = "", Marker }: L.ListLayerVersionsRequest) {
    const numbers = [...(this.layers.get(LayerName)?.keys() ?? [])].sort((a, b) => b - a);
    const all = numbers.map((Version) => ({ LayerVersionArn: this.layerArn(LayerName, Version), Version }));
    return this.paged("LayerVersions", all, Marker);
  }

  #shown(name: string, number: number) {
    const found = this.layers.get(name)?.get(number);
    if (found === undefined) throw notFound(`no layer ${name}:${number}`);
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
      },
    };
  }
}
