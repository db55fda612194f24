import type * as L from "@aws-sdk/client-lambda";
import { awsError, base64, CONFLICT, type Config } from "./fake-lambda/base.ts";
import { FakeSettings } from "./fake-lambda/settings.ts";

/** Lambda in memory, for the calls of a restore: numbers, conflicts, pending states and pages as AWS has them. */
export class FakeLambda extends FakeSettings {
  PublishLayerVersion({ LayerName = "", Content, ...config }: L.PublishLayerVersionRequest) {
    const versions = this.layers.get(LayerName) ?? [];
    versions.push({ config: config as Config, code: this.bytesOf(Content) });
    this.layers.set(LayerName, versions);
    return this.GetLayerVersion({ LayerName, VersionNumber: versions.length });
  }

  GetLayerVersionByArn({ Arn = "" }: L.GetLayerVersionByArnRequest) {
    const cut = Arn.lastIndexOf(":");
    return this.GetLayerVersion({ LayerName: Arn.slice(0, cut), VersionNumber: Number(Arn.slice(cut + 1)) });
  }

  GetLayerVersion({ LayerName = "", VersionNumber = 0 }: L.GetLayerVersionRequest) {
    const name = LayerName.split(":").at(-1) ?? LayerName;
    const found = this.layers.get(name)?.[VersionNumber - 1];
    if (found === undefined) throw awsError("ResourceNotFoundException", `no layer ${name}:${VersionNumber}`);
    return {
      ...found.config,
      LayerVersionArn: this.layerArn(name, VersionNumber),
      Version: VersionNumber,
      Content: { CodeSha256: base64(found.code), CodeSize: found.code.length },
    };
  }

  ListLayerVersions({ LayerName = "", Marker }: L.ListLayerVersionsRequest) {
    const all = (this.layers.get(LayerName) ?? []).map((_layer, index) => ({
      LayerVersionArn: this.layerArn(LayerName, index + 1),
      Version: index + 1,
    }));
    return this.paged("LayerVersions", all.reverse(), Marker);
  }

  layerArn(name: string, version: number): string {
    return `arn:aws:lambda:${this.region}:${this.account}:layer:${name}:${version}`;
  }

  CreateEventSourceMapping({
    FunctionName = "",
    Enabled = true,
    ...settings
  }: L.CreateEventSourceMappingRequest) {
    const [name = "", qualifier] = FunctionName.split(":");
    this.fnAt(name, qualifier);
    const arn = this.arn(name, qualifier);
    const source = JSON.stringify([
      settings.EventSourceArn,
      settings.SelfManagedEventSource,
      settings.Topics,
    ]);
    for (const other of this.mappings.values())
      if (other.FunctionArn === arn && other.source === source)
        throw awsError(CONFLICT, "An event source mapping with this event source exists already");
    const UUID = `00000000-0000-4000-8000-${String(this.mappings.size + 1).padStart(12, "0")}`;
    const State = Enabled ? "Creating" : "Disabled";
    this.mappings.set(UUID, { ...settings, UUID, FunctionArn: arn, State, source });
    return this.GetEventSourceMapping({ UUID });
  }

  UpdateEventSourceMapping({
    UUID = "",
    Enabled,
    FunctionName: _same,
    ...settings
  }: L.UpdateEventSourceMappingRequest) {
    const mapping = this.mappings.get(UUID);
    if (mapping === undefined) throw awsError("ResourceNotFoundException", `no mapping ${UUID}`);
    Object.assign(mapping, settings, Enabled !== undefined && { State: Enabled ? "Enabling" : "Disabling" });
    return this.GetEventSourceMapping({ UUID });
  }

  GetEventSourceMapping({ UUID = "" }: L.GetEventSourceMappingRequest) {
    const mapping = this.mappings.get(UUID);
    if (mapping === undefined) throw awsError("ResourceNotFoundException", `no mapping ${UUID}`);
    const { source: _own, ...shown } = mapping;
    if (mapping.State === "Enabling" || mapping.State === "Creating") mapping.State = "Enabled";
    if (mapping.State === "Disabling") mapping.State = "Disabled";
    return shown;
  }

  /** Without encrypted filters, as AWS lists them. */
  ListEventSourceMappings({ FunctionName, EventSourceArn, Marker }: L.ListEventSourceMappingsRequest) {
    const [name = "", qualifier] = FunctionName?.split(":") ?? [];
    if (FunctionName !== undefined) this.fnAt(name, qualifier);
    const all = [...this.mappings.values()]
      .filter((one) => FunctionName === undefined || one.FunctionArn === this.arn(name, qualifier))
      .filter((one) => EventSourceArn === undefined || one.EventSourceArn === EventSourceArn)
      .map(({ FilterCriteria: _hidden, source: _own, ...rest }) => rest);
    return this.paged("EventSourceMappings", all, Marker);
  }
}
